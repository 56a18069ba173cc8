"""Gateshead, Activities Three and Four (Do, Review): sanction, agreed plan, formal arrangements, results."""

import pytest

from commissioning.actions import step as steps
from tests.rules.asserting import (
    COMPLETE,
    START,
    lets,
    now,
    on,
    passes_with_a_reason,
    placed,
    record,
    refuses,
    waits_for,
)
from tests.rules.bodies import decided, put
from tests.trust_data import person

PLAN, FIRST, LAST, REVIEW = "plan-services", "commission-effectively", "workforce-market", "monitor-review"


def chair():
    """Who may pass a rule with a reason in Gateshead."""
    return person("priya.neelam")


@pytest.fixture
def planned(walker):
    """A project whose plan is being made, so that Do comes next."""
    return placed(walker, "gateshead", PLAN)


@pytest.fixture
def at_market(walker):
    """A project at the stage that ends Do."""
    return placed(walker, "gateshead", LAST)


@pytest.fixture
def at_review(walker):
    """A project under review."""
    return placed(walker, "gateshead", REVIEW)


@pytest.mark.rule("GAT-6")
def test_gat_6_nothing_is_delivered_unsanctioned(planned):
    refusal = refuses("GAT-6", START, planned, FIRST, "has not sanctioned the activity")
    assert refusal.who == ("Commissioning Executive",)
    decided(planned, "sanction", PLAN)
    lets("GAT-6", START, planned, FIRST)


@pytest.mark.rule("GAT-6")
def test_gat_6_a_question_that_still_waits_sanctions_nothing(planned):
    put(planned, "sanction", PLAN)
    refusal = refuses("GAT-6", START, planned, FIRST, "has not sanctioned the activity")
    assert "has not decided" in refusal.missing[0].reason


@pytest.mark.rule("GAT-131")
def test_gat_131_no_service_without_an_agreed_plan(planned):
    refuses("GAT-131", START, planned, FIRST, "no approved plan")
    decided(planned, "agree-plan", PLAN)
    lets("GAT-131", START, planned, FIRST)


@pytest.mark.rule("GAT-6")
@pytest.mark.rule("GAT-131")
def test_do_starts_once_the_plan_is_agreed_and_sanctioned(planned):
    decided(planned, "agree-plan", PLAN)
    decided(planned, "sanction", PLAN)
    with on(9, 1):
        steps.start_step(exercise=planned.exercise, step=FIRST, by=planned.worker)
    assert now(planned).is_at(FIRST, "open")


@pytest.mark.rule("GAT-27")
def test_gat_27_do_does_not_start_out_of_season(planned):
    with on(8, 31):
        refuses("GAT-27", START, planned, FIRST, "Do runs from September to March", reason_will_do=True)
    with on(1, 1):
        lets("GAT-27", START, planned, FIRST)


@pytest.mark.rule("GAT-27")
def test_gat_27_do_starts_out_of_season_with_a_reason(planned):
    with on(4, 1):
        passes_with_a_reason("GAT-27", START, planned, FIRST, by=chair())


@pytest.mark.rule("GAT-130")
def test_gat_130_hard_to_reach_families_do_not_lose_out(walker):
    made = placed(walker, "gateshead", FIRST)
    waits_for(
        "GAT-130", COMPLETE, made, FIRST, ["hard-to-reach-check"], "hard-to-reach groups", reason_will_do=True
    )
    steps.complete_step(exercise=made.exercise, step=FIRST, by=made.worker)


@pytest.mark.rule("GAT-130")
def test_gat_130_a_model_not_checked_yet_passes_with_a_reason(walker):
    made = placed(walker, "gateshead", FIRST)
    passes_with_a_reason("GAT-130", COMPLETE, made, FIRST, by=chair())
    steps.complete_step(exercise=made.exercise, step=FIRST, by=made.worker)


@pytest.mark.rule("GAT-136")
def test_gat_136_one_option_is_chosen(at_market):
    refuses("GAT-136", COMPLETE, at_market, LAST, "no option is chosen")
    record(at_market, LAST, "option", "Something else")
    refuses("GAT-136", COMPLETE, at_market, LAST, "no option is chosen")
    record(at_market, LAST, "option", "Cease an existing service")
    lets("GAT-136", COMPLETE, at_market, LAST)


@pytest.mark.rule("GAT-137")
def test_gat_137_ending_a_contract_is_weighed(at_market):
    waits_for("GAT-137", COMPLETE, at_market, LAST, ["cease-impact"], "impact of ending a contract")


@pytest.mark.rule("GAT-138")
def test_gat_138_who_delivers_is_made_known_with_reasons(at_market):
    waits_for(
        "GAT-138", COMPLETE, at_market, LAST, ["agencies-decision"], "with its reasons", reason_will_do=True
    )


@pytest.mark.rule("GAT-138")
def test_gat_138_a_decision_not_published_yet_passes_with_a_reason(at_market):
    passes_with_a_reason("GAT-138", COMPLETE, at_market, LAST, by=chair())


@pytest.mark.rule("GAT-37")
def test_gat_37_do_leaves_its_four_results(at_market):
    four = ["market-and-skills", "procurement-process", "resource-use", "formal-arrangements"]
    waits_for("GAT-37", COMPLETE, at_market, LAST, four, "four results", reason_will_do=True)


@pytest.mark.rule("GAT-37")
def test_gat_37_do_ends_without_a_result_with_a_reason(at_market):
    passes_with_a_reason("GAT-37", COMPLETE, at_market, LAST, by=chair())


@pytest.mark.rule("GAT-14")
def test_gat_14_an_officer_is_named_to_monitor(at_market):
    waits_for("GAT-14", START, at_market, REVIEW, ["monitoring-officer"], "no officer is named to monitor")


@pytest.mark.rule("GAT-139")
def test_gat_139_no_service_starts_without_a_formal_arrangement(at_market):
    waits_for(
        "GAT-139", START, at_market, REVIEW, ["formal-arrangements"], "no formal arrangement is in place"
    )


@pytest.mark.rule("GAT-14")
@pytest.mark.rule("GAT-139")
def test_review_starts_with_an_arrangement_and_its_officer(at_market):
    record(at_market, LAST, "formal-arrangements")
    record(at_market, LAST, "monitoring-officer")
    steps.start_step(exercise=at_market.exercise, step=REVIEW, by=at_market.worker)
    assert now(at_market).is_at(REVIEW, "open")


@pytest.mark.rule("GAT-28")
def test_gat_28_the_formal_review_does_not_end_out_of_season(at_review):
    with on(11, 30):
        refuses("GAT-28", COMPLETE, at_review, REVIEW, "from 1 December to 31 March", reason_will_do=True)
    with on(12, 1):
        lets("GAT-28", COMPLETE, at_review, REVIEW)


@pytest.mark.rule("GAT-28")
def test_gat_28_the_formal_review_ends_out_of_season_with_a_reason(at_review):
    with on(4, 1):
        passes_with_a_reason("GAT-28", COMPLETE, at_review, REVIEW, by=chair())


@pytest.mark.rule("GAT-40")
def test_gat_40_review_leaves_its_six_results(at_review):
    six = [
        "good-services", "better-outcomes", "strong-skills", "minimum-standards", "efficient-process",
        "stakeholders-evaluate",
    ]  # fmt: skip
    waits_for("GAT-40", COMPLETE, at_review, REVIEW, six, "six results", reason_will_do=True)
    with on(2, 1):
        steps.complete_step(exercise=at_review.exercise, step=REVIEW, by=at_review.worker)


@pytest.mark.rule("GAT-40")
def test_gat_40_review_ends_without_a_result_with_a_reason(at_review):
    passes_with_a_reason("GAT-40", COMPLETE, at_review, REVIEW, by=chair())
