"""County Durham's rules from identifying change to ending the old service."""

import pytest

from commissioning.actions.entry import tick
from commissioning.actions.step import complete_step, go_back
from tests.rules.asserting import (
    COMPLETE,
    START,
    against,
    completes,
    lets,
    now,
    passes_with_a_reason,
    placed,
    record,
    refuses,
    waits_for,
)
from tests.rules.bodies import decide, decided, put
from tests.trust_data import person

DURHAM = "county-durham"
SPECIALIST = {"levels": {"level": "local", "reach": "locality", "tier": "specialist"}}
COUNTY = {
    "owner": "jcu",
    "localities": [],
    "levels": {"level": "strategic", "reach": "county", "tier": "targeted"},
}
LISTENED = ["hear-children", "hear-parents", "hear-providers", "hear-voluntary"]


@pytest.fixture
def changing(walker):
    """An exercise at identifying change, with nothing recorded there."""
    return placed(walker, DURHAM, "identify-change")


@pytest.fixture
def specifying(walker):
    """An exercise being specified, with nothing recorded there."""
    return placed(walker, DURHAM, "specify")


@pytest.fixture
def procuring(walker):
    """An exercise in procurement, with nothing recorded there."""
    return placed(walker, DURHAM, "procure")


def ending(walker):
    """The old service is being run down while the new one is still being introduced."""
    walk = placed(walker, DURHAM, "decommission")
    go_back(exercise=walk.exercise, step="introduce", reason="It opens later than planned.", by=walk.worker)
    return walk


def ticked(walk, step, kind, *codes, by=None):
    """Somebody ticks these off at a step; the officer where nobody is named."""
    tick(exercise=walk.exercise, step=step, by=by or walk.worker, done=[(kind, code) for code in codes])


def names(refusal):
    """What a refusal says is missing."""
    return [missing.reason for missing in refusal.missing]


# Identify change -------------------------------------------------------------------------


@pytest.mark.rule("DUR-58")
def test_dur_58_an_intention_rests_on_all_four_voices(changing):
    says = "lacks input from children, parents, providers or the voluntary sector"
    said = refuses("DUR-58", COMPLETE, changing, "identify-change", says)
    assert len(said.missing) == len(LISTENED)
    ticked(changing, "identify-change", "activity", *LISTENED[:3])
    said = refuses("DUR-58", COMPLETE, changing, "identify-change", says)
    assert names(said) == ["‘Use input from the voluntary sector’ is not done"]
    ticked(changing, "identify-change", "activity", LISTENED[3])
    lets("DUR-58", COMPLETE, changing, "identify-change")
    completes(changing, "identify-change")


@pytest.mark.rule("DUR-84")
@pytest.mark.parametrize(
    "shown", ["They change or are replaced", "They carry on, and the audit shows that they meet need"]
)
def test_dur_84_a_service_does_not_simply_carry_on(changing, shown):
    carries_on = "They carry on, and the audit does not show that they meet need"
    record(changing, "identify-change", "existing-services", carries_on)
    said = refuses(
        "DUR-84", COMPLETE, changing, "identify-change", "an existing service cannot simply carry on"
    )
    assert names(said)[0].startswith(f"‘What happens to existing services’ is {carries_on}, not")
    record(changing, "identify-change", "existing-services", shown)
    lets("DUR-84", COMPLETE, changing, "identify-change")


@pytest.mark.rule("DUR-84")
def test_dur_84_what_happens_to_existing_services_is_on_record(changing):
    said = refuses(
        "DUR-84", COMPLETE, changing, "identify-change", "an existing service cannot simply carry on"
    )
    assert names(said) == ["‘What happens to existing services’ is not recorded"]


@pytest.mark.rule("DUR-161")
def test_dur_161_an_intention_says_which_gap_it_tackles(changing):
    waits_for(
        "DUR-161",
        COMPLETE,
        changing,
        "identify-change",
        ["gap"],
        "which inequality or service gap it tackles",
    )


@pytest.mark.rule("DUR-67")
def test_dur_67_an_intention_has_an_outcome_based_measure(changing):
    waits_for(
        "DUR-67", COMPLETE, changing, "identify-change", ["outcome-measures"], "no outcome-based measure"
    )


@pytest.mark.rule("DUR-72")
def test_dur_72_the_delivery_champion_contributes(changing):
    waits_for(
        "DUR-72", COMPLETE, changing, "identify-change", ["champion-contribution"],
        "the Delivery Champion has contributed nothing on record", reason_will_do=True,
    )  # fmt: skip


@pytest.mark.rule("DUR-72")
def test_dur_72_it_goes_on_without_for_a_reason_that_is_kept(changing):
    passes_with_a_reason("DUR-72", COMPLETE, changing, "identify-change", by=changing.lead)


# Specify ---------------------------------------------------------------------------------


@pytest.mark.rule("DUR-52")
def test_dur_52_a_specification_names_target_group_outcomes_and_timescales(specifying):
    waits_for(
        "DUR-52", COMPLETE, specifying, "specify", ["target-group", "expected-outcomes", "timescales"],
        "the target group, the expected outcomes or the timescale is missing",
    )  # fmt: skip
    completes(specifying, "specify")


@pytest.mark.rule("DUR-103")
def test_dur_103_a_specification_answers_the_need_of_its_locality(specifying):
    waits_for(
        "DUR-103", COMPLETE, specifying, "specify", ["locality-need"],
        "no local need and no contribution of a Local Children's Board",
    )  # fmt: skip


@pytest.mark.rule("DUR-103")
def test_dur_103_county_wide_work_names_no_locality(walker):
    lets("DUR-103", COMPLETE, placed(walker, DURHAM, "specify", **COUNTY), "specify")


@pytest.mark.rule("DUR-82")
def test_dur_82_procurement_waits_for_its_resource(specifying):
    waits_for(
        "DUR-82",
        START,
        specifying,
        "procure",
        ["resources"],
        "the resource for the new service is not identified",
    )


@pytest.mark.rule("DUR-101")
def test_dur_101_procurement_waits_until_the_unit_agreed_the_resources(specifying):
    says = "the Joint Commissioning Unit has not agreed the resources"
    said = refuses("DUR-101", START, specifying, "procure", says)
    assert names(said) == ["‘Resources for the new service’ has not been put to a body"]
    assert (said.who, said.meets is None) == (("Joint Commissioning Unit",), False)
    decide(item=put(specifying, "resources", "specify"), outcome="refuse")
    refuses("DUR-101", START, specifying, "procure", says)
    decided(specifying, "resources", "specify")
    lets("DUR-101", START, specifying, "procure")


@pytest.mark.rule("DUR-40")
def test_dur_40_procurement_waits_for_the_units_quality_check(specifying):
    refuses(
        "DUR-40", START, specifying, "procure", "has not checked this against the joint framework",
        reason_will_do=True,
    )  # fmt: skip
    decided(specifying, "quality-check", "specify")
    lets("DUR-40", START, specifying, "procure")


@pytest.mark.rule("DUR-40")
def test_dur_40_it_goes_on_without_for_a_reason_that_is_kept(specifying):
    passes_with_a_reason("DUR-40", START, specifying, "procure", by=specifying.lead)


@pytest.mark.rule("DUR-139")
def test_dur_139_procurement_waits_until_the_approach_is_confirmed_as_lawful(specifying):
    said = refuses(
        "DUR-139", START, specifying, "procure", "nobody has confirmed that the approach is lawful"
    )
    assert len(said.missing) == 1
    ticked(specifying, "specify", "activity", "confirm-law")
    lets("DUR-139", START, specifying, "procure")


@pytest.mark.rule("DUR-167")
def test_dur_167_procurement_waits_for_outcomes_and_targets(specifying):
    waits_for(
        "DUR-167", START, specifying, "procure", ["expected-outcomes", "targets"],
        "the specification lacks outcomes or targets",
    )  # fmt: skip


@pytest.mark.rule("DUR-82")
@pytest.mark.rule("DUR-101")
@pytest.mark.rule("DUR-139")
@pytest.mark.rule("DUR-167")
def test_procurement_starts_once_nothing_is_missing(walker):
    walk = walker(DURHAM, "procure", start=False)
    assert against(START, walk, "procure") == []
    walk.start(walk.exercise.framework.step("procure"))
    assert now(walk).is_at("procure", "open")


# Procure ---------------------------------------------------------------------------------


@pytest.mark.rule("DUR-177")
def test_dur_177_a_procurement_follows_council_policy_and_the_compact(procuring):
    waits_for(
        "DUR-177", COMPLETE, procuring, "procure", ["policy-confirmed"],
        "council policy and the County Durham Compact are not confirmed",
    )  # fmt: skip


@pytest.mark.rule("DUR-45")
def test_dur_45_an_award_says_why_it_is_best_value(procuring):
    waits_for(
        "DUR-45", COMPLETE, procuring, "procure", ["best-value"], "the award has no best-value statement"
    )
    completes(procuring, "procure")


@pytest.mark.rule("DUR-141")
def test_dur_141_an_award_shows_value_for_money_and_that_it_lasts(procuring):
    waits_for(
        "DUR-141", COMPLETE, procuring, "procure", ["value-for-money", "sustainability"],
        "the value-for-money or the sustainability statement is missing", reason_will_do=True,
    )  # fmt: skip


@pytest.mark.rule("DUR-141")
def test_dur_141_it_goes_on_without_for_a_reason_that_is_kept(procuring):
    passes_with_a_reason("DUR-141", COMPLETE, procuring, "procure", by=procuring.lead)


@pytest.mark.rule("DUR-106")
def test_dur_106_the_unit_itself_awards_a_specialist_service(walker):
    walk = placed(walker, DURHAM, "procure", **SPECIALIST)
    walk.do(walk.exercise.framework.step("procure"))
    said = refuses("DUR-106", COMPLETE, walk, "procure", "has not awarded this specialist service")
    assert said.who == ("Joint Commissioning Unit",)
    decided(walk, "award", "procure")
    assert now(walk).is_at("procure", "complete")


@pytest.mark.rule("DUR-106")
def test_dur_106_other_services_do_not_wait_for_it(procuring):
    lets("DUR-106", COMPLETE, procuring, "procure")


@pytest.mark.rule("DUR-108")
def test_dur_108_a_member_of_the_local_board_sits_on_the_panel(procuring):
    said = refuses(
        "DUR-108", COMPLETE, procuring, "procure", "no member of the Local Children's Board has sat"
    )
    assert said.who == ("Member of a Local Children's Board",)
    ticked(procuring, "procure", "duty", "dur-108", by=person("wei.huang"))
    lets("DUR-108", COMPLETE, procuring, "procure")


@pytest.mark.rule("DUR-108")
def test_dur_108_county_wide_work_has_no_local_panel(walker):
    lets("DUR-108", COMPLETE, placed(walker, DURHAM, "procure", **COUNTY), "procure")


# Introduce, and decommission -------------------------------------------------------------


@pytest.mark.rule("DUR-118")
def test_dur_118_no_local_contract_goes_live_without_a_lead_contract_officer(walker):
    walk = placed(walker, DURHAM, "introduce")
    waits_for(
        "DUR-118",
        COMPLETE,
        walk,
        "introduce",
        ["lead-contract-officer"],
        "has named no Lead Contract Officer",
    )
    completes(walk, "introduce")


@pytest.mark.rule("DUR-118")
def test_dur_118_county_wide_contracts_need_none(walker):
    lets("DUR-118", COMPLETE, placed(walker, DURHAM, "introduce", **COUNTY), "introduce")


@pytest.mark.rule("DUR-119")
def test_dur_119_the_old_service_ends_once_the_new_one_is_live(walker):
    walk = ending(walker)
    said = refuses(
        "DUR-119", COMPLETE, walk, "decommission", "its replacement is not live", reason_will_do=True
    )
    assert names(said) == ["‘Introduce the new service’ is not complete"]
    for output in ("participation", "lead-contract-officer"):
        record(walk, "introduce", output)
    complete_step(exercise=walk.exercise, step="introduce", by=walk.worker)
    lets("DUR-119", COMPLETE, walk, "decommission")
    completes(walk, "decommission")


@pytest.mark.rule("DUR-119")
def test_dur_119_a_service_without_a_successor_ends_for_a_reason_that_is_kept(walker):
    walk = ending(walker)
    passes_with_a_reason("DUR-119", COMPLETE, walk, "decommission", by=walk.lead)
