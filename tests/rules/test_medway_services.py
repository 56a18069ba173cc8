"""Medway: plans that last, a fair choice of provider, and money and monitoring that answer for themselves."""

import pytest

from commissioning.actions import step as steps
from tests.rules.asserting import (
    COMPLETE,
    START,
    lets,
    passes_with_a_reason,
    placed,
    record,
    refuses,
    waits_for,
)
from tests.rules.bodies import decide, put
from tests.trust_data import person

PLAN, HOW, COMMISSION, MARKET, REVIEW = (
    "plan-pattern", "decide-how", "commission", "workforce-market", "monitor-review",
)  # fmt: skip


def chair():
    """Who may pass a rule with a reason in Medway."""
    return person("marcus.thorne")


@pytest.fixture
def at_plan(walker):
    """A project that plans its services."""
    return placed(walker, "medway", PLAN)


@pytest.fixture
def at_how(walker):
    """A project that decides how to commission."""
    return placed(walker, "medway", HOW)


@pytest.fixture
def at_commission(walker):
    """A project that is being commissioned."""
    return placed(walker, "medway", COMMISSION)


@pytest.mark.rule("MED-63")
def test_med_63_a_plan_says_how_the_outcome_lasts(at_plan):
    waits_for(
        "MED-63",
        COMPLETE,
        at_plan,
        PLAN,
        ["sustainability"],
        "how the outcome will last",
        reason_will_do=True,
    )


@pytest.mark.rule("MED-63")
def test_med_63_may_be_passed_with_a_reason(at_plan):
    passes_with_a_reason("MED-63", COMPLETE, at_plan, PLAN, by=chair())


@pytest.mark.rule("MED-65")
def test_med_65_money_does_not_move_away_from_prevention(at_plan):
    refuses("MED-65", COMPLETE, at_plan, PLAN, "does not say which way", reason_will_do=True)
    record(at_plan, PLAN, "prevention-direction", "Goes down")
    refuses("MED-65", COMPLETE, at_plan, PLAN, "away from prevention", reason_will_do=True)
    record(at_plan, PLAN, "prevention-direction", "Stays the same")
    lets("MED-65", COMPLETE, at_plan, PLAN)


@pytest.mark.rule("MED-65")
def test_med_65_a_falling_share_passes_with_a_reason(at_plan):
    record(at_plan, PLAN, "prevention-direction", "Goes down")
    passes_with_a_reason("MED-65", COMPLETE, at_plan, PLAN, by=chair())


@pytest.mark.rule("MED-83")
def test_med_83_what_each_partner_commissions_is_known_first(at_plan):
    both = ["service-map", "current-commissioning"]
    waits_for("MED-83", START, at_plan, HOW, both, "what each partner commissions today")


@pytest.mark.rule("MED-66")
def test_med_66_internal_and_external_provision_are_both_considered(at_how):
    waits_for(
        "MED-66", COMPLETE, at_how, HOW, ["internal-option", "external-option"], "internal and external"
    )
    steps.complete_step(exercise=at_how.exercise, step=HOW, by=at_how.worker)


@pytest.mark.rule("MED-68")
def test_med_68_a_named_adviser_confirms_that_it_is_lawful(at_how):
    waits_for("MED-68", START, at_how, COMMISSION, ["legal-confirmation"], "no named adviser")


@pytest.mark.rule("MED-8")
def test_med_8_resources_are_allocated_by_the_joint_commissioning_group(at_commission):
    refusal = refuses("MED-8", COMPLETE, at_commission, COMMISSION, "has not allocated the resources")
    assert refusal.who == ("Joint Commissioning Group",)
    item = put(at_commission, "allocate-resources", COMMISSION)
    refuses("MED-8", COMPLETE, at_commission, COMMISSION, "has not allocated the resources")
    decide(item=item)
    lets("MED-8", COMPLETE, at_commission, COMMISSION)


@pytest.mark.rule("MED-8")
def test_med_8_a_refusal_allocates_nothing(at_commission):
    decide(item=put(at_commission, "allocate-resources", COMMISSION), outcome="refuse")
    refuses("MED-8", COMPLETE, at_commission, COMMISSION, "has not allocated the resources")


@pytest.mark.rule("MED-97")
def test_med_97_pooled_aligned_or_neither_and_why(at_commission):
    both = ["funding-arrangement", "funding-reason"]
    waits_for(
        "MED-97", COMPLETE, at_commission, COMMISSION, both, "pooled, aligned or neither", reason_will_do=True
    )


@pytest.mark.rule("MED-97")
def test_med_97_may_be_passed_with_a_reason(at_commission):
    passes_with_a_reason("MED-97", COMPLETE, at_commission, COMMISSION, by=chair())


@pytest.mark.rule("MED-27")
def test_med_27_an_in_house_service_answers_to_commissioners(at_commission):
    says = "an in-house service would answer to"
    refuses("MED-27", COMPLETE, at_commission, COMMISSION, says)
    record(at_commission, COMMISSION, "in-house-check", "In-house, no arrangement yet")
    refuses("MED-27", COMPLETE, at_commission, COMMISSION, says)
    record(at_commission, COMMISSION, "in-house-check", "In-house, with an arrangement in place")
    lets("MED-27", COMPLETE, at_commission, COMMISSION)


@pytest.mark.rule("MED-27")
def test_med_27_asks_nothing_where_nothing_is_in_house(at_commission):
    record(at_commission, COMMISSION, "in-house-check", "No in-house delivery")
    lets("MED-27", COMPLETE, at_commission, COMMISSION)


@pytest.mark.rule("MED-103")
def test_med_103_the_service_monitors_itself(at_commission):
    waits_for("MED-103", COMPLETE, at_commission, COMMISSION, ["self-monitoring"], "no self-monitoring")


@pytest.mark.rule("MED-99")
def test_med_99_workforce_and_market_plans_look_near_and_far(walker):
    made = placed(walker, "medway", MARKET)
    four = ["workforce-short", "workforce-long", "market-short", "market-long"]
    waits_for("MED-99", COMPLETE, made, MARKET, four, "short-term and a")
    steps.complete_step(exercise=made.exercise, step=MARKET, by=made.worker)


@pytest.mark.rule("MED-105")
def test_med_105_the_provider_is_helped_before_others_are_considered(walker):
    made = placed(walker, "medway", REVIEW)
    refuses("MED-105", COMPLETE, made, REVIEW, "the provider was helped to improve")
    record(made, REVIEW, "provider-improvement", "Not done, other options being considered")
    refuses("MED-105", COMPLETE, made, REVIEW, "the provider was helped to improve")
    record(made, REVIEW, "provider-improvement", "Done before looking at other options")
    lets("MED-105", COMPLETE, made, REVIEW)
    record(made, REVIEW, "participation")
    steps.complete_step(exercise=made.exercise, step=REVIEW, by=made.worker)
