"""Medway: need comes first, and children, families and communities take part."""

import pytest

from commissioning.actions import step as steps
from tests.rules.asserting import (
    COMPLETE,
    START,
    completes,
    lets,
    now,
    passes_with_a_reason,
    placed,
    record,
    refuses,
    waits_for,
)
from tests.trust_data import person

OUTCOMES, GROUPS, VIEWS, PRIORITIES = (
    "look-outcomes",
    "look-groups",
    "user-staff-views",
    "resources-priorities",
)


def chair():
    """Who may pass a rule with a reason in Medway."""
    return person("marcus.thorne")


@pytest.fixture
def at_outcomes(walker):
    """A project at the first stage."""
    return walker("medway", to=OUTCOMES)


@pytest.fixture
def at_groups(walker):
    """A project that looks at particular groups."""
    return placed(walker, "medway", GROUPS)


@pytest.fixture
def at_views(walker):
    """A project that hears families and staff."""
    return placed(walker, "medway", VIEWS)


@pytest.fixture
def at_priorities(walker):
    """A project for all Medway that sets priorities."""
    return placed(walker, "medway", PRIORITIES, levels={"level": "medway-wide"})


@pytest.mark.rule("MED-32")
def test_med_32_nothing_else_starts_before_the_baseline(at_outcomes):
    record(at_outcomes, OUTCOMES, "data-gaps")
    waits_for("MED-32", START, at_outcomes, GROUPS, ["baseline"], "the baseline of need is not on record")
    completes(at_outcomes, OUTCOMES)
    steps.start_step(exercise=at_outcomes.exercise, step=GROUPS, by=at_outcomes.worker)
    assert now(at_outcomes).is_at(GROUPS, "open")


@pytest.mark.rule("MED-32")
def test_med_32_a_first_stage_finished_without_a_baseline_opens_nothing(at_outcomes):
    steps.complete_step(exercise=at_outcomes.exercise, step=OUTCOMES, by=at_outcomes.worker)
    refuses("MED-32", START, at_outcomes, GROUPS, "the baseline of need is not on record")
    steps.go_back(exercise=at_outcomes.exercise, step=OUTCOMES, reason="No baseline.", by=at_outcomes.worker)
    record(at_outcomes, OUTCOMES, "baseline")
    lets("MED-32", START, at_outcomes, GROUPS)


@pytest.mark.rule("MED-32")
def test_med_32_holds_at_every_later_stage(at_priorities):
    refuses("MED-32", START, at_priorities, "plan-pattern", "the baseline of need is not on record")


@pytest.mark.rule("MED-77")
def test_med_77_universal_and_specialist_needs_are_both_covered(at_groups):
    both = ["universal-needs", "specialist-needs"]
    waits_for("MED-77", COMPLETE, at_groups, GROUPS, both, "universal needs and specialist needs")
    steps.complete_step(exercise=at_groups.exercise, step=GROUPS, by=at_groups.worker)


@pytest.mark.rule("MED-112")
def test_med_112_nobody_is_asked_before_they_are_told_what_for(at_groups):
    waits_for("MED-112", START, at_groups, VIEWS, ["use-notice"], "what their answers are for", at=GROUPS)


@pytest.mark.rule("MED-80")
def test_med_80_four_voices_are_heard(at_views):
    four = ["views-young-people", "views-families-carers", "views-community", "views-professionals"]
    waits_for("MED-80", COMPLETE, at_views, VIEWS, four, "somebody's views are missing")


@pytest.mark.rule("MED-64")
def test_med_64_dated_evidence_that_people_took_part(at_views):
    both = ["participation", "participation-date"]
    waits_for("MED-64", START, at_views, PRIORITIES, both, "no dated evidence", at=VIEWS)


@pytest.mark.rule("MED-111")
def test_med_111_the_assessment_says_who_took_part(at_views):
    waits_for("MED-111", COMPLETE, at_views, VIEWS, ["participation"], "nothing says who took part here")


@pytest.mark.rule("MED-111")
def test_med_111_taking_part_at_one_stage_does_not_count_at_the_next(walker):
    made = walker("medway", to=PRIORITIES)
    assert now(made).entry(VIEWS, "output", "participation")
    waits_for("MED-111", COMPLETE, made, PRIORITIES, ["participation"], "nothing says who took part here")
    completes(made, PRIORITIES)


@pytest.mark.rule("MED-21")
def test_med_21_deciding_for_all_medway_needs_two_reasons(at_priorities):
    both = ["local-test-performance", "local-test-value"]
    waits_for(
        "MED-21", COMPLETE, at_priorities, PRIORITIES, both, "decided more locally", reason_will_do=True
    )


@pytest.mark.rule("MED-21")
def test_med_21_may_be_passed_with_a_reason(at_priorities):
    passes_with_a_reason("MED-21", COMPLETE, at_priorities, PRIORITIES, by=chair())


@pytest.mark.rule("MED-21")
def test_med_21_asks_nothing_of_a_project_of_one_locality(walker):
    made = placed(walker, "medway", PRIORITIES, levels={"level": "locality"}, localities=["central"])
    lets("MED-21", COMPLETE, made, PRIORITIES)
