"""The rules of Buckinghamshire that bite today: one promise at a time."""

import pytest

from commissioning.actions.exercise import edit_exercise
from tests.rules.asserting import (
    COMPLETE,
    completes,
    lets,
    now,
    passes_with_a_reason,
    placed,
    record,
    refused,
    refuses,
    waits_for,
)
from tests.rules.bodies import RATIONALE, decide, put
from tests.trust_data import person
from trusts.actions.decision import declare_interest, vote
from trusts.models import Organisation

BUCKS = "buckinghamshire"
ALONE = {"groups": ["safeguarding"], "partners": ["council"]}


def joined_by(walker, *codes):
    """The activity names these partners instead."""
    exercise = now(walker)
    edit_exercise(
        exercise=exercise, version=exercise.version, by=walker.worker, levels=exercise.levels,
        outcomes=exercise.codes("outcome"), groups=exercise.codes("group"),
        localities=list(exercise.localities.all()),
        organisations=list(Organisation.objects.filter(trust=walker.trust, code__in=codes)),
    )  # fmt: skip


# Analyse ---------------------------------------------------------------------------------


@pytest.mark.rule("BUC-9")
def test_buc_9_analyse_waits_until_it_is_on_record_whose_service_it_is(walker):
    walk = walker(BUCKS, "analyse")
    said = refuses(
        "BUC-9", COMPLETE, walk, "analyse", "the agency leading this work may commission the service"
    )
    assert said.missing[0].reason == "‘Whose service this is’ is not recorded"
    record(walk, "analyse", "agency-responsibility", "Several agencies share it")
    lets("BUC-9", COMPLETE, walk, "analyse")


@pytest.mark.rule("BUC-9")
def test_buc_9_one_agency_does_not_commission_what_is_another_agencys_alone(walker):
    walk = walker(BUCKS, "analyse")
    record(walk, "analyse", "agency-responsibility", "One agency only, and another leads this work")
    said = refuses(
        "BUC-9", COMPLETE, walk, "analyse", "the agency leading this work may commission the service"
    )
    assert "One agency only, and another leads this work, not" in said.missing[0].reason
    record(walk, "analyse", "agency-responsibility", "One agency only, and it leads this work")
    lets("BUC-9", COMPLETE, walk, "analyse")


@pytest.mark.rule("BUC-10")
def test_buc_10_work_on_safeguarding_needs_a_second_agency(walker):
    walk = walker(BUCKS, "analyse", **ALONE)
    said = refuses("BUC-10", COMPLETE, walk, "analyse", "fewer than two agencies take part")
    assert [missing.reason for missing in said.missing] == ["1 named; at least 2 are needed"]
    joined_by(walk, "council", "nhs-cluster")
    lets("BUC-10", COMPLETE, walk, "analyse")
    completes(walk, "analyse")


@pytest.mark.rule("BUC-10")
def test_buc_10_holds_at_every_phase(walker):
    walk = placed(walker, BUCKS, "plan", groups=["looked-after"])
    joined_by(walk, "council")
    refuses("BUC-10", COMPLETE, walk, "plan", "fewer than two agencies take part")
    joined_by(walk, "council", "schools")
    lets("BUC-10", COMPLETE, walk, "plan")


@pytest.mark.rule("BUC-10")
def test_buc_10_one_agency_may_do_other_work_alone(walker):
    walk = walker(BUCKS, "analyse", groups=["early-years"], partners=["council"])
    lets("BUC-10", COMPLETE, walk, "analyse")


@pytest.mark.rule("BUC-55")
def test_buc_55_analyse_waits_for_a_source_and_where_it_says_so(walker):
    walk = walker(BUCKS, "analyse")
    waits_for(
        "BUC-55", COMPLETE, walk, "analyse", ["need-source", "need-evidence"], "the analysis names no source"
    )
    completes(walk, "analyse")


@pytest.mark.rule("BUC-92")
def test_buc_92_analyse_waits_for_participation_in_it(walker):
    walk = walker(BUCKS, "analyse")
    waits_for(
        "BUC-92", COMPLETE, walk, "analyse", ["participation-in-analysis"],
        "nobody's participation in the needs analysis is on record",
    )  # fmt: skip


# Plan ------------------------------------------------------------------------------------


@pytest.mark.rule("BUC-22")
def test_buc_22_plan_waits_for_the_answers_on_evidence_and_on_make_or_buy(walker):
    walk = placed(walker, BUCKS, "plan")
    waits_for(
        "BUC-22", COMPLETE, walk, "plan", ["evidence-based-practice", "make-or-buy"],
        "the questions on evidence and on make or buy are not both answered", reason_will_do=True,
    )  # fmt: skip


@pytest.mark.rule("BUC-22")
def test_buc_22_plan_goes_on_without_the_answers_for_a_reason_that_is_kept(walker):
    walk = placed(walker, BUCKS, "plan")
    passes_with_a_reason("BUC-22", COMPLETE, walk, "plan", by=walk.lead)


@pytest.mark.rule("BUC-33")
def test_buc_33_plan_waits_for_the_source_of_its_evidence(walker):
    walk = placed(walker, BUCKS, "plan")
    waits_for(
        "BUC-33",
        COMPLETE,
        walk,
        "plan",
        ["evidence-source"],
        "no source is given for the evidence it rests on",
    )
    completes(walk, "plan")


@pytest.mark.rule("BUC-35")
def test_buc_35_plan_waits_to_hear_how_its_outcomes_will_last(walker):
    walk = placed(walker, BUCKS, "plan")
    waits_for(
        "BUC-35",
        COMPLETE,
        walk,
        "plan",
        ["sustainability"],
        "how its outcomes will last",
        reason_will_do=True,
    )


@pytest.mark.rule("BUC-35")
def test_buc_35_plan_goes_on_without_that_for_a_reason_that_is_kept(walker):
    walk = placed(walker, BUCKS, "plan")
    passes_with_a_reason("BUC-35", COMPLETE, walk, "plan", by=walk.lead)


@pytest.mark.rule("BUC-40")
def test_buc_40_plan_waits_to_hear_that_smaller_suppliers_have_a_fair_chance(walker):
    walk = placed(walker, BUCKS, "plan")
    waits_for(
        "BUC-40", COMPLETE, walk, "plan", ["small-supplier-statement"],
        "smaller suppliers are not put at a disadvantage", reason_will_do=True,
    )  # fmt: skip


@pytest.mark.rule("BUC-40")
def test_buc_40_plan_goes_on_without_that_for_a_reason_that_is_kept(walker):
    walk = placed(walker, BUCKS, "plan")
    passes_with_a_reason("BUC-40", COMPLETE, walk, "plan", by=walk.lead)


@pytest.mark.rule("BUC-47")
def test_buc_47_plan_waits_for_the_safeguarding_statement(walker):
    walk = placed(walker, BUCKS, "plan")
    waits_for(
        "BUC-47", COMPLETE, walk, "plan", ["safeguarding-statement"], "the safeguarding statement is missing"
    )


# Do and review ---------------------------------------------------------------------------


@pytest.mark.rule("BUC-50")
def test_buc_50_do_waits_for_the_agreed_plan_the_specification_and_the_agreement(walker):
    walk = placed(walker, BUCKS, "do")
    waits_for(
        "BUC-50", COMPLETE, walk, "do", ["agreed-plan", "service-specification", "written-agreement"],
        "lacks an agreed plan, a written agreement or a specification",
    )  # fmt: skip
    completes(walk, "do")


@pytest.mark.rule("BUC-93")
def test_buc_93_review_waits_for_users_part_in_gathering_feedback(walker):
    walk = placed(walker, BUCKS, "review")
    waits_for("BUC-93", COMPLETE, walk, "review", ["feedback-participation"], "how users took part")
    completes(walk, "review")


# Decisions -------------------------------------------------------------------------------


@pytest.mark.rule("BUC-12")
def test_buc_12_a_member_with_an_interest_gives_no_view(walker):
    item = put(placed(walker, BUCKS, "plan"), "agree-approach", "plan")
    nurse = person("mei.fong")
    declare_interest(item=item, what="My sister runs one of the nurseries.", by=nurse)
    said = refused(
        "BUC-12",
        vote,
        says="you have declared an interest in it",
        item=item,
        verdict="agree",
        reason="",
        by=nurse,
    )
    assert [missing.reason for missing in said.missing] == ["Mei Fong declared an interest"]
    assert not said.overridable


@pytest.mark.rule("BUC-12")
def test_buc_12_members_without_an_interest_give_theirs(walker):
    item = put(placed(walker, BUCKS, "plan"), "agree-approach", "plan")
    declare_interest(item=item, what="My sister runs one of the nurseries.", by=person("mei.fong"))
    vote(item=item, verdict="agree", reason="", by=person("gareth.selby"))
    assert item.votes.get().person == person("gareth.selby")


@pytest.mark.rule("BUC-12")
def test_buc_12_a_view_given_before_an_interest_is_declared_does_not_count(walker):
    item = put(placed(walker, BUCKS, "plan"), "agree-approach", "plan")
    nurse = person("mei.fong")
    vote(item=item, verdict="agree", reason="", by=nurse)
    declare_interest(item=item, what="My sister runs one of the nurseries.", by=nurse)
    assert not item.votes.exists()


@pytest.mark.rule("BUC-30")
def test_buc_30_a_decision_waits_for_the_outcome_and_the_priority_it_serves(walker):
    item = put(placed(walker, BUCKS, "plan"), "agree-approach", "plan")
    said = refused("BUC-30", decide, says="not linked to an outcome and a priority", item=item, rationale=" ")
    assert [missing.reason for missing in said.missing] == ["Say which outcome improves, and how"]
    assert not said.overridable
    assert decide(item=item, rationale=RATIONALE).rationale == RATIONALE
