"""A body acts only through decisions: put to it, thought about, recorded once, with their effect."""

import pytest

from commissioning.actions.exercise import assign
from commissioning.actions.step import complete_step, go_back
from tests.factories.framework import SANDOVER, framework_text, gate
from tests.factories.sandover import fresh, reasons, sandover
from trusts.actions.blueprint import adopt_blueprint, load_blueprint
from trusts.actions.decision import (
    declare_interest,
    meet_condition,
    record_decision,
    submit_item,
    vote,
    withdraw_item,
)
from trusts.governance import audit, clock
from trusts.governance.refusal import Refused
from trusts.models import AuditEntry, Blueprint, Condition, Decision, Item, Message, Vote
from trusts.models.append_only import NeverChanged

pytestmark = pytest.mark.django_db


def refused(act, **arguments) -> list[str]:
    """Why an act does not happen."""
    with pytest.raises(Refused) as caught:
        act(**arguments)
    return reasons(caught.value.refusals)


# Put to a body -----------------------------------------------------------------------------------


def test_what_is_put_to_a_body_waits_and_its_chair_and_clerk_are_told():
    made = sandover()
    leader = made.seat("group", "chair")

    item = made.ask(made.at("draft"))

    assert item.state == "waiting"
    told = Message.objects.filter(url=item.get_absolute_url())
    assert {message.to for message in told} == {made.clerk, leader}


def test_a_body_without_the_power_is_not_asked_and_those_with_it_are_named():
    made = sandover()
    exercise = made.at("draft")

    with pytest.raises(Refused) as caught:
        made.ask(exercise, body=made.body("east-group"))

    [refusal] = caught.value.refusals
    assert refusal.reason == "East Group cannot decide this: it needs a body that go ahead belongs to."
    assert refusal.who == ("Group",)
    assert not Item.objects.filter(trust=made.trust, kind="go-ahead").exists()


def test_a_question_is_asked_at_its_own_step():
    made = sandover()

    assert refused(made.ask, exercise=made.at("draft"), step="build") == ["This is asked at: Draft."]


def test_a_question_that_waits_is_not_put_twice():
    made = sandover()
    exercise = made.at("draft")
    made.ask(exercise)

    assert refused(made.ask, exercise=exercise) == [
        "This question is already with the body; it can be put again once decided."
    ]


def test_a_kind_of_question_the_framework_does_not_know_is_refused():
    made = sandover()

    assert refused(
        submit_item, subject=None, body=made.body(), kind="sing", by=made.officer, blueprint=made.blueprint,
        title="Sing", asked="Shall we?",
    ) == ["The framework does not know this kind of decision."]  # fmt: skip


# Views and interests -----------------------------------------------------------------------------


def test_a_view_may_be_changed_until_the_decision_is_recorded():
    made = sandover()
    item = made.ask(made.at("draft"))

    vote(item=item, verdict="refuse", reason="Too dear.", by=made.first)
    vote(item=item, verdict="agree", reason="", by=made.first)

    assert [given.verdict for given in Vote.objects.filter(item=item)] == ["agree"]


def test_a_view_comes_too_late_once_the_decision_is_recorded():
    made = sandover()
    item = made.ask(made.at("draft"))
    made.record(item)

    assert refused(vote, item=item, verdict="refuse", reason="No!", by=made.first) == [
        f"Sandover Group has already decided this: approved, recorded by {made.clerk.name}."
    ]


def test_a_member_with_an_interest_takes_no_part():
    made = sandover()
    item = made.ask(made.at("draft"))
    declare_interest(item=item, what="My sister works there.", by=made.first)

    assert refused(vote, item=item, verdict="agree", reason="", by=made.first) == [
        "You declared an interest in this, so you take no part in deciding it."
    ]


def test_declaring_an_interest_takes_a_view_back():
    made = sandover()
    item = made.ask(made.at("draft"))
    vote(item=item, verdict="agree", reason="", by=made.first)

    declare_interest(item=item, what="My sister works there.", by=made.first)

    assert not Vote.objects.filter(item=item).exists()


def test_a_member_with_an_interest_does_not_count():
    made = sandover()
    third = made.seat("group")
    item = made.ask(made.at("draft"))
    declare_interest(item=item, what="My sister works there.", by=made.first)

    decision = made.record(item, present=[made.first, made.second, third])

    assert [there["name"] for there in decision.present] == [made.second.name, third.name]


def test_without_members_who_count_there_is_no_quorum():
    made = sandover()
    item = made.ask(made.at("draft"))
    declare_interest(item=item, what="My sister works there.", by=made.first)

    assert refused(made.record, item=item) == [
        "Sandover Group was not quorate: 1 member without an interest took part and 2 are needed."
    ]
    assert not Decision.objects.filter(item=item).exists()


def test_who_declared_an_interest_does_not_record_the_decision():
    made = sandover()
    item = made.ask(made.at("draft"))
    declare_interest(item=item, what="I wrote the bid.", by=made.clerk)

    assert refused(made.record, item=item) == [
        "You declared an interest in this, so somebody else records the decision."
    ]


# Recorded ----------------------------------------------------------------------------------------


def test_a_decision_is_refused_without_a_quorum():
    made = sandover()
    item = made.ask(made.at("draft"))

    assert refused(made.record, item=item, present=[made.first]) == [
        "Sandover Group was not quorate: 1 member without an interest took part and 2 are needed."
    ]
    assert Item.objects.get(pk=item.pk).state == "waiting"


def test_a_decision_is_recorded_with_who_thought_what():
    made = sandover()
    item = made.ask(made.at("draft"))
    vote(item=item, verdict="refuse", reason="Too dear.", by=made.second)

    decision = made.record(item)

    assert decision.present == [
        {"name": made.first.name, "verdict": ""}, {"name": made.second.name, "verdict": "refuse"},
    ]  # fmt: skip
    assert (decision.outcome, decision.recorded_by, decision.in_favour) == ("agree", made.clerk, True)


def test_who_asked_is_told_what_was_decided():
    made = sandover()
    item = made.ask(made.at("draft"))

    made.record(item, "refuse", reason="It costs too much.")

    told = Message.objects.get(to=made.officer)
    assert told.subject == "Sandover Group: refused: go-ahead: please decide"
    assert "It costs too much." in told.body


def test_a_second_record_is_refused():
    made = sandover()
    item = made.ask(made.at("draft"))
    made.record(item)

    assert refused(made.record, item=item, outcome="refuse") == [
        f"Sandover Group has already decided this: approved, recorded by {made.clerk.name}."
    ]
    assert Decision.objects.get(item=item).outcome == "agree"


def test_a_decision_is_never_changed_or_deleted():
    made = sandover()
    decision = made.record(made.ask(made.at("draft")))
    decision.outcome = "refuse"

    for act in (decision.save, decision.delete, Decision.objects.filter(pk=decision.pk).delete):
        with pytest.raises(NeverChanged):
            act()

    assert Decision.objects.get(pk=decision.pk).outcome == "agree"


def test_every_step_of_the_flow_is_in_the_audit_trail_and_the_trail_is_whole():
    made = sandover()
    item = made.ask(made.at("draft"))
    vote(item=item, verdict="agree", reason="", by=made.first)
    made.record(item)

    acts = AuditEntry.objects.filter(trust=made.trust).order_by("-number").values_list("act", flat=True)
    assert list(acts[:3]) == ["decision.record", "item.vote", "item.submit"]
    made.trust.refresh_from_db()
    assert list(audit.faults(made.trust)) == []


def test_who_asked_cannot_decide_where_the_trust_says_so():
    rules = [gate("item.vote", "decider-not-author"), gate("decision.record", "decider-not-author", id="SA-2")]
    made = sandover(gates=rules)
    item = made.ask(made.at("draft"), by=made.first)

    assert refused(vote, item=item, verdict="agree", reason="", by=made.first) == ["Not yet: decider-not-author."]
    assert refused(made.record, item=item, by=made.first) == ["Not yet: decider-not-author."]
    assert made.record(item).recorded_by == made.clerk


def test_who_asked_may_decide_where_the_trust_does_not_mind():
    made = sandover()
    item = made.ask(made.at("draft"), by=made.first)

    assert vote(item=item, verdict="agree", reason="", by=made.first).person == made.first


def test_a_decision_without_a_rationale_is_refused_where_the_trust_wants_one():
    made = sandover(gates=[gate("decision.record", "rationale-given", decisions=["go-ahead"])])
    item = made.ask(made.at("draft"))

    assert refused(made.record, item=item, rationale="  ") == ["Not yet: rationale-given."]
    assert made.record(item, rationale="Safer.").rationale == "Safer."


def test_a_body_without_terms_of_reference_does_not_decide_where_the_trust_says_so():
    bodies = [dict(body) for body in SANDOVER["bodies"]]
    del bodies[1]["terms_of_reference"], bodies[1]["meets"]
    made = sandover(bodies=bodies, gates=[gate("decision.record", "body-constituted", decisions=["go-ahead"])])

    with pytest.raises(Refused) as caught:
        made.record(made.ask(made.at("draft")))

    assert reasons(caught.value.refusals[0].missing) == [
        "Sandover Group has no terms of reference", "Sandover Group has no meeting frequency",
    ]  # fmt: skip


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
    decision = made.record(made.ask(made.at("draft")), "conditions", conditions=["Ask parents.", "Ask schools."])
    first, second = decision.conditions.all()

    meet_condition(condition=first, how="Parents met on Monday.", by=made.officer)

    assert list(Condition.objects.filter(decision=decision, met_at=None)) == [second]
    met = Condition.objects.get(pk=first.pk)
    assert (met.how, met.met_by) == ("Parents met on Monday.", made.officer)
    assert refused(meet_condition, condition=first, how="Again.", by=made.officer) == [
        "This condition is already marked as met."
    ]


def test_going_back_to_a_step_makes_its_approvals_count_no_more():
    rule = gate("step.complete", "decision-made", steps=["draft"], params={"decision": "go-ahead"})
    made = sandover(gates=[rule])
    exercise = made.at("draft")
    made.record(made.ask(exercise))
    complete_step(exercise=exercise, step="draft", by=made.officer)

    go_back(exercise=exercise, step="draft", reason="The need has changed.", by=made.officer)

    assert not fresh(exercise).decided_in_favour("go-ahead")
    assert refused(complete_step, exercise=exercise, step="draft", by=made.officer) == ["Not yet: decision-made."]
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

    assert [step.code for step in fresh(running).framework.steps] == ["think", "draft", "tidy", "build", "look"]
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
