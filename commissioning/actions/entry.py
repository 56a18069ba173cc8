"""Recording what is done at a step: activities, duties, strands and outputs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from commissioning.actions.exercise import lock, obstacles_to_editing
from commissioning.models import Entry, Exercise, StepRecord
from trusts.governance import audit, clock
from trusts.governance.conflict import raise_version
from trusts.governance.permissions import Standing, standing
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.models import Person


def obstacles_to_recording(exercise: Exercise, step: str, *, by: Person) -> list[Refusal]:
    """Every reason why nothing can be recorded at a step now."""
    found = obstacles_to_editing(exercise, by=by)
    if not found and not exercise.is_at(step, StepRecord.State.OPEN):
        state = StepRecord.State(exercise.step_state(step)).label.lower()
        found = [refusal(f"This step is {state}, so nothing is recorded at it now.")]
    return found


@transaction.atomic
def record_entry(*, exercise: Exercise, step: str, kind: str, code: str, by: Person, text: str = "",
                 link: str = "", file: Any = None, version: int | None = None) -> Entry:  # fmt: skip
    """Record an output, or mark an activity, duty or strand as done, with its note and evidence.

    `version` is that of the entry as it was shown; raises Stale if somebody saved since.
    """
    exercise = lock(exercise)
    refuse_if(obstacles_to_recording(exercise, step, by=by) or _amiss(exercise, step, [(kind, code)], by))
    entry = exercise.entry(step, kind, code)
    if entry is None and version:
        refuse_if([refusal("This record was taken away by somebody else.")])
    if entry is None:
        entry = Entry(exercise=exercise, step=step, kind=kind, code=code)
    else:
        raise_version(entry, version or 0)
    entry.text, entry.link, entry.by, entry.at = text, link, by, clock.now()
    if file is not None:
        entry.file = file
    if kind == Entry.Kind.OUTPUT and not (text.strip() or link or entry.file):
        refuse_if([refusal("There is nothing to record: give a text, a link or a file.")])
    entry.save()
    audit.record("exercise.work", trust=exercise.trust, subject=exercise, by=by, **_said(entry))
    return entry


@transaction.atomic
def tick(
    *,
    exercise: Exercise,
    step: str,
    done: Iterable[tuple[str, str]],
    by: Person,
    texts: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> list[Entry]:
    """Mark several activities, duties and strands of a step as done at once; those done stay as they are.

    `texts` and `links` are notes and evidence by code. Nothing is unticked here.
    """
    exercise, done = lock(exercise), [*done]
    refuse_if(obstacles_to_recording(exercise, step, by=by) or _amiss(exercise, step, done, by))
    texts, links = texts or {}, links or {}
    entries = [
        Entry(
            exercise=exercise, step=step, kind=kind, code=code, by=by, at=clock.now(),
            text=texts.get(code, ""), link=links.get(code, ""),
        )
        for kind, code in dict.fromkeys(done)
        if exercise.entry(step, kind, code) is None
    ]  # fmt: skip
    Entry.objects.bulk_create(entries)
    details = [_said(entry) for entry in entries]
    audit.record_all("exercise.work", trust=exercise.trust, subject=exercise, by=by, details=details)
    return entries


def own_duties(exercise: Exercise, step: str, held: Standing) -> set[str]:
    """The duties of a step that are this person's to tick: those of a role they hold for this exercise."""
    cells = [c for c in exercise.framework.cells(step) if held.is_responsible(c.role, exercise)]
    return {duty.code for cell in cells for duty in cell.duties}


def _amiss(exercise: Exercise, step: str, tasks: Sequence[tuple[str, str]], by: Person) -> list[Refusal]:
    """Refusals of what the step's framework does not ask for, or asks of somebody else."""
    duties = [code for kind, code in tasks if kind == Entry.Kind.DUTY]
    return _unknown(exercise, step, tasks) or (_of_others(exercise, step, duties, by) if duties else [])


def _of_others(exercise: Exercise, step: str, duties: Sequence[str], by: Person) -> list[Refusal]:
    """Refusals of duties whose role this person does not hold here."""
    mine = own_duties(exercise, step, standing(by, exercise.trust))
    labels = {
        duty.code: (duty.label, exercise.framework.role_label(cell.role))
        for cell in exercise.framework.cells(step)
        for duty in cell.duties
    }
    return [
        refusal(f"‘{labels[code][0]}’ is a duty of somebody else.", who=(labels[code][1],))
        for code in duties
        if code not in mine
    ]


def _unknown(exercise: Exercise, step: str, tasks: Iterable[tuple[str, str]]) -> list[Refusal]:
    """Refusals of what the step's framework does not ask for."""
    known = {
        task: named
        for task, named in exercise.framework.tasks(step).items()
        if getattr(named, "is_typed", True)
    }
    return [
        refusal(f"This step has no {kind} ‘{code}’.") for kind, code in tasks if (kind, code) not in known
    ]


def _said(entry: Entry) -> dict[str, str | None]:
    """What an entry says, for the audit trail."""
    return {
        "step": entry.step, "kind": entry.kind, "code": entry.code, "text": entry.text, "link": entry.link,
        "file": entry.file.name if entry.file else "",
    }  # fmt: skip


@transaction.atomic
def remove_entry(*, exercise: Exercise, step: str, kind: str, code: str, by: Person) -> None:
    """Take a tick or record back; what it said stays in the audit trail."""
    exercise = lock(exercise)
    refuse_if(obstacles_to_recording(exercise, step, by=by))
    entry = exercise.entry(step, kind, code)
    if entry is None:
        return
    refuse_if(_amiss(exercise, step, [(kind, code)], by))
    audit.record(
        "exercise.unwork", trust=exercise.trust, subject=exercise, by=by, step=step, kind=kind, code=code,
        text=entry.text, link=entry.link,
    )  # fmt: skip
    entry.delete()
