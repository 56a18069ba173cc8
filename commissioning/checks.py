"""The checks gates ask of exercises and their steps."""

from collections.abc import Iterable

from commissioning.models import Entry, Exercise, StepRecord
from trusts.framework.sections.cycle import Output
from trusts.framework.vocabulary import PARTS
from trusts.governance import clock
from trusts.governance.checks import YES, next_meeting, no, with_next_meeting
from trusts.governance.gates import Answer, Question, check
from trusts.governance.permissions import roles_with, standing
from trusts.governance.refusal import Missing
from trusts.models import Body, Membership
from trusts.models.record import Record


def _done(exercise: Exercise, step: str) -> bool:
    return exercise.is_at(step, StepRecord.State.COMPLETE, StepRecord.State.NOT_NEEDED)


def _places(ask: Question, code: str) -> list[str]:
    """The steps at which an output counts: the gate's own, else this one, else wherever it is kept.

    An output kept at several steps counts at the step in question; asked before a step starts,
    anywhere earlier will do.
    """
    if "step" in ask.params:
        return [ask.params["step"]]
    kept = ask.framework.steps_with_output(code)
    return [ask.step] if ask.step in kept else kept


def _recorded(exercise: Exercise, places: Iterable[str], code: str) -> Entry | None:
    found = (exercise.entry(step, Entry.Kind.OUTPUT, code) for step in places)
    return next((entry for entry in found if entry is not None), None)


def _has(ask: Question, code: str) -> bool:
    """Whether an output is on record where it counts, as an entry or as a finished record."""
    exercise: Exercise = ask.subject
    output, _ = _output(ask, code)
    return any(exercise.has_output(step, output) for step in _places(ask, code))


def _output(ask: Question, code: str) -> tuple[Output, str]:
    """An output and the step at which it would be recorded."""
    step = (_places(ask, code) or [ask.step])[0]
    return ask.framework.outputs[step, code], step


@check("outputs-recorded")
def outputs_recorded(ask: Question) -> Answer:
    """These outputs are on record; a record because of which one is not is named to whom may read it, and to nobody else."""
    exercise: Exercise = ask.subject
    wanted = [_output(ask, code) for code in ask.params["outputs"] if not _has(ask, code)]
    reasons = [_lacking(exercise, step, output) for output, step in wanted]
    named = [record for record in reasons if record is not None]
    may_read = exercise.readable_by(ask.by, named)
    missing: list[Missing] = []
    begun: dict[Record, list[str]] = {}
    for (output, step), record in zip(wanted, reasons, strict=True):
        if record is None or record not in may_read:
            said = "is not finished" if record is not None else "is not recorded"
            url = f"{exercise.step_url(step)}#output-{output.code}"
            missing.append(Missing(f"‘{output.label}’ {said}", url))
        elif record.is_done:
            part = PARTS[output.kind][output.part or ""]
            said = f"‘{output.label}’: ‘{record}’ does not say {part}"
            missing.append(Missing(said, record.get_absolute_url()))
        else:
            begun.setdefault(record, []).append(f"‘{output.label}’")
    waits_for = {record: body for record in begun if (body := exercise.body_asked(record))}
    for record, labels in begun.items():
        said = f"waits for {waits_for[record].name}" if record in waits_for else "is not finished"
        missing.append(Missing(f"{', '.join(labels)}: ‘{record}’ {said}", record.get_absolute_url()))
    if not waits_for or len(waits_for) < len(missing):
        return _by_workers(ask, missing)
    bodies = with_next_meeting(Body.objects.filter(pk__in={body.pk for body in waits_for.values()}))
    meets = min((body.meets for body in bodies if body.meets), default=None)
    return no(*missing, who=tuple(body.name for body in bodies), meets=meets)


def _lacking(exercise: Exercise, step: str, output: Output) -> Record | None:
    """The record because of which an output is not on record: one not finished, or one that does not say its part."""
    found = exercise.records_for(step, output)
    unfinished = [record for record in found if not record.is_done]
    silent = [record for record in found if record.is_done and record.lacks(output)]
    return next(iter([*silent, *unfinished] if output.each else [*unfinished, *silent]), None)


@check("output-is")
def output_is(ask: Question) -> Answer:
    """An output has one of these values."""
    exercise: Exercise = ask.subject
    code = ask.params["output"]
    entry = _recorded(exercise, _places(ask, code), code)
    if entry is not None and entry.text in ask.params["values"]:
        return YES
    output, step = _output(ask, code)
    wanted = " or ".join(f"‘{value}’" for value in ask.params["values"])
    said = f"‘{output.label}’ is {entry.text}, not {wanted}" if entry else f"‘{output.label}’ is not recorded"
    return _by_workers(ask, [Missing(said, f"{exercise.step_url(step)}#output-{code}")])


@check("activities-done")
def activities_done(ask: Question) -> Answer:
    """These activities are done; all of the step's where none is named."""
    exercise: Exercise = ask.subject
    here = ask.framework.step(ask.params.get("step") or ask.step)
    wanted = ask.params.get("activities")
    missing = [
        Missing(f"‘{activity.label}’ is not done", f"{exercise.step_url(step.code)}#activity-{activity.code}")
        for step in (ask.framework.steps if wanted else [here])
        for activity in step.activities
        if (not wanted or activity.code in wanted)
        and exercise.entry(step.code, Entry.Kind.ACTIVITY, activity.code) is None
    ]
    return _by_workers(ask, missing)


@check("duties-done")
def duties_done(ask: Question) -> Answer:
    """These duties of the responsibilities table are done."""
    exercise: Exercise = ask.subject
    missing, who = [], []
    for code in ask.params["duties"]:
        cell, duty = ask.framework.duties[code]
        if exercise.entry(cell.step, Entry.Kind.DUTY, code) is None:
            missing.append(
                Missing(f"‘{duty.label}’ is not done", f"{exercise.step_url(cell.step)}#duty-{code}")
            )
            who.append(ask.framework.role_label(cell.role))
    return no(*missing, who=tuple(dict.fromkeys(who)))


@check("strands-complete")
def strands_complete(ask: Question) -> Answer:
    """Every strand of a step is complete."""
    exercise: Exercise = ask.subject
    step = ask.framework.step(ask.params["step"])
    missing = [
        Missing(f"‘{strand.label}’ is not complete", f"{exercise.step_url(step.code)}#strand-{strand.code}")
        for strand in step.strands
        if exercise.entry(step.code, Entry.Kind.STRAND, strand.code) is None
    ]
    return _by_workers(ask, missing)


@check("step-complete")
def step_complete(ask: Question) -> Answer:
    """An earlier step is complete, with the outputs that are asked for."""
    exercise: Exercise = ask.subject
    step = ask.framework.step(ask.params["step"])
    if step.code == ask.step:
        return YES
    missing = []
    if not _done(exercise, step.code):
        missing.append(Missing(f"‘{step.label}’ is not complete", exercise.step_url(step.code)))
    if ask.params.get("outputs"):
        missing += outputs_recorded(ask).missing
    return _by_workers(ask, missing)


@check("previous-step-complete")
def previous_step_complete(ask: Question) -> Answer:
    """The step before this one is complete."""
    exercise: Exercise = ask.subject
    place = ask.framework.number(ask.step) - 2
    if place < 0 or _done(exercise, ask.framework.steps[place].code):
        return YES
    before = ask.framework.steps[place]
    return _by_workers(ask, [Missing(f"‘{before.label}’ is not complete", exercise.step_url(before.code))])


@check("all-steps-complete")
def all_steps_complete(ask: Question) -> Answer:
    """Every step is complete or not needed."""
    exercise: Exercise = ask.subject
    missing = [
        Missing(f"‘{step.label}’ is not complete", exercise.step_url(step.code))
        for step in ask.framework.steps
        if not _done(exercise, step.code)
    ]
    return _by_workers(ask, missing)


@check("decision-made")
def decision_made(ask: Question) -> Answer:
    """A body has decided this in favour; says which body can, and when it next meets."""
    exercise: Exercise = ask.subject
    kind = ask.framework.decisions[ask.params["decision"]]
    if exercise.decided_in_favour(kind.code) or ask.facts.get("deciding") == kind.code:
        return YES
    types = ask.framework.types_that_can(kind.capability)
    waiting = [item for item in exercise.waiting_items() if item.kind == kind.code]
    if waiting:
        item = waiting[0]
        # The step shows the item to those who may read it.
        missing = Missing(
            f"{item.body.name} has not decided ‘{kind.label}’ yet", exercise.step_url(item.step)
        )
        return no(missing, who=(item.body.name,), meets=next_meeting(item.body))
    able = Body.objects.on(clock.today()).filter(trust=exercise.trust, type__in=types)
    bodies = [body for body in with_next_meeting(able) if body.concerns(exercise.reach, ask.framework)]
    step = kind.steps[0] if kind.steps else ask.step
    missing = Missing(
        f"‘{kind.label}’ has not been put to a body", f"{exercise.step_url(step)}#ask-{kind.code}"
    )
    meets = min((body.meets for body in bodies if body.meets), default=None)
    return no(missing, who=tuple(body.name for body in bodies), meets=meets)


@check("officer-named")
def officer_named(ask: Question) -> Answer:
    """An officer is named."""
    return YES if ask.subject.officer_id else _assign(ask, ask.framework.word("officer"))


@check("lead-named")
def lead_named(ask: Question) -> Answer:
    """A lead is named."""
    return YES if ask.subject.lead_id else _assign(ask, ask.framework.word("lead"))


def _assign(ask: Question, word: str) -> Answer:
    exercise: Exercise = ask.subject
    who = tuple(roles_with(exercise.trust, "exercise.assign"))
    return no(Missing(f"No {word.lower()} is named", f"{exercise.get_absolute_url()}assign/"), who=who)


@check("seat-filled")
def seat_filled(ask: Question) -> Answer:
    """The seat that carries a role for each of the exercise's outcomes has a holder (DUR-54)."""
    exercise: Exercise = ask.subject
    role = ask.params["role"]
    held = set(
        Membership.objects.on(clock.today())
        .filter(trust=exercise.trust, seat__role=role)
        .values_list("seat__code", flat=True)
    )
    missing = []
    for code in exercise.codes("outcome"):
        seats = [s for s in ask.framework.framework.seats if s.role == role and code in s.outcomes]
        if seats and not any(seat.code in held for seat in seats):
            missing.append(Missing(f"The seat ‘{seats[0].label}’ is vacant"))
    return no(*missing)


@check("partners-at-least")
def partners_at_least(ask: Question) -> Answer:
    """Enough partners take part (BUC-10)."""
    named = len(ask.subject.all("organisations"))
    if named >= ask.params["count"]:
        return YES
    return _edit(ask, f"{named} named; at least {ask.params['count']} are needed")


@check("partners-committed")
def partners_committed(ask: Question) -> Answer:
    """Every partner named has signed up to the framework (HAR-11)."""
    waiting = [o.name for o in ask.subject.all("organisations") if o.status != "committed"]
    return no(*(Missing(f"{name} has not signed up") for name in waiting))


@check("classified")
def classified(ask: Question) -> Answer:
    """The exercise has a value on an axis."""
    axis = ask.params["axis"]
    known = axis if axis in ("outcome", "group") else f"level:{axis}"
    if ask.subject.codes(known):
        return YES
    label = ask.framework.levels[axis].label if axis in ask.framework.levels else ask.framework.word(axis)
    return _edit(ask, f"No {label.lower()} is chosen")


@check("not-classified")
def not_classified(ask: Question) -> Answer:
    """The exercise is not at one of these levels (MED-47)."""
    scheme = ask.params["scheme"]
    level = ask.subject.levels.get(scheme)
    if level not in ask.params["levels"]:
        return YES
    return _edit(ask, f"It is placed at ‘{ask.framework.level_label(scheme, level)}’")


@check("locality-named")
def locality_named(ask: Question) -> Answer:
    """The exercise names at least one locality."""
    return (
        YES if ask.subject.all("localities") else _edit(ask, f"No {ask.framework.word('locality')} is named")
    )


@check("owner-type")
def owner_type(ask: Question) -> Answer:
    """The owning body is of one of these types (DUR-18)."""
    if ask.subject.owner.type in ask.params["body_types"]:
        return YES
    types = [ask.framework.body_types[code].label for code in ask.params["body_types"]]
    return _edit(ask, f"It is owned by {ask.subject.owner.name}, not by {' or '.join(types)}")


@check("priority-named")
def priority_named(ask: Question) -> Answer:
    """The exercise names the agreed priority or plan item it serves: on record here, or of another plan."""
    named = [work.priority for work in ask.subject.all("works") if work.priority_id]
    if ask.subject.priority.strip() or any(priority.is_done for priority in named):
        return YES
    word = ask.framework.word("priority")
    waiting = [Missing(f"‘{priority}’ is not agreed", priority.get_absolute_url()) for priority in named]
    return no(*waiting) if waiting else _edit(ask, f"No {word} is named")


@check("in-window")
def in_window(ask: Question) -> Answer:
    """Today is inside a phase's window of the year."""
    phase = ask.framework.phases[ask.params["phase"]]
    if phase.window is None or phase.window.contains(clock.today()):
        return YES
    return no(Missing(f"‘{phase.label}’ runs from {phase.window}; today is outside it"))


@check("own-locality")
def own_locality(ask: Question) -> Answer:
    """Somebody whose roles are all local changes only records of their own locality (DUR-29).

    `touched` are the places that a change takes it to or away from; None is the whole area.
    """
    if ask.by is None:
        return YES
    local = standing(ask.by, ask.subject.trust).confined_to
    if not local:
        return YES
    if not local & ask.subject.reach.localities:
        places = ", ".join(place.name for place in ask.subject.localities.all()) or "the whole area"
        return no(Missing(f"It belongs to {places}"))
    beyond = [place for place in ask.facts.get("touched", ()) if place is None or place.pk not in local]
    names = sorted(place.name if place else "the whole area" for place in beyond)
    return no(*(Missing(f"The change concerns {name}") for name in dict.fromkeys(names)))


def _edit(ask: Question, reason: str) -> Answer:
    exercise: Exercise = ask.subject
    url = f"{exercise.get_absolute_url()}edit/" if exercise.pk else ""
    return no(Missing(reason, url), who=tuple(roles_with(exercise.trust, "exercise.edit")))


def _by_workers(ask: Question, missing: list[Missing]) -> Answer:
    """What is recorded at a step can be put right by whoever works there."""
    who = (
        [ask.subject.officer.name] if ask.subject.officer else roles_with(ask.subject.trust, "exercise.work")
    )
    return no(*missing, who=tuple(who))


@check("in-exercise")
def in_exercise(ask: Question) -> Answer:
    """It is attached to an exercise of the cycle (GAT-22)."""
    if ask.subject.exercises.exists():
        return YES
    word = ask.framework.word("exercise")
    return no(
        Missing(f"It is part of no {word}; link it from the page of one", ask.subject.get_absolute_url())
    )


@check("remit-covers")
def remit_covers(ask: Question) -> Answer:
    """What a body recommends lies inside its own remit: its outcomes, where the framework gives it some (MED-10)."""
    entry = ask.framework.bodies.get(ask.subject.maker.code)
    remit = set(entry.outcomes) if entry else set()
    outside = [code for code in ask.subject.outcomes if remit and code not in remit]
    labels = [ask.framework.outcomes[code].label for code in outside if code in ask.framework.outcomes]
    said = [
        Missing(f"{ask.subject.maker} is not concerned with ‘{label}’", _edit_record(ask)) for label in labels
    ]
    if remit and not ask.subject.outcomes:
        said.append(Missing("It does not say which outcome it concerns", _edit_record(ask)))
    return no(*said)


def _edit_record(ask: Question) -> str:
    return f"{ask.subject.get_absolute_url()}edit/"
