"""An exercise walks every step in order; steps may overlap; nothing is passed over without a reason."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commissioning.actions.step import complete_step, go_back, override_gate, schedule, skip_step, start_step
from commissioning.models import Movement
from tests.factories.framework import SANDOVER, gate
from tests.factories.sandover import fresh, reasons, refused, sandover
from trusts.governance import clock, gates
from trusts.governance.refusal import Refused
from trusts.models.append_only import NeverChanged

pytestmark = pytest.mark.django_db
YEAR_ROUND = [
    {"code": "think", "label": "Think", "window": {"from": "1 November", "to": "31 January"}},
    *SANDOVER["phases"][1:],
]


def test_no_step_is_skipped():
    made = sandover()
    exercise = made.exercise()

    assert refused(start_step, exercise=exercise, step="draft", by=made.officer) == [
        "‘Think’ comes first and has not started."
    ]


def test_the_refusal_leads_to_the_step_that_comes_first():
    made = sandover()
    exercise = made.exercise()

    with pytest.raises(Refused) as caught:
        start_step(exercise=exercise, step="build", by=made.officer)

    assert caught.value.refusals[0].url == exercise.step_url("think")


def test_a_step_may_start_while_the_one_before_is_under_way():
    made = sandover()
    exercise = made.at("think")

    start_step(exercise=exercise, step="draft", by=made.officer)

    assert [step.code for step in fresh(exercise).open_steps] == ["think", "draft"]
    assert fresh(exercise).current == "think"


def test_a_later_step_may_be_finished_first():
    made = sandover()
    exercise = made.at("think")
    start_step(exercise=exercise, step="draft", by=made.officer)

    complete_step(exercise=exercise, step="draft", by=made.officer)

    assert fresh(exercise).step_state("draft") == "complete"
    assert fresh(exercise).current == "think"


def test_steps_do_not_overlap_where_the_trust_says_so():
    made = sandover(gates=[gate("step.start", "previous-step-complete")])
    exercise = made.at("think")

    assert refused(start_step, exercise=exercise, step="draft", by=made.officer) == [
        "Not yet: previous-step-complete."
    ]


def test_a_step_starts_once():
    made = sandover()
    exercise = made.at("think")

    assert refused(start_step, exercise=exercise, step="think", by=made.officer) == [
        "This step is already in progress."
    ]


def test_a_step_that_has_not_started_is_not_completed():
    made = sandover()

    assert refused(complete_step, exercise=made.exercise(), step="think", by=made.officer) == [
        "This step is not started."
    ]


def test_a_step_is_completed_once():
    made = sandover()
    exercise = made.at("draft")

    assert refused(complete_step, exercise=exercise, step="think", by=made.officer) == [
        "This step is complete."
    ]


def test_where_an_exercise_stands_is_written_down_with_every_move():
    made = sandover()
    exercise = made.exercise()
    stood = []
    for step in ("think", "draft"):
        start_step(exercise=exercise, step=step, by=made.officer)
        stood.append(fresh(exercise).current)
        complete_step(exercise=exercise, step=step, by=made.officer)
        stood.append(fresh(exercise).current)

    assert stood == ["think", "draft", "draft", "tidy"]


def test_after_the_last_step_it_stands_nowhere():
    assert sandover().finished().current == ""


# Not needed --------------------------------------------------------------------------------------


def test_an_optional_step_may_be_marked_as_not_needed_with_a_reason():
    made = sandover()
    exercise = made.at("draft")
    complete_step(exercise=exercise, step="draft", by=made.officer)

    skip_step(exercise=exercise, step="tidy", reason="Nothing is untidy.", by=made.officer)

    assert fresh(exercise).step_state("tidy") == "not-needed"
    assert fresh(exercise).next_step.code == "build"
    assert Movement.objects.get(exercise=exercise, kind="not-needed").reason == "Nothing is untidy."


def test_a_step_that_is_not_optional_is_always_needed():
    made = sandover()
    exercise = made.at("think")

    assert refused(skip_step, exercise=exercise, step="draft", reason="No time.", by=made.officer) == [
        "The framework asks for this step in every exercise."
    ]


def test_an_optional_step_waits_its_turn_even_to_be_not_needed():
    made = sandover()

    assert refused(skip_step, exercise=made.at("think"), step="tidy", reason="No.", by=made.officer) == [
        "‘Draft’ comes first and has not started."
    ]


# Back --------------------------------------------------------------------------------------------


def test_a_finished_step_may_be_gone_back_to_with_a_reason():
    made = sandover()
    exercise = made.at("build")

    go_back(exercise=exercise, step="draft", reason="The need has changed.", by=made.officer)

    assert [step.code for step in fresh(exercise).open_steps] == ["draft", "build"]
    assert fresh(exercise).current == "draft"
    assert Movement.objects.get(exercise=exercise, kind="went-back").reason == "The need has changed."


@pytest.mark.parametrize("step", ["build", "look"])
def test_a_step_that_is_not_finished_is_not_gone_back_to(step):
    made = sandover()

    assert refused(go_back, exercise=made.at("build"), step=step, reason="Hm.", by=made.officer) == [
        "Only a step that is finished can be gone back to."
    ]


def test_a_step_that_was_not_needed_can_be_needed_after_all():
    made = sandover()
    exercise = made.at("tidy")
    skip_step(exercise=exercise, step="tidy", reason="Nothing.", by=made.officer)

    go_back(exercise=exercise, step="tidy", reason="It is untidy now.", by=made.officer)

    assert fresh(exercise).step_state("tidy") == "open"


def test_a_reason_to_pass_a_rule_is_asked_again_after_going_back():
    rule = gate("step.complete", "lead-named", steps=["draft"], severity="override")
    made = sandover(gates=[rule])
    exercise = made.at("draft")
    override_gate(
        exercise=exercise,
        transition="step.complete",
        gate="SA-1",
        step="draft",
        reason="Urgent.",
        by=made.officer,
    )
    complete_step(exercise=exercise, step="draft", by=made.officer)

    go_back(exercise=exercise, step="draft", reason="Again.", by=made.officer)

    assert reasons(gates.refusals("step.complete", fresh(exercise), by=made.officer, step="draft")) == [
        "Not yet: lead-named."
    ]


def test_how_an_exercise_moved_is_never_changed():
    made = sandover()
    movement = made.at("think").movements.first()
    movement.reason = "Because I say so."

    with pytest.raises(NeverChanged):
        movement.save()


# When --------------------------------------------------------------------------------------------


def test_a_step_is_due_when_its_window_of_the_year_ends():
    made = sandover(phases=YEAR_ROUND)
    exercise = made.exercise()

    with clock.at(datetime(2030, 12, 5, tzinfo=UTC)):
        record = start_step(exercise=exercise, step="think", by=made.officer)

    assert record.due == date(2031, 1, 31)
    assert fresh(exercise).due == date(2031, 1, 31)


def test_a_step_started_outside_its_window_is_due_at_the_end_of_the_next_one():
    made = sandover(phases=YEAR_ROUND)

    with clock.at(datetime(2030, 6, 1, tzinfo=UTC)):
        record = start_step(exercise=made.exercise(), step="think", by=made.officer)

    assert record.due == date(2031, 1, 31)


def test_a_date_that_was_agreed_stays_when_the_step_starts():
    made = sandover(phases=YEAR_ROUND)
    exercise = made.exercise()
    agreed = clock.today() + timedelta(days=3)

    schedule(exercise=exercise, dates={"think": agreed, "draft": None}, by=made.officer)
    start_step(exercise=exercise, step="think", by=made.officer)

    assert fresh(exercise).due == agreed


def test_agreeing_a_date_starts_nothing():
    made = sandover()
    exercise = made.exercise()

    schedule(exercise=exercise, dates={"draft": clock.today()}, by=made.officer)

    assert fresh(exercise).step_state("draft") == "waiting"
    assert fresh(exercise).next_step.code == "think"


@pytest.mark.parametrize(("day", "stops"), [((2030, 12, 5), False), ((2030, 6, 1), True)])
def test_a_step_outside_its_window_is_refused_where_the_trust_says_so(day, stops):
    rule = gate("step.start", "in-window", steps=["think"], params={"phase": "think"})
    made = sandover(phases=YEAR_ROUND, gates=[rule])
    exercise = made.exercise()

    with clock.at(datetime(*day, tzinfo=UTC)):
        found = gates.refusals("step.start", exercise, by=made.officer, step="think")

    assert [missing.reason for refusal in found for missing in refusal.missing] == (
        ["‘Think’ runs from 1 November to 31 January; today is outside it"] if stops else []
    )
