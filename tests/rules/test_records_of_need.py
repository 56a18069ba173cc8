"""The trusts' rules on priorities, assessments, plans and recommendations: each on its real framework."""

import pytest

from commissioning.actions import plan as plans
from needs.actions import priority as priorities
from tests.rules.records import decided, maker, refused_by, rules_against
from trusts.models import Body

pytestmark = pytest.mark.django_db


def proposed(made, **values):
    """A priority that was proposed."""
    return priorities.propose(made.make("priority", **values), by=made.by)


@pytest.mark.rule("MED-6")
def test_medway_agrees_priorities_by_its_board_and_only_with_a_citation():
    made = maker("medway")
    priority = proposed(made)
    refused_by("MED-6", priorities.agree, priority, by=made.by)
    assert decided(priority, "agree-priority", made.by) == []
    assert priority.state == "agreed"


@pytest.mark.rule("MED-6b")
def test_a_medway_priority_that_cites_nothing_is_not_agreed_even_by_the_board():
    made = maker("medway")
    priority = proposed(made, cited_plan="", cites="")
    assert rules_against(decided(priority, "agree-priority", made.by)) == {"MED-6b"}
    assert priority.state == "proposed"


@pytest.mark.rule("MED-6")
def test_one_decision_of_the_board_agrees_the_whole_set():
    made = maker("medway")
    first, second = proposed(made), proposed(made, title="Second")
    plan = made.make("plan", sort="annual-priorities", priorities=[first, second])
    plans.submit(plan, by=made.by)
    assert decided(plan, "approve-plan", made.by) == []
    assert {type(p).objects.get(pk=p.pk).state for p in (first, second)} == {"agreed"}


@pytest.mark.rule("MED-10")
def test_a_recommendation_lies_inside_the_remit_of_the_group_that_makes_it():
    made = maker("medway")
    framework = made.framework
    group = next(body for body in framework.framework.bodies if body.outcomes)
    maker_body, to = (
        Body.objects.get(trust=made.trust, code=group.code),
        made.trust.bodies.exclude(code=group.code)[0],
    )
    beyond = next(code for code in framework.outcomes if code not in group.outcomes)
    outside = made.make("recommendation", maker=maker_body, to=to, outcomes=[beyond])
    refused_by("MED-10", plans.recommend, outside, by=made.by)
    inside = made.make("recommendation", maker=maker_body, to=to, outcomes=[group.outcomes[0]])
    assert plans.recommend(inside, by=made.by).state == "made"


@pytest.mark.rule("DUR-134")
def test_a_durham_priority_is_drawn_from_the_plan_for_children():
    made = maker("county-durham")
    refused_by("DUR-134", priorities.propose, made.make("priority", cited_plan="laa"), by=made.by)
    assert proposed(made).state == "proposed"


@pytest.mark.rule("DUR-9")
def test_only_the_executive_board_agrees_a_durham_priority():
    made = maker("county-durham")
    priority = proposed(made)
    refused_by("DUR-9", priorities.agree, priority, by=made.by)
    assert decided(priority, "agree-priority", made.by, outcome="refuse") == []
    assert priority.state == "proposed"
    assert decided(priority, "agree-priority", made.by) == []
    assert priority.state == "agreed"


@pytest.mark.rule("BUC-61")
def test_a_buckinghamshire_priority_names_its_evidence():
    made = maker("buckinghamshire")
    bare = proposed(made, cited_plan="other", cites="A wish")
    refused_by("BUC-61", priorities.agree, bare, by=made.by)
    inspected = made.make("evidence", sort="inspection")
    finding = made.make("finding", assessment=made.make("assessment"), evidence=[inspected])
    bare.findings.add(finding)
    assert "BUC-61" not in rules_against(priorities.obstacles_to_agreeing(bare, made.by))


@pytest.mark.rule("DUR-156")
def test_a_durham_plan_rests_on_a_completed_assessment():
    made = maker("county-durham")
    assessment = made.make("assessment")
    plan = made.make("plan", sort="annual-plan", assessments=[assessment])
    refused_by("DUR-156", plans.submit, plan, by=made.by)
    assessment.state = "complete"
    assessment.save()
    assert plans.submit(plan, by=made.by).state == "submitted"


@pytest.mark.rule("DUR-158")
def test_every_priority_of_a_durham_plan_has_an_intention():
    made = maker("county-durham")
    priority, assessment = proposed(made), made.make("assessment", state="complete")
    plan = made.make("plan", sort="annual-plan", assessments=[assessment], priorities=[priority])
    plans.submit(plan, by=made.by)
    assert "DUR-158" in rules_against(decided(plan, "approve-plan", made.by))
    plans.take_back(plan, by=made.by, reason="A priority has no line yet.")
    made.make("intention", plan=plan, priority=priority)
    plans.submit(plan, by=made.by)
    assert decided(plan, "approve-plan", made.by) == []
    assert plan.state == "approved"


@pytest.mark.rule("DUR-164")
def test_two_durham_plans_for_children_do_not_overlap():
    made = maker("county-durham")
    assessment = made.make("assessment", state="complete")

    def submitted(**values):
        return plans.submit(made.make("plan", sort="cypp", assessments=[assessment], **values), by=made.by)

    first = submitted()
    assert decided(first, "approve-plan", made.by) == []
    second = submitted(title="Another")
    assert "DUR-164" in rules_against(decided(second, "approve-plan", made.by))
    third = submitted(period_from=first.period_to.replace(year=first.period_to.year + 1),
                      period_to=first.period_to.replace(year=first.period_to.year + 2))  # fmt: skip
    assert decided(third, "approve-plan", made.by) == []


@pytest.mark.rule("BUC-41")
def test_two_buckinghamshire_strategic_plans_do_not_overlap():
    made = maker("buckinghamshire")
    first = plans.submit(made.make("plan", sort="strategic-plan"), by=made.by)
    plans.approve(first, by=made.by)
    second = plans.submit(made.make("plan", sort="strategic-plan"), by=made.by)
    refused_by("BUC-41", plans.approve, second, by=made.by)
    beneath = plans.submit(made.make("plan", sort="service-strategy"), by=made.by)
    assert plans.approve(beneath, by=made.by).state == "approved"
