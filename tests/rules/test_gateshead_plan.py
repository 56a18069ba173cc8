"""Gateshead, Activity Two (Plan): what a plan must say before anybody works on services."""

import pytest

from commissioning.actions import step as steps
from tests.rules.asserting import (
    COMPLETE,
    START,
    against,
    lets,
    on,
    passes_with_a_reason,
    placed,
    record,
    refuses,
    stands,
    waits_for,
)
from tests.trust_data import person

PLAN = "plan-services"


def chair():
    """Who may pass a rule with a reason in Gateshead."""
    return person("priya.neelam")


@pytest.fixture
def at_priorities(walker):
    """A project at the first stage of Plan."""
    return placed(walker, "gateshead", "resources-priorities")


@pytest.fixture
def at_plan(walker):
    """A project at the stage that ends Plan."""
    return placed(walker, "gateshead", PLAN)


@pytest.mark.rule("GAT-26")
def test_gat_26_plan_does_not_start_out_of_season(walker):
    made = placed(walker, "gateshead", "resources-priorities")
    with on(10, 1):
        refuses("GAT-26", START, made, PLAN, "Plan runs from July to September", reason_will_do=True)
    with on(9, 30):
        lets("GAT-26", START, made, PLAN)
        steps.start_step(exercise=made.exercise, step=PLAN, by=made.worker)


@pytest.mark.rule("GAT-26")
def test_gat_26_plan_starts_out_of_season_with_a_reason(at_priorities):
    with on(6, 30):
        passes_with_a_reason("GAT-26", START, at_priorities, PLAN, by=chair())
        steps.start_step(exercise=at_priorities.exercise, step=PLAN, by=at_priorities.worker)


@pytest.mark.rule("GAT-117")
def test_gat_117_priorities_cite_a_finding(at_priorities):
    waits_for(
        "GAT-117", COMPLETE, at_priorities, "resources-priorities", ["priority-findings"], "cite no finding"
    )
    steps.complete_step(exercise=at_priorities.exercise, step="resources-priorities", by=at_priorities.worker)


@pytest.mark.rule("GAT-57")
def test_gat_57_a_preventive_option_is_considered(at_plan):
    waits_for(
        "GAT-57", COMPLETE, at_plan, PLAN, ["preventive-option"], "no preventive option", reason_will_do=True
    )


@pytest.mark.rule("GAT-57")
def test_gat_57_a_plan_without_prevention_passes_with_a_reason(at_plan):
    passes_with_a_reason("GAT-57", COMPLETE, at_plan, PLAN, by=chair())


@pytest.mark.rule("GAT-119")
def test_gat_119_recommendations_name_their_outcome(at_plan):
    waits_for(
        "GAT-119", COMPLETE, at_plan, PLAN, ["recommendations-outcome"], "a recommendation has no outcome"
    )


@pytest.mark.rule("GAT-120")
def test_gat_120_recommendations_rest_on_evidence(at_plan):
    waits_for(
        "GAT-120", COMPLETE, at_plan, PLAN, ["recommendations-evidence"], "a recommendation has no evidence"
    )


@pytest.mark.rule("GAT-121")
def test_gat_121_impact_elsewhere_is_considered(at_plan):
    waits_for("GAT-121", COMPLETE, at_plan, PLAN, ["recommendations-impact"], "impact elsewhere")


@pytest.mark.rule("GAT-124")
def test_gat_124_shared_issues_have_partner_and_arrangement(at_plan):
    waits_for("GAT-124", COMPLETE, at_plan, PLAN, ["shared-issues"], "shared issues lack")


@pytest.mark.rule("GAT-125")
def test_gat_125_no_section_of_the_plan_is_empty(at_plan):
    six = [
        "outcomes-sought", "needs-overview", "priorities", "resources-understood", "recommendations-outcome",
        "recommendations-impact",
    ]  # fmt: skip
    waits_for("GAT-125", COMPLETE, at_plan, PLAN, six, "a section that the draft plan must have is empty")


@pytest.mark.rule("GAT-127")
def test_gat_127_the_plan_says_with_whom_it_is_shared(at_plan):
    waits_for(
        "GAT-127", COMPLETE, at_plan, PLAN, ["share-log"], "no audience and format", reason_will_do=True
    )


@pytest.mark.rule("GAT-127")
def test_gat_127_a_plan_not_shared_yet_passes_with_a_reason(at_plan):
    passes_with_a_reason("GAT-127", COMPLETE, at_plan, PLAN, by=chair())


@pytest.mark.rule("GAT-34")
def test_gat_34_plan_leaves_its_four_results(at_plan):
    four = ["market-view", "priorities", "resources-understood", "strategy"]
    waits_for("GAT-34", COMPLETE, at_plan, PLAN, four, "four results", reason_will_do=True)


@pytest.mark.rule("GAT-34")
def test_gat_34_plan_ends_without_a_result_with_a_reason(at_plan):
    passes_with_a_reason("GAT-34", COMPLETE, at_plan, PLAN, by=chair())


def test_a_reason_given_for_one_rule_passes_no_other(at_plan):
    passes_with_a_reason("GAT-57", COMPLETE, at_plan, PLAN, by=chair())
    record(at_plan, PLAN, "recommendations-outcome")
    left = against(COMPLETE, at_plan, PLAN)
    assert stands("GAT-120", left)
    assert stands("GAT-127", left)
