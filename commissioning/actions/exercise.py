"""Creating, changing, assigning and closing exercises."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from commissioning.actions.agreed import Terms, obstacles_to_departing
from commissioning.actions.next_round import hand_on
from commissioning.exercise_words import facts_of, people_of
from commissioning.models import Exercise, Mark, Movement
from needs.models import Priority
from trusts.governance import audit, clock, gates
from trusts.governance.conflict import raise_version
from trusts.governance.permissions import roles_with, standing
from trusts.governance.refusal import Refusal, Refused, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Blueprint, Person, Trust

NO_FRAMEWORK = "No framework is in force yet: the board has not adopted one, so no work can start under it."


def obstacles_to_creating(trust: Trust) -> list[Refusal]:
    """What keeps anybody from creating exercises in a trust at all."""
    if trust.blueprint is None or trust.blueprint.state != Blueprint.State.IN_FORCE:
        return [refusal(NO_FRAMEWORK)]
    return []


@performs("exercise.create")
@transaction.atomic
def create_exercise(*, trust: Trust, by: Person, title: str, owner: Any, levels: Mapping[str, str],
                    outcomes: Sequence[str], groups: Sequence[str] = (), localities: Sequence = (),
                    organisations: Sequence = (), priorities: Sequence = (),
                    reasons: Mapping[str, str] | None = None, previous: Exercise | None = None,
                    **fields: Any) -> Exercise:  # fmt: skip
    """Create an exercise under the framework in force; returns it, not yet started.

    `levels` maps scheme to level; `priorities` are those on record that it serves; `reasons` maps the ID of a gate that may be passed with a
    reason to that reason; `fields` are summary, priority, value, lead, officer.
    """
    trust = (
        Trust.objects.select_for_update(of=("self",), no_key=True)
        .select_related("blueprint")
        .get(pk=trust.pk)
    )
    if trust.blueprint is None or trust.blueprint.state != Blueprint.State.IN_FORCE:
        raise Refused([refusal(NO_FRAMEWORK)])
    number = (Exercise.objects.filter(trust=trust).aggregate(top=Max("number"))["top"] or 0) + 1
    exercise = Exercise.objects.create(
        trust=trust, blueprint=trust.blueprint, number=number, title=title, owner=owner, previous=previous,
        round=previous.round + 1 if previous else 1, created_by=by, created_at=clock.now(),
        started_on=clock.today(), current=trust.framework.steps[0].code, **fields,
    )  # fmt: skip
    _mark(exercise, levels, outcomes, groups)
    exercise.localities.set(localities)
    exercise.organisations.set(organisations)
    exercise.priorities.set(priorities)
    _move(exercise, Movement.Kind.CREATED, by)
    exercise = _keep_to_gates(exercise, reasons or {}, by)
    audit.record("exercise.create", trust=trust, subject=exercise, by=by, number=number)
    return exercise


@performs("exercise.edit")
@transaction.atomic
def edit_exercise(*, exercise: Exercise, version: int, by: Person, levels: Mapping[str, str],
                  outcomes: Sequence[str], groups: Sequence[str], localities: Sequence,
                  organisations: Sequence, priorities: Sequence | None = None,
                  reasons: Mapping[str, str] | None = None, **fields: Any) -> Exercise:  # fmt: skip
    """Change what an exercise is about; raises Stale if somebody saved since `version`.

    What must be true to create an exercise must stay true of it; `reasons` as in `create_exercise`,
    `priorities` stay as they are where none are given. Nobody changes it into what they could not change.
    """
    exercise = lock(exercise)
    held = standing(by, exercise.trust)
    before, agreed = facts_of(exercise), Terms.of(exercise)
    could, owner, places = (
        held.may("exercise.edit", exercise),
        exercise.owner,
        set(exercise.all("localities")),
    )
    refuse_if(obstacles_to_editing(exercise, by=by))
    raise_version(exercise, version)
    for name, value in fields.items():
        setattr(exercise, name, value)
    exercise.save()
    exercise.marks_set.all().delete()
    _mark(exercise, levels, outcomes, groups)
    exercise.localities.set(localities)
    exercise.organisations.set(organisations)
    if priorities is not None:
        exercise.priorities.set(priorities)
    exercise = _keep_to_gates(exercise, reasons or {}, by)
    touched = places ^ set(exercise.all("localities"))
    if exercise.owner != owner:
        touched |= {owner.locality, exercise.owner.locality}
    refuse_if(gates.refusals("exercise.edit", exercise, by=by, touched=touched))
    if could and not held.may("exercise.edit", exercise):
        refuse_if(
            [refusal("This would put it outside your own remit. Check its owner, outcomes and places.")]
        )
    refuse_if(obstacles_to_departing(agreed, exercise))
    said = audit.changes(before, facts_of(exercise))
    audit.record("exercise.edit", trust=exercise.trust, subject=exercise, by=by, **said)
    return exercise


def obstacles_to_editing(exercise: Exercise, *, by: Person) -> list[Refusal]:
    """Every reason why this person cannot change this exercise or its records now."""
    if exercise.state == Exercise.State.CLOSED:
        return [refusal("This is closed, so nothing in it changes any more. Start its next round instead.")]
    return gates.refusals("exercise.edit", exercise, by=by)


@transaction.atomic
def assign(*, exercise: Exercise, lead: Person | None, officer: Person | None, version: int,
           by: Person) -> Exercise:  # fmt: skip
    """Name the lead and the officer, who may edit from now on (DUR-89)."""
    exercise = lock(exercise)
    refuse_if(obstacles_to_editing(exercise, by=by))
    raise_version(exercise, version)
    before = people_of(exercise)
    exercise.lead, exercise.officer = lead, officer
    exercise.save(update_fields=["lead", "officer", "version"])
    said = audit.changes(before, people_of(exercise))
    audit.record("exercise.assign", trust=exercise.trust, subject=exercise, by=by, **said)
    return exercise


def obstacles_to_closing(exercise: Exercise, *, by: Person) -> list[Refusal]:
    """Every reason why an exercise cannot be closed now."""
    if exercise.state == Exercise.State.CLOSED:
        return [refusal("This is already closed.")]
    found = []
    if exercise.next_step or exercise.open_steps:
        steps = exercise.open_steps + ([exercise.next_step] if exercise.next_step else [])
        names = ", ".join(step.label for step in steps)
        found.append(refusal(f"Not every step is complete: {names}.", url=exercise.step_url(steps[0].code)))
    if exercise.waiting_items():
        found.append(refusal("A body has not decided yet on something it was asked about this."))
    for item, condition in exercise.open_conditions():
        who = tuple(roles_with(exercise.trust, "condition.close", on=item.body.type))
        said = f"A condition of {item.body.name} is still open: {condition}"
        found.append(refusal(said, who=who, url=item.get_absolute_url()))
    return found + gates.refusals("exercise.close", exercise, by=by)


@performs("exercise.close")
@transaction.atomic
def close_exercise(*, exercise: Exercise, learned: str, by: Person, again: bool = True) -> Exercise | None:
    """Close an exercise with what was learned and, where wanted, start its next round linked to it.

    The next round takes over title, marks, partners, agreed priorities, lead and officer, under the framework that is
    in force today, and works on what this one learned (MED-41, BUC-23); returns it, or None.
    """
    exercise = lock(exercise)
    refuse_if(obstacles_to_closing(exercise, by=by))
    exercise.state, exercise.closed_on = Exercise.State.CLOSED, clock.today()
    exercise.current, exercise.due = "", None
    exercise.version += 1
    exercise.save()
    _move(exercise, Movement.Kind.CLOSED, by, reason=learned)
    audit.record("exercise.close", trust=exercise.trust, subject=exercise, by=by, learned=learned)
    if not again:
        return None
    reasons = {m.gate: m.reason for m in exercise.all("movements") if m.kind == "overrode" and not m.step}
    following = create_exercise(
        trust=exercise.trust, by=by, title=exercise.title, owner=exercise.owner, levels=exercise.levels,
        outcomes=exercise.codes("outcome"), groups=exercise.codes("group"),
        localities=exercise.all("localities"), organisations=exercise.all("organisations"),
        priorities=list(exercise.priorities.filter(state=Priority.State.AGREED)), previous=exercise,
        summary=exercise.summary, priority=exercise.priority, value=exercise.value, lead=exercise.lead,
        officer=exercise.officer, reasons=reasons,
    )  # fmt: skip
    hand_on(exercise, following, learned=learned, by=by)
    return following


def lock(exercise: Exercise) -> Exercise:
    """The exercise as it is now, locked until the transaction ends."""
    locked: Exercise = (
        Exercise.objects.with_framework().select_for_update(of=("self",), no_key=True).get(pk=exercise.pk)
    )
    return locked


def refresh_current(exercise: Exercise) -> None:
    """Write down where an exercise stands, with the change that moved it; its records must be current."""
    step = exercise.current_step()
    exercise.current = step.code if step else ""
    record = exercise.records.get(exercise.current)
    exercise.due = record.due if record else None
    Exercise.objects.filter(pk=exercise.pk).update(current=exercise.current, due=exercise.due)


def _mark(
    exercise: Exercise, levels: Mapping[str, str], outcomes: Sequence[str], groups: Sequence[str]
) -> None:
    wanted = [(f"level:{scheme}", code) for scheme, code in levels.items() if code]
    wanted += [("outcome", code) for code in outcomes] + [("group", code) for code in groups]
    Mark.objects.bulk_create([Mark(exercise=exercise, axis=axis, code=code) for axis, code in wanted])


def _move(exercise: Exercise, kind: str, by: Person, *, step: str = "", reason: str = "") -> Movement:
    return Movement.objects.create(
        exercise=exercise, kind=kind, step=step, reason=reason, by=by, at=clock.now()
    )


def _keep_to_gates(exercise: Exercise, reasons: Mapping[str, str], by: Person) -> Exercise:
    """Refuse unless the gates on creation hold, or are passed with a reason where that is allowed.

    Only a reason for a gate that stands in the way and may be passed is kept. Returns the exercise
    as it is now.
    """
    exercise = Exercise.objects.with_framework().get(pk=exercise.pk)
    found = gates.refusals("exercise.create", exercise, by=by)
    passed = [r for r in found if r.overridable and reasons.get(r.rule, "").strip()]
    refuse_if([r for r in found if r not in passed])
    for refused in passed:
        Movement.objects.create(
            exercise=exercise, kind=Movement.Kind.OVERRODE, gate=refused.rule, reason=reasons[refused.rule],
            by=by, at=clock.now(),
        )  # fmt: skip
    return Exercise.objects.with_framework().get(pk=exercise.pk) if passed else exercise
