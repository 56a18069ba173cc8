"""Invented exercises: where each stands in the trust's own steps, what it works on, what bodies are asked."""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType

from commissioning.models import Exercise, Mark, Plan, StepRecord, Work
from commissioning.scale.hand import BATCH, Hand
from commissioning.scale.words import INVENTED
from contracts.models import Agreement, Specification
from needs.models import Priority
from trusts.models import Item

PACE = 40
"""Days for a step."""


def exercises(hand: Hand, priorities: list[Priority], plans: list[Plan], specified: list[Specification],
              agreed: list[Agreement]) -> list[Exercise]:  # fmt: skip
    """Exercises that have come some way, each with records of several stages."""
    rows = [_exercise(hand, number) for number in range(1, hand.count(0.15, 4) + 1)]
    made = Exercise.objects.bulk_create(rows, batch_size=BATCH)
    Mark.objects.bulk_create((mark for one in made for mark in _marks(hand, one)), batch_size=BATCH)
    StepRecord.objects.bulk_create((step for one in made for step in _steps(hand, one)), batch_size=BATCH)
    works = []
    for one in made:
        picked = hand.chance(specified)
        agreement = next((a for a in (hand.chance(agreed),) if a.state == "active"), None)
        works += [Work(exercise=one, priority=hand.chance(priorities)), Work(exercise=one, plan=hand.chance(plans)),
                  Work(exercise=one, specification=picked)]  # fmt: skip
        works += [Work(exercise=one, agreement=agreement)] if agreement else []
    Work.objects.bulk_create(works, batch_size=BATCH)
    if hand.ground.localities:
        hand.link(Exercise, "localities", ((one, hand.chance(hand.ground.localities)) for one in made))
    hand.link(
        Exercise, "organisations", ((one, o) for one in made for o in hand.some(hand.ground.organisations, 3))
    )
    _ask(hand, made)
    return made


def _exercise(hand: Hand, number: int) -> Exercise:
    steps = hand.framework.steps
    reached = hand.rng.randrange(len(steps))
    closed = hand.rng.random() < 0.15
    started = hand.today - timedelta(days=PACE * (reached + 1) + hand.rng.randint(0, 20))
    ground = hand.ground
    return Exercise(
        trust=ground.trust, blueprint=ground.blueprint, number=number, title=hand.title(), summary=INVENTED,
        priority="Help early", value=hand.money(20_000, 900_000), owner=hand.chance(ground.bodies),
        lead=hand.chance(ground.people), officer=None if hand.broken() else hand.chance(ground.officers),
        state="closed" if closed else "running", created_at=hand.at, created_by=hand.chance(ground.officers),
        started_on=started, closed_on=hand.ago(5, 60) if closed else None, current="" if closed else steps[reached].code,
        due=None if closed else started + timedelta(days=PACE * (reached + 1) + 15),
    )  # fmt: skip


def _marks(hand: Hand, one: Exercise) -> list[Mark]:
    marks = [Mark(exercise=one, axis="outcome", code=code) for code in hand.some(hand.outcomes, 2)]
    if hand.groups:
        marks.append(Mark(exercise=one, axis="group", code=hand.chance(hand.groups)))
    return marks + [
        Mark(exercise=one, axis=f"level:{scheme.code}", code=hand.chance(scheme.levels).code)
        for scheme in hand.framework.framework.levels if scheme.levels
    ]  # fmt: skip


def _steps(hand: Hand, one: Exercise) -> list[StepRecord]:
    """Complete up to where it stands, open there, waiting after."""
    found, state = [], "complete"
    for number, step in enumerate(hand.framework.steps, 1):
        here = step.code == one.current
        state = "open" if here else "waiting" if state in ("open", "waiting") else "complete"
        opened: Any = hand.at if state != "waiting" else None
        found.append(
            StepRecord(
                exercise=one, step=step.code, state=state, due=one.started_on + timedelta(days=PACE * number + 15),
                opened_at=opened, completed_at=hand.at if state == "complete" else None,
            )
        )  # fmt: skip
    return found


def _ask(hand: Hand, made: list[Exercise]) -> None:
    """Every third exercise waits for a body, where the framework has a question for its step."""
    kind = ContentType.objects.get_for_model(Exercise)
    rows = []
    for one in made[::3]:
        asked = hand.framework.decisions_at(one.current) if one.current else []
        for question in asked[:1]:
            types = hand.framework.types_that_can(question.capability)
            bodies = [body for body in hand.ground.bodies if body.type in types]
            if bodies:
                rows.append(
                    Item(
                        trust=hand.ground.trust, body=hand.chance(bodies), blueprint=hand.ground.blueprint, kind=question.code,
                        step=one.current, subject_type=kind, subject_id=one.pk, title=f"{question.label}: {one.title}"[:200],
                        asked=question.question, why=INVENTED, submitted_by=hand.chance(hand.ground.officers), submitted_at=hand.at,
                    )
                )  # fmt: skip
    Item.objects.bulk_create(rows)
