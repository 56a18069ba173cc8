"""What follows from a decision: its effect, its conditions, and the framework that comes into force."""

import pytest

from commissioning.actions.exercise import assign, close_exercise
from commissioning.actions.step import complete_step, go_back
from tests.factories.framework import SANDOVER, framework_text, gate
from tests.factories.sandover import fresh, reasons, refused, sandover, url
from tests.factories.visitor import form_of, text_of, visitor
from trusts.actions.blueprint import adopt_blueprint, load_blueprint
from trusts.actions.decision import meet_condition, record_decision, submit_item, vote, withdraw_item
from trusts.governance import clock
from trusts.governance.refusal import Refused
from trusts.models import AuditEntry, Blueprint, Condition, Decision, Item

pytestmark = pytest.mark.django_db


# What follows ------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["agree", "conditions"])
def test_an_approval_completes_the_step_it_was_asked_at_where_that_is_its_effect(outcome):
    made = sandover()
    exercise = made.at("build")

    made.record(made.ask(exercise, "sign-off"), outcome, conditions=["Mend the gate."])

    assert fresh(exercise).step_state("build") == "complete"


@pytest.mark.parametrize("outcome", ["refer-back", "refuse", "defer"])
def test_anything_but_an_approval_leaves_the_step_open(outcome):
    made = sandover()
    exercise = made.at("build")

    made.record(made.ask(exercise, "sign-off"), outcome)

    assert fresh(exercise).step_state("build") == "open"
    assert not fresh(exercise).decided_in_favour("sign-off")


@pytest.mark.parametrize("outcome", ["refer-back", "refuse", "defer"])
def test_what_was_not_approved_can_be_put_again(outcome):
    made = sandover()
    exercise = made.at("draft")
    made.record(made.ask(exercise), outcome)

    made.record(made.ask(exercise))

    assert fresh(exercise).decided_in_favour("go-ahead")


def test_an_approval_whose_effect_is_only_itself_moves_nothing():
    made = sandover()
    exercise = made.at("draft")

    made.record(made.ask(exercise))

    assert fresh(exercise).step_state("draft") == "open"


def test_the_effect_happens_once():
    made = sandover()
    exercise = made.at("build")
    item = made.ask(exercise, "sign-off")
    made.record(item)

    refused(made.record, item=item)

    finished = [m for m in fresh(exercise).movements.all() if (m.kind, m.step) == ("completed", "build")]
    assert len(finished) == 1


def test_an_approval_may_be_what_its_own_step_waits_for():
    rule = gate("step.complete", "decision-made", steps=["build"], params={"decision": "sign-off"})
    made = sandover(gates=[rule])
    exercise = made.at("build")

    made.record(made.ask(exercise, "sign-off"))

    assert fresh(exercise).step_state("build") == "complete"


def test_a_decision_that_cannot_take_effect_stands_and_says_why():
    made = sandover(gates=[gate("step.complete", "lead-named", steps=["build"])])
    exercise = made.at("build")
    item = made.ask(exercise, "sign-off")

    decision, obstacles = record_decision(
        item=item, outcome="agree", reason="Agreed.", rationale="", decided_on=clock.today(),
        present=[made.first, made.second], by=made.clerk,
    )  # fmt: skip

    assert reasons(obstacles) == ["Not yet: lead-named."]
    assert Decision.objects.get(item=item) == decision
    assert fresh(exercise).step_state("build") == "open"


def test_a_decision_that_could_not_take_effect_still_counts_once_the_way_is_clear():
    rules = [
        gate("step.complete", "lead-named", steps=["build"]),
        gate("step.complete", "decision-made", id="SA-2", steps=["build"], params={"decision": "sign-off"}),
    ]
    made = sandover(gates=rules)
    exercise = made.at("build")
    made.record(made.ask(exercise, "sign-off"))

    assign(exercise=exercise, lead=made.first, officer=None, version=exercise.version, by=made.officer)
    complete_step(exercise=exercise, step="build", by=made.officer)

    assert fresh(exercise).step_state("build") == "complete"


def test_conditions_are_open_until_somebody_says_how_they_are_met():
    made = sandover()
    decision = made.record(
        made.ask(made.at("draft")), "conditions", conditions=["Ask parents.", "Ask schools."]
    )
    first, second = decision.conditions.all()

    meet_condition(condition=first, how="Parents met on Monday.", by=made.clerk)

    assert list(Condition.objects.filter(decision=decision, met_at=None)) == [second]
    met = Condition.objects.get(pk=first.pk)
    assert (met.how, met.met_by) == ("Parents met on Monday.", made.clerk)
    assert refused(meet_condition, condition=first, how="Again.", by=made.clerk) == [
        "This condition is already marked as met."
    ]


def test_who_asked_does_not_say_that_the_bodys_condition_is_met():
    made = sandover()
    decision = made.record(made.ask(made.at("draft")), "conditions", conditions=["Ask parents."])
    condition = decision.conditions.get()

    assert refused(meet_condition, condition=condition, how="I did.", by=made.officer) == [
        "You asked for this, so somebody else of Sandover Group says whether its conditions are met."
    ]
    assert refused(meet_condition, condition=condition, how="They did.", by=made.first) == [
        "Sandover Group says whether its conditions are met."
    ]


def test_not_even_where_they_are_the_bodys_own_clerk():
    made = sandover()
    made.seat("group", "chair", person=made.officer)
    decision = made.record(made.ask(made.at("draft")), "conditions", conditions=["Ask parents."])

    assert refused(meet_condition, condition=decision.conditions.get(), how="I did.", by=made.officer)


def test_an_exercise_is_not_closed_while_a_condition_of_an_approval_is_open():
    made = sandover()
    exercise = made.finished()
    item = made.ask(exercise)
    condition = made.record(item, "conditions", conditions=["Ask parents."]).conditions.get()

    with pytest.raises(Refused) as caught:
        close_exercise(exercise=exercise, learned="Much.", by=made.officer)
    [refusal] = caught.value.refusals
    assert refusal.reason == "A condition of Sandover Group is still open: Ask parents."
    assert (refusal.url, refusal.who) == (
        item.get_absolute_url(),
        ("Chair of the Group",),
    )

    meet_condition(condition=condition, how="Parents met on Monday.", by=made.clerk)
    close_exercise(exercise=exercise, learned="Much.", by=made.officer, again=False)
    assert fresh(exercise).state == "closed"


def test_going_back_to_a_step_makes_its_approvals_count_no_more():
    rule = gate("step.complete", "decision-made", steps=["draft"], params={"decision": "go-ahead"})
    made = sandover(gates=[rule])
    exercise = made.at("draft")
    made.record(made.ask(exercise))
    complete_step(exercise=exercise, step="draft", by=made.officer)

    go_back(exercise=exercise, step="draft", reason="The need has changed.", by=made.officer)

    assert not fresh(exercise).decided_in_favour("go-ahead")
    assert refused(complete_step, exercise=exercise, step="draft", by=made.officer) == [
        "Not yet: decision-made."
    ]
    made.record(made.ask(exercise))
    assert complete_step(exercise=exercise, step="draft", by=made.officer).state == "complete"


def test_going_back_to_one_step_leaves_the_approvals_of_others():
    made = sandover()
    exercise = made.at("draft")
    made.record(made.ask(exercise))

    go_back(exercise=exercise, step="think", reason="Look again.", by=made.officer)

    assert fresh(exercise).decided_in_favour("go-ahead")


def test_a_withdrawn_item_is_not_decided_and_can_be_put_again():
    made = sandover()
    exercise = made.at("draft")
    item = made.ask(exercise)

    withdraw_item(item=item, reason="Not ready.", by=made.officer)

    assert refused(vote, item=item, verdict="agree", reason="", by=made.first) == ["This item was withdrawn."]
    assert refused(made.record, item=item) == ["This item was withdrawn."]
    assert made.ask(exercise).state == "waiting"


# Framework versions ------------------------------------------------------------------------------

MORE_STEPS = [*SANDOVER["steps"], {"code": "paint", "label": "Paint", "phase": "make"}]


def test_a_framework_comes_into_force_by_a_decision_of_its_board():
    made = sandover()
    first = made.blueprint

    second = made.adopt(framework_text(steps=MORE_STEPS))

    first.refresh_from_db()
    assert (first.state, first.in_force_to) == ("retired", clock.today())
    assert (second.state, second.in_force_from) == ("in-force", clock.today())
    assert made.trust.blueprint == second


def test_a_framework_never_comes_into_force_without_a_decision():
    made = sandover()
    draft = load_blueprint(text=framework_text(steps=MORE_STEPS), by=made.administrator)

    assert refused(adopt_blueprint, blueprint=draft, decision=None, by=made.administrator) == [
        "A framework comes into force only by a recorded decision of its board."
    ]
    assert Blueprint.objects.get(pk=draft.pk).state == "draft"


def test_a_decision_about_something_else_does_not_bring_a_framework_into_force():
    made = sandover()
    other = made.record(made.ask(made.at("draft")))
    draft = load_blueprint(text=framework_text(steps=MORE_STEPS), by=made.administrator)

    assert refused(adopt_blueprint, blueprint=draft, decision=other, by=made.administrator) == [
        "A framework comes into force only by a recorded decision of its board."
    ]


def test_what_is_under_way_stays_on_the_version_it_started_under():
    made = sandover()
    running = made.at("draft")

    made.adopt(framework_text(steps=MORE_STEPS))

    assert [step.code for step in fresh(running).framework.steps] == [
        "think",
        "draft",
        "tidy",
        "build",
        "look",
    ]
    assert made.exercise().framework.step("paint").label == "Paint"


def test_what_is_under_way_is_finished_by_the_rules_it_started_under():
    made = sandover()
    running = made.at("draft")

    made.adopt(framework_text(gates=[gate("step.complete", "lead-named")]))

    assert complete_step(exercise=running, step="draft", by=made.officer).state == "complete"


@pytest.mark.parametrize("outcome", ["refer-back", "refuse"])
def test_a_version_the_board_sends_back_is_a_draft_again(outcome):
    made = sandover()
    draft = load_blueprint(text=framework_text(steps=MORE_STEPS), by=made.administrator)
    item = submit_item(
        subject=draft, body=made.body("board"), kind="adopt", by=made.administrator, blueprint=draft,
        title="Adopt", asked="Shall it?",
    )  # fmt: skip
    assert Blueprint.objects.get(pk=draft.pk).state == "submitted"

    made.record(item, outcome, present=[made.chair], by=made.chair)

    assert Blueprint.objects.get(pk=draft.pk).state == "draft"


def test_a_version_that_is_taken_back_is_a_draft_again():
    made = sandover()
    draft = load_blueprint(text=framework_text(steps=MORE_STEPS), by=made.administrator)
    item = submit_item(
        subject=draft, body=made.body("board"), kind="adopt", by=made.administrator, blueprint=draft,
        title="Adopt", asked="Shall it?",
    )  # fmt: skip

    withdraw_item(item=item, reason="A slip.", by=made.administrator)

    assert Blueprint.objects.get(pk=draft.pk).state == "draft"


def test_an_item_is_taken_back_on_a_page_of_its_own_with_a_reason():
    made = sandover()
    item, officer = made.ask(kind="advise"), visitor(made.officer)
    address = url("item-withdraw", item.pk)
    assert address in officer.get(item.get_absolute_url()).content.decode()

    faulty = officer.post(address, form_of(officer, address, reason=" "))
    assert faulty.context["form"].errors["reason"] == [
        "Enter why you take it back. It is kept with the record."
    ]
    assert Item.objects.get(pk=item.pk).state == "waiting"

    officer.post(address, form_of(officer, address, reason="The costs are wrong."))
    assert Item.objects.get(pk=item.pk).state == "withdrawn"
    assert AuditEntry.objects.get(trust=made.trust, act="item.withdraw").detail == {
        "reason": "The costs are wrong."
    }
    assert "This item was withdrawn." in text_of(officer.get(address))
