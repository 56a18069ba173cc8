"""County Durham's rules on who owns and leads the work, the framework, the audit and the ideal type."""

import pytest

from commissioning.actions.entry import record_entry, tick
from commissioning.actions.exercise import assign, edit_exercise
from commissioning.actions.step import go_back
from needs.models import Priority
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
from tests.rules.bodies import RATIONALE, administrator, decide, decided, next_version, put, put_forward
from tests.rules.records import maker
from tests.trust_data import person, trust
from trusts.actions.blueprint import adopt_blueprint
from trusts.actions.membership import seat_member
from trusts.models import Body, Decision, Seat

DURHAM = "county-durham"
SPECIALIST = {"level": "strategic", "reach": "county", "tier": "specialist"}
COUNTY = {
    "owner": "jcu",
    "localities": [],
    "levels": {"level": "strategic", "reach": "county", "tier": "targeted"},
}


def up_to_change(walker):
    """Stands at identifying change, with an ideal model that nobody has been asked about."""
    walk = walker(DURHAM, "ideal-type")
    walk.start(walk.exercise.framework.step("identify-change"))
    return walk


def ticked(walk, step, kind, *codes):
    """The officer ticks these off at a step."""
    tick(exercise=walk.exercise, step=step, by=walk.worker, done=[(kind, code) for code in codes])


def edited(walker, by):
    """What somebody sends who saves the exercise with another summary."""
    exercise = now(walker)
    return {
        "exercise": exercise, "version": exercise.version, "by": by, "levels": exercise.levels,
        "outcomes": exercise.codes("outcome"), "groups": exercise.codes("group"), "summary": "Written anew.",
        "localities": list(exercise.localities.all()), "organisations": list(exercise.organisations.all()),
    }  # fmt: skip


# Starting, and who may change it ---------------------------------------------------------


@pytest.mark.rule("DUR-18")
def test_dur_18_no_local_board_owns_a_county_wide_specialist_service(walker):
    walk = walker(DURHAM, create=False, owner="lcb-east", levels=SPECIALIST, localities=[])
    said = refused("DUR-18", walk.create, says="cannot be owned by one Local Children's Board")
    assert said.missing[0].reason.startswith("It is owned by East Local Children's Board, not by")
    assert not said.overridable
    walk.entry["owner"] = "jcu"
    assert walk.create().owner.code == "jcu"


@pytest.mark.rule("DUR-18")
@pytest.mark.parametrize("change", [{"reach": "locality"}, {"tier": "targeted"}])
def test_dur_18_a_local_board_owns_any_other_service(walker, change):
    walk = walker(DURHAM, owner="lcb-east", levels=SPECIALIST | change)
    assert walk.exercise.owner.code == "lcb-east"


@pytest.mark.rule("DUR-18")
def test_dur_18_nor_does_its_exercise_become_one(walker):
    walk = walker(DURHAM, owner="lcb-east")
    change = edited(walk, walk.worker) | {"levels": SPECIALIST}
    refused("DUR-18", edit_exercise, says="cannot be owned by one Local Children's Board", **change)
    edit_exercise(**change | {"owner": Body.objects.get(trust=walk.trust, code="jcu")})
    assert now(walk).owner.code == "jcu"


@pytest.mark.rule("DUR-160")
def test_dur_160_an_exercise_names_the_priority_it_comes_from(walker):
    walk = walker(DURHAM, create=False, priority="  ")
    said = refused(
        "DUR-160", walk.create, says="it names no priority of the Children and Young People's Plan"
    )
    assert not said.overridable
    walk.entry["priority"] = "KIP 2: children ready to learn at five"
    assert walk.create().priority == "KIP 2: children ready to learn at five"


@pytest.mark.rule("DUR-160")
def test_dur_160_it_names_one_as_long_as_it_lives(walker):
    walk = walker(DURHAM)
    blank = edited(walk, walk.worker) | {"priority": " "}
    refused(
        "DUR-160", edit_exercise, says="it names no priority of the Children and Young People's Plan", **blank
    )
    edit_exercise(**blank | {"priority": "KIP 3"})
    assert now(walk).priority == "KIP 3"


@pytest.mark.rule("DUR-160")
def test_dur_160_a_priority_on_record_counts_once_it_is_agreed(walker):
    walk, made = walker(DURHAM), maker(DURHAM)
    priority = made.make("priority")
    only_this = edited(walk, walk.worker) | {"priority": "", "priorities": [priority]}
    said = refused("DUR-160", edit_exercise, says="it names no priority", **only_this)
    assert [missing.reason for missing in said.missing] == [f"‘{priority}’ is not agreed"]
    Priority.objects.filter(pk=priority.pk).update(state=Priority.State.AGREED)
    edit_exercise(**only_this)
    assert list(now(walk).priorities.all()) == [priority]


@pytest.mark.rule("DUR-29")
def test_dur_29_a_board_does_not_change_what_belongs_to_another_locality(walker):
    walk = walker(DURHAM)
    said = refused(
        "DUR-29",
        edit_exercise,
        says="it belongs to another locality",
        **edited(walk, person("nadia.hussain")),
    )
    assert [missing.reason for missing in said.missing] == ["It belongs to East"]
    assert not said.overridable
    edit_exercise(**edited(walk, person("wei.huang")))
    assert now(walk).summary == "Written anew."


@pytest.mark.rule("DUR-29")
def test_dur_29_nor_records_anything_there(walker):
    walk = walker(DURHAM, "audit")
    finding = {
        "exercise": walk.exercise,
        "step": "audit",
        "kind": "output",
        "code": "audit-conclusion",
        "text": "No, there is a gap",
    }
    refused(
        "DUR-29", record_entry, says="it belongs to another locality", by=person("nadia.hussain"), **finding
    )
    record_entry(by=person("wei.huang"), **finding)
    assert now(walk).entry("audit", "output", "audit-conclusion").by == person("wei.huang")


@pytest.mark.rule("DUR-29")
def test_dur_29_nor_changes_what_belongs_to_the_whole_county(walker):
    walk = walker(DURHAM, **COUNTY)
    said = refused(
        "DUR-29", edit_exercise, says="or to the whole county", **edited(walk, person("nadia.hussain"))
    )
    assert [missing.reason for missing in said.missing] == ["It belongs to the whole area"]
    edit_exercise(**edited(walk, walk.worker))
    assert now(walk).summary == "Written anew."


@pytest.mark.rule("DUR-29")
def test_dur_29_who_serves_the_whole_county_changes_it(walker):
    walk = walker(DURHAM)
    edit_exercise(**edited(walk, person("joel.mensah")))
    assert now(walk).summary == "Written anew."


@pytest.mark.rule("DUR-54")
def test_dur_54_the_audit_waits_for_a_lead_commissioner_of_its_outcome(walker):
    walk = walker(DURHAM, "audit", start=False, outcomes=["ecm.healthy", "ecm.economic"])
    said = refuses("DUR-54", START, walk, "audit", "an outcome it serves has no Lead Commissioner")
    assert [m.reason for m in said.missing] == [
        "The seat ‘Lead Commissioner for economic wellbeing’ is vacant",
    ]  # fmt: skip
    seat = Seat.objects.get(body__trust=walk.trust, code="lead-economic-wellbeing")
    seat_member(body=seat.body, person=person("ravi.desai"), position=seat.position, seat=seat, by=None)
    lets("DUR-54", START, walk, "audit")
    walk.start(walk.exercise.framework.step("audit"))


@pytest.mark.rule("DUR-89")
def test_dur_89_the_audit_waits_for_a_commissioning_officer(walker):
    walk = walker(DURHAM, "audit", start=False, officer=None)
    said = refuses("DUR-89", START, walk, "audit", "no Commissioning Officer is named")
    assert "Lead Commissioner" in said.who
    exercise = now(walk)
    assign(
        exercise=exercise, lead=walk.lead, officer=person("mina.hart"), version=exercise.version, by=walk.lead
    )
    lets("DUR-89", START, walk, "audit")
    walk.start(walk.exercise.framework.step("audit"))


@pytest.mark.rule("DUR-10")
def test_dur_10_no_framework_comes_into_force_without_the_executive_board(db):
    version = next_version(DURHAM)
    said = refused(
        "DUR-10", adopt_blueprint, says="the Children's Executive Board has not adopted it",
        blueprint=version, decision=None, by=administrator(DURHAM),
    )  # fmt: skip
    assert said.who == ("Children's Executive Board",)
    assert not said.overridable
    before = trust(DURHAM).blueprint
    decide(item=put_forward(version))
    version.refresh_from_db()
    before.refresh_from_db()
    assert (version.state, before.state) == ("in-force", "retired")
    assert trust(DURHAM).blueprint == version


@pytest.mark.rule("DUR-10")
def test_dur_10_a_decision_on_another_version_does_not_do(db):
    refused(
        "DUR-10", adopt_blueprint, says="the Children's Executive Board has not adopted it",
        blueprint=next_version(DURHAM), decision=Decision.objects.get(trust__code=DURHAM), by=administrator(DURHAM),
    )  # fmt: skip


# Every stage, and every decision ---------------------------------------------------------


@pytest.mark.rule("DUR-133")
def test_dur_133_no_stage_is_finished_before_participation_is_recorded(walker):
    walk = walker(DURHAM, "audit")
    waits_for(
        "DUR-133", COMPLETE, walk, "audit", ["participation"], "nothing is recorded about participation"
    )
    completes(walk, "audit")


@pytest.mark.rule("DUR-133")
def test_dur_133_each_stage_asks_for_participation_anew(walker):
    walk = walker(DURHAM, "audit")
    record(walk, "audit", "participation")
    ticked(walk, "audit", "strand", "performance", "need", "current-services")
    walk.start(walk.exercise.framework.step("ideal-type"))
    waits_for(
        "DUR-133", COMPLETE, walk, "ideal-type", ["participation"], "nothing is recorded about participation"
    )


@pytest.mark.rule("DUR-133")
def test_dur_133_binds_at_all_eight_stages(db):
    framework = trust(DURHAM).framework
    bound = [
        s.code for s in framework.steps if "DUR-133" in [g.id for g in framework.gates(COMPLETE, step=s.code)]
    ]
    assert bound == [step.code for step in framework.steps]
    assert bound == framework.steps_with_output("participation")


@pytest.mark.rule("DUR-132")
def test_dur_132_a_decision_says_which_outcome_improves_and_how(walker):
    item = put(walker(DURHAM, "audit"), "activity", "audit")
    said = refused("DUR-132", decide, says="which outcome improves and how", item=item, rationale=" ")
    assert [missing.reason for missing in said.missing] == ["Say which outcome improves, and how"]
    assert not said.overridable
    assert decide(item=item, rationale=RATIONALE).rationale == RATIONALE


# Audit -----------------------------------------------------------------------------------


@pytest.mark.rule("DUR-88")
def test_dur_88_the_audit_ends_once_the_unit_agreed_activity_and_timescales(walker):
    walk = walker(DURHAM, "audit")
    said = refuses("DUR-88", COMPLETE, walk, "audit", "has not agreed the activity and its timescales")
    assert [m.reason for m in said.missing] == [
        "‘Commissioning activity and timescales’ has not been put to a body"
    ]
    assert said.who == ("Joint Commissioning Unit",)
    assert said.meets is not None
    decided(walk, "activity", "audit")
    lets("DUR-88", COMPLETE, walk, "audit")


@pytest.mark.rule("DUR-88")
def test_dur_88_asking_is_not_enough(walker):
    walk = walker(DURHAM, "audit")
    item = put(walk, "activity", "audit")
    said = refuses("DUR-88", COMPLETE, walk, "audit", "has not agreed the activity and its timescales")
    assert said.missing[0].reason.startswith("Joint Commissioning Unit has not decided")
    decide(item=item, outcome="refer-back")
    refuses("DUR-88", COMPLETE, walk, "audit", "has not agreed the activity and its timescales")


@pytest.mark.rule("DUR-75")
def test_dur_75_county_wide_work_says_why_it_is_not_local(walker):
    walk = walker(DURHAM, "audit", **COUNTY)
    waits_for(
        "DUR-75", COMPLETE, walk, "audit", ["why-county-wide"], "why this is county-wide rather than local",
        reason_will_do=True,
    )  # fmt: skip


@pytest.mark.rule("DUR-75")
def test_dur_75_it_goes_on_without_for_a_reason_that_is_kept(walker):
    walk = walker(DURHAM, "audit", **COUNTY)
    passes_with_a_reason("DUR-75", COMPLETE, walk, "audit", by=walk.lead)


@pytest.mark.rule("DUR-75")
def test_dur_75_local_work_is_not_asked(walker):
    lets("DUR-75", COMPLETE, walker(DURHAM, "audit"), "audit")


@pytest.mark.rule("DUR-78")
def test_dur_78_nothing_is_designed_before_the_audit_has_its_three_strands(walker):
    walk = walker(DURHAM, "audit")
    said = refuses("DUR-78", START, walk, "ideal-type", "the audit of performance, need and current services")
    assert [missing.reason for missing in said.missing] == [
        "‘Performance’ is not complete", "‘Need’ is not complete", "‘Current services’ is not complete",
    ]  # fmt: skip
    ticked(walk, "audit", "strand", "performance", "need")
    refuses("DUR-78", START, walk, "ideal-type", "the audit of performance, need and current services")
    ticked(walk, "audit", "strand", "current-services")
    lets("DUR-78", START, walk, "ideal-type")
    walk.start(walk.exercise.framework.step("ideal-type"))


# Ideal type ------------------------------------------------------------------------------


@pytest.mark.rule("DUR-96")
def test_dur_96_specification_waits_for_the_approved_model(walker):
    walk = up_to_change(walker)
    said = refuses("DUR-96", START, walk, "specify", "has not approved the ideal model")
    assert [missing.reason for missing in said.missing] == ["‘Ideal model’ has not been put to a body"]
    assert said.who == ("Joint Commissioning Unit",)
    assert said.meets is not None
    decided(walk, "ideal-model", "ideal-type")
    lets("DUR-96", START, walk, "specify")
    walk.start(walk.exercise.framework.step("specify"))


@pytest.mark.rule("DUR-96")
def test_dur_96_a_model_referred_back_is_not_approved(walker):
    walk = placed(walker, DURHAM, "identify-change")
    decide(item=put(walk, "ideal-model", "ideal-type"), outcome="refer-back")
    refuses("DUR-96", START, walk, "specify", "has not approved the ideal model")


@pytest.mark.rule("DUR-96")
def test_dur_96_a_model_opened_again_is_approved_anew(walker):
    walk = placed(walker, DURHAM, "identify-change")
    decided(walk, "ideal-model", "ideal-type")
    lets("DUR-96", START, walk, "specify")
    go_back(exercise=walk.exercise, step="ideal-type", reason="A better model turned up.", by=walk.worker)
    refuses("DUR-96", START, walk, "specify", "has not approved the ideal model")
