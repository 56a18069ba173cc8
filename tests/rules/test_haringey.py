"""The rules of Haringey that bite today: one promise at a time."""

import pytest

from commissioning.actions.exercise import close_exercise, edit_exercise
from commissioning.actions.step import complete_step, go_back
from tests.rules.asserting import (
    COMPLETE,
    START,
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
from tests.rules.bodies import administrator, decide, next_version, put_forward, put_to
from tests.trust_data import trust
from trusts.actions.blueprint import adopt_blueprint
from trusts.models import Decision

HARINGEY = "haringey"
ALONE = {"level": "operational", "joint-stage": "single-agency"}


def without_partner(walker, code):
    """A partner is taken off the area."""
    exercise = now(walker)
    edit_exercise(
        exercise=exercise, version=exercise.version, by=walker.worker, levels=exercise.levels,
        outcomes=exercise.codes("outcome"), groups=exercise.codes("group"),
        localities=list(exercise.localities.all()), organisations=list(exercise.organisations.exclude(code=code)),
    )  # fmt: skip


# The framework and the bodies ------------------------------------------------------------


@pytest.mark.rule("HAR-5")
def test_har_5_no_version_is_adopted_without_a_decision_of_the_board(db):
    version = next_version(HARINGEY)
    said = refused(
        "HAR-5", adopt_blueprint, says="no decision of the partnership board is on record",
        blueprint=version, decision=None, by=administrator(HARINGEY),
    )  # fmt: skip
    assert said.who == ("Children and Young People's Strategic Partnership Board",)
    assert not said.overridable
    decide(item=put_forward(version))
    assert trust(HARINGEY).blueprint == version
    version.refresh_from_db()
    assert version.state == "in-force"


@pytest.mark.rule("HAR-5")
def test_har_5_a_decision_on_another_version_does_not_do(db):
    version = next_version(HARINGEY)
    adopted = Decision.objects.get(trust__code=HARINGEY)
    refused(
        "HAR-5", adopt_blueprint, says="no decision of the partnership board is on record",
        blueprint=version, decision=adopted, by=administrator(HARINGEY),
    )  # fmt: skip


@pytest.mark.rule("HAR-5")
def test_har_5_a_version_that_the_board_refers_back_is_a_draft_again(db):
    version = next_version(HARINGEY)
    before = trust(HARINGEY).blueprint
    decide(item=put_forward(version), outcome="refer-back")
    version.refresh_from_db()
    assert version.state == "draft"
    assert trust(HARINGEY).blueprint == before


@pytest.mark.rule("HAR-6")
def test_har_6_a_body_that_is_not_set_up_decides_nothing(walker):
    item = put_to(
        placed(walker, HARINGEY, "plan-responses"), "joint-commissioning-board", "funding-arrangement", ""
    )
    said = refused("HAR-6", decide, says="This body cannot decide yet", item=item)
    assert [missing.reason for missing in said.missing] == [
        "Joint Commissioning Board has no terms of reference",
        "Joint Commissioning Board has no meeting frequency",
    ]
    assert not said.overridable


@pytest.mark.rule("HAR-6")
def test_har_6_it_decides_once_its_terms_and_meetings_are_adopted(walker):
    def set_up(text):
        code = "- code: joint-commissioning-board\n"
        return text.replace(
            code, f"{code}    terms_of_reference: As agreed.\n    meets: Every two months\n", 1
        )

    decide(item=put_forward(next_version(HARINGEY, set_up)))
    walk = walker(HARINGEY)
    item = put_to(walk, "joint-commissioning-board", "funding-arrangement", "")
    assert decide(item=item).in_favour


@pytest.mark.rule("HAR-35")
def test_har_35_the_framework_goes_to_the_board_with_all_eight_parts(db):
    version = next_version(HARINGEY, lambda text: text.split("\naction_plan:")[0])
    said = refused("HAR-35", put_forward, says="one of its eight parts is empty", blueprint=version)
    assert [missing.reason for missing in said.missing] == ["The part ‘action plan’ is empty"]
    assert not said.overridable


@pytest.mark.rule("HAR-35")
def test_har_35_a_framework_with_every_part_goes_to_the_board(db):
    version = next_version(HARINGEY)
    assert put_forward(version).state == "waiting"
    version.refresh_from_db()
    assert version.state == "submitted"


# Every step ------------------------------------------------------------------------------


@pytest.mark.rule("HAR-11")
def test_har_11_an_area_waits_until_every_agency_has_signed_up(walker):
    walk = walker(HARINGEY, "set-outcomes", start=False, partners=["council", "pct", "schools"])
    said = refuses("HAR-11", START, walk, "set-outcomes", "a partner agency has not agreed the principles")
    assert [missing.reason for missing in said.missing] == ["Haringey schools has not signed up"]
    decide(item=put_forward(next_version(HARINGEY, lambda text: text.replace("consulted", "committed"))))
    lets("HAR-11", START, walk, "set-outcomes")
    walk.start(walk.exercise.framework.step("set-outcomes"))


@pytest.mark.rule("HAR-11")
def test_har_11_an_area_goes_on_without_the_agency_that_has_not(walker):
    walk = walker(HARINGEY, "set-outcomes", start=False, partners=["council", "pct", "schools"])
    refuses("HAR-11", START, walk, "set-outcomes", "a partner agency has not agreed the principles")
    without_partner(walk, "schools")
    lets("HAR-11", START, walk, "set-outcomes")


@pytest.mark.rule("HAR-11")
def test_har_11_one_agencys_own_commissioning_is_not_bound(walker):
    walk = walker(HARINGEY, "set-outcomes", start=False, partners=["council", "schools"], levels=ALONE)
    lets("HAR-11", START, walk, "set-outcomes")


@pytest.mark.rule("HAR-21")
def test_har_21_no_step_is_completed_before_the_one_ahead_of_it(walker):
    walk = walker(HARINGEY, "set-outcomes")
    walk.start(walk.exercise.framework.step("assess-need"))
    said = refuses("HAR-21", COMPLETE, walk, "assess-need", "the step before it is not complete")
    assert [missing.reason for missing in said.missing] == ["‘Set outcomes’ is not complete"]
    complete_step(exercise=walk.exercise, step="set-outcomes", by=walk.worker)
    lets("HAR-21", COMPLETE, walk, "assess-need")


@pytest.mark.rule("HAR-21")
def test_har_21_holds_again_when_the_step_ahead_is_gone_back_to(walker):
    walk = placed(walker, HARINGEY, "assess-need")
    lets("HAR-21", COMPLETE, walk, "assess-need")
    go_back(
        exercise=walk.exercise,
        step="set-outcomes",
        reason="Parents asked for another outcome.",
        by=walk.worker,
    )
    refuses("HAR-21", COMPLETE, walk, "assess-need", "the step before it is not complete")


# Assess need, and plan responses ---------------------------------------------------------


@pytest.mark.rule("HAR-86")
def test_har_86_the_assessment_waits_for_children_and_families(walker):
    walk = placed(walker, HARINGEY, "assess-need")
    waits_for(
        "HAR-86", COMPLETE, walk, "assess-need", ["participation"],
        "no participation of children and families is recorded",
    )  # fmt: skip
    completes(walk, "assess-need")


@pytest.mark.rule("HAR-39")
def test_har_39_the_plan_waits_for_its_statement_on_diversity(walker):
    walk = placed(walker, HARINGEY, "plan-responses")
    waits_for(
        "HAR-39", COMPLETE, walk, "plan-responses", ["diversity-statement"],
        "there is no statement on the borough's diversity", reason_will_do=True,
    )  # fmt: skip
    completes(walk, "plan-responses")


@pytest.mark.rule("HAR-39")
def test_har_39_the_plan_goes_on_without_it_for_a_reason_that_is_kept(walker):
    walk = placed(walker, HARINGEY, "plan-responses")
    passes_with_a_reason("HAR-39", COMPLETE, walk, "plan-responses", by=walk.lead)


@pytest.mark.rule("HAR-43")
def test_har_43_the_plan_waits_for_its_evidence(walker):
    walk = placed(walker, HARINGEY, "plan-responses")
    waits_for(
        "HAR-43", COMPLETE, walk, "plan-responses", ["evidence-cited"],
        "no evidence is cited for the planned response", reason_will_do=True,
    )  # fmt: skip


@pytest.mark.rule("HAR-43")
def test_har_43_the_plan_goes_on_without_it_for_a_reason_that_is_kept(walker):
    walk = placed(walker, HARINGEY, "plan-responses")
    passes_with_a_reason("HAR-43", COMPLETE, walk, "plan-responses", by=walk.lead)


@pytest.mark.rule("HAR-50")
def test_har_50_an_early_area_is_specified_once_its_options_are_appraised(walker):
    walk = placed(walker, HARINGEY, "plan-responses")
    waits_for(
        "HAR-50", START, walk, "specify", ["options-appraisal"], "no options appraisal is recorded",
        at="plan-responses",
    )  # fmt: skip
    walk.start(walk.exercise.framework.step("specify"))


@pytest.mark.rule("HAR-50")
def test_har_50_binds_early_areas_only(walker):
    complex_area = {"level": "operational", "joint-stage": "complex"}
    lets("HAR-50", START, placed(walker, HARINGEY, "plan-responses", levels=complex_area), "specify")


# Secure, monitor and close ---------------------------------------------------------------


@pytest.mark.rule("HAR-58")
def test_har_58_nothing_is_secured_before_its_outcomes_can_be_monitored(walker):
    walk = placed(walker, HARINGEY, "specify")
    waits_for(
        "HAR-58", START, walk, "secure", ["outcome-monitoring"], "the investment has no outcome monitoring",
        at="specify",
    )  # fmt: skip
    walk.start(walk.exercise.framework.step("secure"))


@pytest.mark.rule("HAR-53")
def test_har_53_nothing_is_delivered_before_it_is_agreed_in_writing_and_monitored(walker):
    walk = placed(walker, HARINGEY, "secure")
    waits_for(
        "HAR-53", START, walk, "monitor", ["written-agreement", "monitoring-arrangements"],
        "the written agreement or its monitoring is missing", at="secure",
    )  # fmt: skip
    walk.start(walk.exercise.framework.step("monitor"))


@pytest.mark.rule("HAR-60")
def test_har_60_an_early_area_closes_once_it_has_interim_monitoring(walker):
    walk = placed(walker, HARINGEY, "monitor")
    complete_step(exercise=walk.exercise, step="monitor", by=walk.worker)
    closing = {"exercise": walk.exercise, "learned": "Go out to families.", "by": walk.worker, "again": False}
    said = refused("HAR-60", close_exercise, says="it has no interim monitoring", **closing)
    assert [missing.reason for missing in said.missing] == ["‘Interim monitoring’ is not recorded"]
    assert not said.overridable
    go_back(exercise=walk.exercise, step="monitor", reason="The interim figures are in.", by=walk.worker)
    record(walk, "monitor", "interim-monitoring")
    complete_step(exercise=walk.exercise, step="monitor", by=walk.worker)
    close_exercise(**closing)
    assert now(walk).state == "closed"


@pytest.mark.rule("HAR-60")
def test_har_60_binds_early_areas_only(walker):
    walk = placed(walker, HARINGEY, "monitor", levels={"level": "operational", "joint-stage": "complex"})
    complete_step(exercise=walk.exercise, step="monitor", by=walk.worker)
    close_exercise(exercise=walk.exercise, learned="Go out to families.", by=walk.worker, again=False)
    assert now(walk).state == "closed"
