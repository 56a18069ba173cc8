"""Moving an exercise along: starting, completing, going back, passing a gate with a reason."""

from datetime import date
from typing import cast

from django.db import transaction

from commissioning.actions.exercise import lock, obstacles_to_editing, refresh_current
from commissioning.models import Exercise, Movement, StepRecord
from trusts.actions.decision import submit_item
from trusts.governance import audit, clock, decisions, gates
from trusts.governance.refusal import Refusal, Refused, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Body, Decision, Item, Meeting, Person

OPEN, COMPLETE, NOT_NEEDED = StepRecord.State.OPEN, StepRecord.State.COMPLETE, StepRecord.State.NOT_NEEDED


def obstacles_to_starting(exercise: Exercise, step: str, *, by: Person | None) -> list[Refusal]:
    """Every reason why a step cannot start now: no step is skipped, and the trust's gates hold."""
    if exercise.state == Exercise.State.CLOSED:
        return [refusal("This is closed.")]
    if exercise.is_at(step, OPEN, COMPLETE, NOT_NEEDED):
        return [refusal(f"This step is already {exercise.records[step].get_state_display().lower()}.")]
    first = exercise.next_step
    if first is not None and first.code != step:
        return [
            refusal(f"‘{first.label}’ comes first and has not started.", url=exercise.step_url(first.code))
        ]
    return gates.refusals("step.start", exercise, by=by, step=step)


@performs("step.start")
@transaction.atomic
def start_step(*, exercise: Exercise, step: str, by: Person) -> StepRecord:
    """Start the next step; steps before it may still be under way."""
    exercise = lock(exercise)
    refuse_if(obstacles_to_starting(exercise, step, by=by))
    record, _ = StepRecord.objects.get_or_create(exercise=exercise, step=step)
    record.state, record.opened_at = OPEN, clock.now()
    window = exercise.framework.step(step).window or exercise.framework.phase_of(step).window
    if record.due is None and window is not None:
        record.due = window.occurrence(clock.today())[1]
    _save(record)
    return _moved(exercise, record, Movement.Kind.STARTED, "step.start", by=by)


def obstacles_to_completing(
    exercise: Exercise, step: str, *, by: Person | None, deciding: str = ""
) -> list[Refusal]:
    """Every reason why a step cannot be completed now; `deciding` is a decision just being recorded."""
    if exercise.state == Exercise.State.CLOSED:
        return [refusal("This is closed.")]
    if not exercise.is_at(step, OPEN):
        return [refusal(f"This step is {StepRecord.State(exercise.step_state(step)).label.lower()}.")]
    return gates.refusals("step.complete", exercise, by=by, step=step, deciding=deciding)


@performs("step.complete")
@transaction.atomic
def complete_step(*, exercise: Exercise, step: str, by: Person, deciding: str = "") -> StepRecord:
    """Complete a step that is under way."""
    exercise = lock(exercise)
    refuse_if(obstacles_to_completing(exercise, step, by=by, deciding=deciding))
    record = exercise.records[step]
    record.state, record.completed_at = COMPLETE, clock.now()
    _save(record)
    return _moved(exercise, record, Movement.Kind.COMPLETED, "step.complete", by=by)


@transaction.atomic
def skip_step(*, exercise: Exercise, step: str, reason: str, by: Person) -> StepRecord:
    """Mark an optional step as not needed, with a reason; only where the framework says it may be."""
    exercise = lock(exercise)
    if not exercise.framework.step(step).optional:
        refuse_if([refusal("The framework asks for this step in every exercise.")])
    if not exercise.is_at(step, OPEN):
        refuse_if(obstacles_to_starting(exercise, step, by=by))
    record, _ = StepRecord.objects.get_or_create(exercise=exercise, step=step)
    record.state, record.completed_at = NOT_NEEDED, clock.now()
    _save(record)
    return _moved(exercise, record, Movement.Kind.NOT_NEEDED, "step.skip", by=by, reason=reason)


@transaction.atomic
def go_back(*, exercise: Exercise, step: str, reason: str, by: Person) -> StepRecord:
    """Open a finished step again, with a reason; approvals asked at it must be asked again.

    An open step is gone back to where something was agreed at it, so that it can be changed and asked again.
    """
    exercise = lock(exercise)
    refuse_if(obstacles_to_editing(exercise, by=by))
    if not exercise.is_at(step, COMPLETE, NOT_NEEDED) and not exercise.agreed_at(step):
        refuse_if([refusal("Only a step that is finished can be gone back to.")])
    record = exercise.records[step]
    record.state, record.completed_at, record.opened_at = OPEN, None, clock.now()
    _save(record)
    return _moved(exercise, record, Movement.Kind.WENT_BACK, "step.return", by=by, reason=reason)


@transaction.atomic
def override_gate(
    *, exercise: Exercise, transition: str, gate: str, step: str, reason: str, by: Person
) -> Movement:
    """Pass a gate with a reason that is kept; refused unless the trust allows it and the gate stands."""
    exercise = lock(exercise)
    refuse_if(obstacles_to_editing(exercise, by=by))
    if not reason.strip():
        refuse_if([refusal("Give the reason for going ahead.")])
    standing = {r.rule: r for r in gates.refusals(transition, exercise, by=by, step=step)}
    if gate not in standing:
        refuse_if([refusal("This rule does not stand in the way.")])
    if not standing[gate].overridable:
        refuse_if([refusal("The framework does not allow this rule to be passed with a reason.")])
    movement = Movement.objects.create(
        exercise=exercise,
        kind=Movement.Kind.OVERRODE,
        step=step,
        gate=gate,
        reason=reason,
        by=by,
        at=clock.now(),
    )
    audit.record(
        "exercise.override",
        trust=exercise.trust,
        subject=exercise,
        by=by,
        gate=gate,
        step=step,
        reason=reason,
    )
    return movement


@transaction.atomic
def schedule(*, exercise: Exercise, dates: dict[str, date | None], by: Person) -> Exercise:
    """Set when steps are due; only who may agree timescales does (DUR-88)."""
    exercise = lock(exercise)
    refuse_if(obstacles_to_editing(exercise, by=by))
    for step, due in dates.items():
        record, _ = StepRecord.objects.get_or_create(exercise=exercise, step=step)
        record.due = due
        _save(record)
        exercise.records[step] = record
    refresh_current(exercise)
    audit.record("exercise.schedule", trust=exercise.trust, subject=exercise, by=by, dates=dates)
    return exercise


def obstacles_to_asking(exercise: Exercise, step: str) -> list[Refusal]:
    """Every reason why nothing can be asked of a body about an exercise at a step now."""
    if exercise.state == Exercise.State.CLOSED:
        return [refusal("This is closed.")]
    if not exercise.is_at(step, OPEN, COMPLETE):
        label = exercise.framework.step(step).label
        return [
            refusal(
                f"‘{label}’ has not started, so nothing is asked about it yet.", url=exercise.step_url(step)
            )
        ]
    return []


@transaction.atomic
def ask_body(*, exercise: Exercise, step: str, kind: str, body: Body, by: Person, meeting: Meeting | None = None,
             **paper: str) -> Item:  # fmt: skip
    """Put a question about an exercise to a body, at a step that has started; returns the waiting item."""
    exercise = lock(exercise)
    refuse_if(obstacles_to_asking(exercise, step))
    return submit_item(
        subject=exercise,
        body=body,
        kind=kind,
        by=by,
        blueprint=exercise.blueprint,
        step=step,
        meeting=meeting,
        **paper,
    )


@decisions.effect("complete-step")
def complete_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of an approval that ends the step at which it was asked."""
    exercise = cast(Exercise, decision.item.subject)
    try:
        with transaction.atomic():
            complete_step(exercise=exercise, step=decision.item.step, by=by, deciding=decision.item.kind)
    except Refused as refused:
        return refused.refusals
    return []


def _save(record: StepRecord) -> None:
    record.version += 1
    record.save()


def _moved(
    exercise: Exercise, record: StepRecord, kind: str, act: str, *, by: Person, reason: str = ""
) -> StepRecord:
    Movement.objects.create(
        exercise=exercise, kind=kind, step=record.step, reason=reason, by=by, at=clock.now()
    )
    exercise.records[record.step] = record
    refresh_current(exercise)
    audit.record(act, trust=exercise.trust, subject=exercise, by=by, step=record.step, reason=reason)
    return record
