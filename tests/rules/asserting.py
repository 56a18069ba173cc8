"""How the tests of the rules speak: an action refuses by a rule, and no longer does once that is put right."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commissioning.actions import entry as entries
from commissioning.actions import step as steps
from commissioning.demo.walk import Walker
from commissioning.models import Entry, Exercise, Mark, Movement, StepRecord
from tests.factories.outputs import put_on_record, take_off_record
from trusts.governance import clock
from trusts.governance.refusal import Refusal, Refused
from trusts.models import AuditEntry, Blueprint, Decision, Item, Person, Vote

REASON = "The group asked for this to go ahead, and noted why."
START, COMPLETE = "step.start", "step.complete"


def stands(rule: str, refusals: list[Refusal]) -> bool:
    """Whether a rule is among the reasons against something."""
    return any(refusal.rule == rule for refusal in refusals)


def saved() -> dict[str, Any]:
    """Everything that an action about an exercise, an item or a framework could have saved."""
    kept: dict[str, Any] = {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Exercise, Mark, StepRecord, Entry, Movement, Item, Vote, Decision)
    }
    kept["Blueprint"] = list(Blueprint.objects.order_by("pk").values("pk", "state", "in_force_from"))
    kept["AuditEntry"] = AuditEntry.objects.count()
    return kept


def refused(rule: str, action: Callable, *, says: str, **arguments: Any) -> Refusal:
    """The action refuses by this rule, in words that hold `says`, with what to do; nothing is saved."""
    before = saved()
    with pytest.raises(Refused) as caught:
        action(**arguments)
    found = [refusal for refusal in caught.value.refusals if refusal.rule == rule]
    assert len(found) == 1, f"refused by {[r.rule or r.reason for r in caught.value.refusals]}, not by {rule}"
    refusal = found[0]
    assert says in refusal.reason
    assert refusal.remedy
    assert refusal.missing
    assert saved() == before
    return refusal


# At a step ---------------------------------------------------------------------------------


def now(walker: Walker) -> Exercise:
    """The walker's exercise as it is in the database."""
    return Exercise.objects.with_framework().get(pk=walker.exercise.pk)


def placed(walker: Callable[..., Walker], trust: str, at: str, **changes: Any) -> Walker:
    """An exercise put at a step, its earlier steps complete with nothing recorded: quicker than walking there."""
    made = walker(trust, **changes)
    for step in made.exercise.framework.steps:
        state = StepRecord.State.OPEN if step.code == at else StepRecord.State.COMPLETE
        StepRecord.objects.create(exercise=made.exercise, step=step.code, state=state, opened_at=clock.now())
        Movement.objects.create(
            exercise=made.exercise, kind=Movement.Kind.STARTED, step=step.code, by=made.worker, at=clock.now()
        )
        if step.code == at:
            break
    made.exercise = now(made)
    return made


def against(transition: str, walker: Walker, step: str) -> list[Refusal]:
    """Every reason against starting or completing a step now."""
    ask = steps.obstacles_to_starting if transition == START else steps.obstacles_to_completing
    return ask(now(walker), step, by=walker.worker)


def refuses(rule: str, transition: str, walker: Walker, step: str, says: str, *, reason_will_do: bool = False) -> Refusal:  # fmt: skip
    """Starting or completing a step refuses by this rule; a reason passes it only where `reason_will_do`."""
    action = steps.start_step if transition == START else steps.complete_step
    refusal = refused(rule, action, says=says, exercise=walker.exercise, step=step, by=walker.worker)
    assert refusal.overridable is reason_will_do
    if not reason_will_do:
        before = saved()
        with pytest.raises(Refused, match="does not allow this rule to be passed with a reason"):
            override(rule, transition, walker, step, by=walker.worker)
        assert saved() == before
    return refusal


def lets(rule: str, transition: str, walker: Walker, step: str) -> None:
    """The rule does not, or no longer, stand in the way of starting or completing a step."""
    assert not stands(rule, against(transition, walker, step))


def record(walker: Walker, step: str, output: str, text: str = "Recorded for a test.") -> None:
    """Record an output of a step that is under way, or change what it says."""
    asked = walker.exercise.framework.outputs[step, output]
    if asked.is_record:
        put_on_record(walker.exercise, asked, walker.worker)
        return
    entry = now(walker).entry(step, "output", output)
    entries.record_entry(
        exercise=walker.exercise, step=step, kind="output", code=output, by=walker.worker, text=text,
        version=entry.version if entry else None,
    )  # fmt: skip


def take_back(walker: Walker, step: str, output: str) -> None:
    """Go back to a step and take away what was recorded there, as an officer does who finds it wrong."""
    if now(walker).is_at(step, StepRecord.State.COMPLETE):
        steps.go_back(exercise=walker.exercise, step=step, reason="It was not right.", by=walker.worker)
    asked = walker.exercise.framework.outputs[step, output]
    if asked.is_record:
        take_off_record(now(walker), step, asked)
    else:
        entries.remove_entry(
            exercise=walker.exercise, step=step, kind="output", code=output, by=walker.worker
        )


def waits_for(rule: str, transition: str, walker: Walker, step: str, outputs: list[str], says: str, *,
              at: str | None = None, reason_will_do: bool = False) -> None:  # fmt: skip
    """The rule stands until the last of these outputs is recorded, and names exactly those still missing.

    Each is recorded `at` a step, else at this one, else where the framework keeps it; what an
    earlier step already holds is taken back first.
    """
    framework = now(walker).framework
    kept = {code: framework.steps_with_output(code) for code in outputs}
    places = {code: at or (step if step in kept[code] else kept[code][0]) for code in outputs}
    labels = [f"‘{framework.outputs[place, code].label}’" for code, place in places.items()]
    for code, place in places.items():
        take_back(walker, place, code)
    refuses(rule, transition, walker, step, says, reason_will_do=reason_will_do)
    for number, code in enumerate(outputs):
        standing = next(r for r in against(transition, walker, step) if r.rule == rule)
        told = [missing.reason for missing in standing.missing]
        assert len(told) == len(labels[number:]), told
        assert all(reason.startswith(label) for reason, label in zip(told, labels[number:], strict=True)), (
            told
        )
        record(walker, places[code], code)
    lets(rule, transition, walker, step)


def override(
    rule: str, transition: str, walker: Walker, step: str, *, by: Person, reason: str = REASON
) -> Movement:
    """Pass a rule with a reason."""
    return steps.override_gate(
        exercise=walker.exercise, transition=transition, gate=rule, step=step, reason=reason, by=by
    )


def passes_with_a_reason(rule: str, transition: str, walker: Walker, step: str, *, by: Person) -> None:
    """Blanks are no reason; with one, the rule lets go, and the reason is kept with who gave it."""
    assert stands(rule, against(transition, walker, step))
    before = saved()
    with pytest.raises(Refused, match="Give the reason"):
        override(rule, transition, walker, step, by=by, reason="  ")
    assert saved() == before
    override(rule, transition, walker, step, by=by)
    kept = Movement.objects.get(exercise=walker.exercise, kind=Movement.Kind.OVERRODE, gate=rule)
    assert (kept.step, kept.reason, kept.by) == (step, REASON, by)
    lets(rule, transition, walker, step)


def completes(walker: Walker, step: str) -> None:
    """With everything else done too, the step completes."""
    walker.finish(walker.exercise.framework.step(step))
    assert now(walker).is_at(step, StepRecord.State.COMPLETE)


def on(month: int, day: int) -> AbstractContextManager[None]:
    """Let it be noon of a day of next year in London, when everybody still holds their seats."""
    year = clock.today().year + 1
    return clock.at(datetime(year, month, day, 12, tzinfo=ZoneInfo("Europe/London")))
