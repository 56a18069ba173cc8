"""Gateshead, Activity One (Assess): what must be understood before anything is planned."""

import pytest

from commissioning.actions import step as steps
from needs.actions import batch as batches
from needs.actions.dataset import keep_dataset, say_release_of
from needs.models import Batch
from tests.rules.asserting import (
    COMPLETE,
    START,
    completes,
    lets,
    on,
    passes_with_a_reason,
    placed,
    record,
    refuses,
    waits_for,
)
from tests.trust_data import person, trust
from trusts.governance.refusal import Refused

TRIGGER = "package-trigger"


def chair():
    """Who may pass a rule with a reason in Gateshead."""
    return person("priya.neelam")


@pytest.fixture
def package(walker):
    """A specialist package for one child, just begun."""
    return walker("gateshead", to="look-at-outcomes", levels={"need": "specialist", "handbook": "individual"})


@pytest.fixture
def at_groups(walker):
    """A project at the second stage."""
    return placed(walker, "gateshead", "focus-on-groups")


@pytest.fixture
def at_analysis(walker):
    """A project at the stage that ends Assess."""
    return placed(walker, "gateshead", "needs-analysis")


@pytest.mark.rule("GAT-25")
def test_gat_25_assess_does_not_start_out_of_season(walker):
    made = walker("gateshead")
    with on(7, 1):
        refuses(
            "GAT-25", START, made, "look-at-outcomes", "Assess runs from April to June", reason_will_do=True
        )
    with on(6, 30):
        lets("GAT-25", START, made, "look-at-outcomes")
        steps.start_step(exercise=made.exercise, step="look-at-outcomes", by=made.worker)


@pytest.mark.rule("GAT-25")
def test_gat_25_assess_starts_out_of_season_with_a_reason(walker):
    made = walker("gateshead")
    with on(3, 31):
        passes_with_a_reason("GAT-25", START, made, "look-at-outcomes", by=chair())
        steps.start_step(exercise=made.exercise, step="look-at-outcomes", by=made.worker)


@pytest.mark.rule("GAT-45")
def test_gat_45_a_specialist_package_needs_a_recognised_trigger(package):
    refuses("GAT-45", COMPLETE, package, "look-at-outcomes", "no recognised trigger", reason_will_do=True)
    record(package, "look-at-outcomes", TRIGGER, "Another origin")
    refuses("GAT-45", COMPLETE, package, "look-at-outcomes", "no recognised trigger", reason_will_do=True)
    record(package, "look-at-outcomes", TRIGGER, "Child protection plan")
    lets("GAT-45", COMPLETE, package, "look-at-outcomes")
    completes(package, "look-at-outcomes")


@pytest.mark.rule("GAT-45")
def test_gat_45_a_package_of_another_origin_passes_with_a_reason(package):
    record(package, "look-at-outcomes", TRIGGER, "Another origin")
    passes_with_a_reason("GAT-45", COMPLETE, package, "look-at-outcomes", by=chair())


@pytest.mark.rule("GAT-45")
def test_gat_45_asks_no_trigger_of_a_service_for_many(walker):
    made = walker("gateshead", to="look-at-outcomes", levels={"need": "specialist", "handbook": "strategic"})
    lets("GAT-45", COMPLETE, made, "look-at-outcomes")


@pytest.mark.rule("GAT-97")
def test_gat_97_figures_and_experience_are_both_needed(at_groups):
    both = ["quantitative-evidence", "qualitative-evidence"]
    waits_for("GAT-97", COMPLETE, at_groups, "focus-on-groups", both, "figures or from experience")


@pytest.mark.rule("GAT-101")
def test_gat_101_the_breakdown_covers_all_six(at_groups):
    record(at_groups, "focus-on-groups", "breakdown", "Some are missing")
    refuses("GAT-101", COMPLETE, at_groups, "focus-on-groups", "basic breakdown", reason_will_do=True)
    record(at_groups, "focus-on-groups", "breakdown", "All six")
    lets("GAT-101", COMPLETE, at_groups, "focus-on-groups")
    completes(at_groups, "focus-on-groups")


@pytest.mark.rule("GAT-101")
def test_gat_101_a_missing_breakdown_passes_with_a_reason(at_groups):
    passes_with_a_reason("GAT-101", COMPLETE, at_groups, "focus-on-groups", by=chair())


@pytest.mark.rule("GAT-103")
def test_gat_103_vulnerable_groups_are_named(at_groups):
    waits_for(
        "GAT-103", COMPLETE, at_groups, "focus-on-groups", ["vulnerable-groups"], "which vulnerable groups"
    )


@pytest.mark.rule("GAT-111")
def test_gat_111_the_analysis_rests_on_outcomes_and_four_inputs(at_analysis):
    five = [
        "analysis-by-outcome",
        "quantitative-evidence",
        "family-views",
        "policy-impact",
        "existing-services-effect",
    ]
    waits_for("GAT-111", COMPLETE, at_analysis, "needs-analysis", five, "tied to outcomes")


@pytest.mark.rule("GAT-31")
def test_gat_31_assess_leaves_its_seven_results(at_analysis):
    seven = [
        "needs-overview", "service-use", "policy-impact", "needs-met-unmet", "vulnerable-groups",
        "existing-services-effect", "assessment-owned",
    ]  # fmt: skip
    waits_for("GAT-31", COMPLETE, at_analysis, "needs-analysis", seven, "seven results", reason_will_do=True)


@pytest.mark.rule("GAT-31")
def test_gat_31_assess_ends_without_a_result_with_a_reason(at_analysis):
    passes_with_a_reason("GAT-31", COMPLETE, at_analysis, "needs-analysis", by=chair())


@pytest.mark.django_db
@pytest.mark.rule("GAT-179")
def test_gat_179_a_partners_figures_are_not_shared_before_their_protocol_is_named():
    here, by = trust("gateshead"), person("mei.wong")
    health = here.organisations.get(code="health")
    batch = batches.receive(file_name="waits.csv", trust=here, by=by, local=True, agency=health)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CHECKED)
    with pytest.raises(Refused) as refused:
        batches.queue(batch, by=by)
    assert [one.rule for one in refused.value.refusals] == ["GAT-179"]
    covered = keep_dataset(trust=here, by=by, name="Waits", owner=health, protocol="Borough protocol")
    say_release_of(batch, dataset=covered, by=by)
    assert batches.queue(batch, by=by).state == Batch.State.QUEUED


@pytest.mark.rule("GAT-21")
def test_gat_21_nothing_is_planned_before_the_needs_analysis(walker):
    made = walker("gateshead", to="needs-analysis")
    refuses("GAT-21", START, made, "resources-priorities", "opens with Assess")
    completes(made, "needs-analysis")
    lets("GAT-21", START, made, "resources-priorities")
    made.start(made.exercise.framework.step("resources-priorities"))
