"""What the pages of the cycle show: how exercises stand along it, and what one step asks of whom."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.text import capfirst

from commissioning.models import Exercise
from commissioning.pictures.ring import Stand
from trusts.framework import vocabulary
from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import Activity, Condition, DecisionKind, Output, Responsibility, Step
from trusts.framework.sections.rules import Gate
from trusts.framework.windows import Window
from trusts.governance import clock
from trusts.governance.gates import answered
from trusts.governance.permissions import Standing, roles_with
from trusts.models import Body, Trust

OPENING = re.compile(r"^You cannot [^:.]*: ")
"""How a refusal begins when somebody meets it."""


@dataclass(frozen=True)
class Row:
    """A step in the list beside the ring."""

    step: Step
    number: int
    phase: str
    stage: str
    window: Window | None
    open: bool
    stand: Stand
    url: str
    exercises_url: str


@dataclass(frozen=True)
class Rule:
    """A gate in plain words."""

    gate: Gate
    words: str
    """What stops it, without the opening that the list's heading says already."""
    severity: str
    when: list[str]
    who: list[str]
    asked: bool
    """Whether the product can answer its question today."""


@dataclass(frozen=True)
class Question:
    """A decision that is asked at a step, and the bodies that can take it."""

    kind: DecisionKind
    bodies: list[Body]
    effect: str


@dataclass(frozen=True)
class Duties:
    """What one role does at a step."""

    role: str
    mine: bool
    cell: Responsibility
    acts: list[str]


def stands(standing: Standing, today: date) -> dict[str, Stand]:
    """How many running exercises stand at each step, and how many of them are late: one query."""
    rows = (
        Exercise.objects.visible_to(standing)
        .running()
        .order_by()
        .values("current")
        .annotate(total=Count("pk", distinct=True), late=Count("pk", distinct=True, filter=Q(due__lt=today)))
    )
    return {row["current"]: Stand(row["total"], row["late"]) for row in rows}


def rows_of(trust: Trust, counted: dict[str, Stand], today: date) -> list[Row]:
    """Every step of the cycle, in order."""
    framework = trust.framework
    listed = reverse("exercises", args=[trust.code])
    rows = []
    for number, step in enumerate(framework.steps, 1):
        window = window_of(framework, step)
        phase = framework.phase_of(step.code)
        rows.append(
            Row(
                step=step,
                number=number,
                phase="" if phase.code == step.code else phase.label,
                stage=framework.stage_of(step.code) or "",
                window=window,
                open=bool(window and window.contains(today)),
                stand=counted.get(step.code, Stand()),
                url=reverse("cycle-step", args=[trust.code, step.code]),
                exercises_url=f"{listed}?step={step.code}&stands=running",
            )
        )
    return rows


def window_of(framework: Reading, step: Step) -> Window | None:
    """The window of a step: its own, else its phase's."""
    return step.window or framework.phase_of(step.code).window


def elsewhere(framework: Reading, counted: dict[str, Stand]) -> tuple[int, int]:
    """Running exercises that stand at no step of today's ring: all finished, or on an older version."""
    known = {step.code for step in framework.steps}
    older = sum(stand.total for code, stand in counted.items() if code and code not in known)
    return counted.get("", Stand()).total, older


def here(standing: Standing, step: str) -> list[Exercise]:
    """The running exercises that stand at a step, those due first at the top: one query."""
    found = Exercise.objects.visible_to(standing).running().filter(current=step)
    return list(
        found.select_related("trust", "owner", "officer").defer("trust__blueprint").order_by(
            F("due").asc(nulls_last=True), "-number"
        )
    )  # fmt: skip


def duties_of(standing: Standing, step: str) -> list[Duties]:
    """The row of the responsibilities table, this person's own roles first."""
    framework = standing.trust.framework
    found = [
        Duties(
            framework.role_label(cell.role),
            cell.role in standing.roles,
            cell,
            [vocabulary.ACTS[a] for a in cell.acts],
        )
        for cell in framework.cells(step)
    ]
    return sorted(found, key=lambda duties: not duties.mine)


def rules_of(trust: Trust, transition: str, step: str) -> list[Rule]:
    """What must be true for a transition at a step, hardest first."""
    framework = trust.framework
    workers = roles_with(trust, "exercise.work", step)
    found = [
        Rule(
            gate=gate,
            words=capfirst(OPENING.sub("", gate.message)),
            severity=gate.severity,
            when=condition_words(framework, gate.when),
            who=[framework.role_label(role) for role in gate.cleared_by]
            or _clears(framework, gate)
            or workers,
            asked=gate.check in answered(),
        )
        for gate in framework.gates(transition, step=step)
    ]
    return sorted(found, key=lambda rule: rule.severity != "refuse")


def _clears(framework: Reading, gate: Gate) -> list[str]:
    """The types of body that can clear a gate that asks for a decision."""
    if gate.check != "decision-made":
        return []
    kind = framework.decisions[gate.params["decision"]]
    return [framework.body_types[code].label for code in framework.types_that_can(kind.capability)]


def condition_words(framework: Reading, when: Condition | None) -> list[str]:
    """When a gate applies, in the trust's words; nothing means always."""
    if when is None:
        return []
    words = [
        f"{framework.levels[scheme].label}: {_either(framework.level_label(scheme, code) for code in codes)}"
        for scheme, codes in when.levels.items()
    ]
    if when.groups:
        words.append(
            f"{framework.word('group')}: {_either(framework.groups[code].label for code in when.groups)}"
        )
    if when.outcomes:
        words.append(
            f"{framework.word('outcome')}: {_either(framework.outcomes[c].label for c in when.outcomes)}"
        )
    if when.owner_types:
        words.append(f"owned by {_either(framework.body_types[code].label for code in when.owner_types)}")
    if when.not_owner_types:
        words.append(
            f"not owned by {_either(framework.body_types[code].label for code in when.not_owner_types)}"
        )
    if when.has_locality is not None:
        words.append(f"{'with' if when.has_locality else 'without'} a {framework.word('locality')}")
    if when.vulnerable_groups is not None:
        words.append(
            f"{'with' if when.vulnerable_groups else 'without'} a vulnerable {framework.word('group')}"
        )
    return words


def _either(labels: Iterable[str]) -> str:
    return " or ".join(labels)


def questions_of(trust: Trust, step: str) -> list[Question]:
    """The decisions that are asked at a step and the bodies that take them: one query."""
    framework = trust.framework
    bodies = list(Body.objects.on(clock.today()).filter(trust=trust))
    for body in bodies:
        body.trust = trust
    return [
        Question(
            kind,
            [body for body in bodies if body.type in framework.types_that_can(kind.capability)],
            "" if kind.effect == "none" else vocabulary.EFFECTS[kind.effect],
        )
        for kind in framework.decisions_at(step)
    ]


def by_strand(step: Step) -> list[tuple[str, list[Activity], list[Output]]]:
    """What is done and left behind at a step: what belongs to the whole step, then strand by strand."""
    found = []
    for code, label in [("", ""), *((strand.code, strand.label) for strand in step.strands)]:
        activities = [a for a in step.activities if (a.strand or "") == code]
        outputs = [o for o in step.outputs if (o.strand or "") == code]
        if activities or outputs:
            found.append((label, activities, outputs))
    return found
