"""County Durham: local work for the East; the Joint Commissioning Unit decides, the local board sits on the panel."""

import pytest

from tests.journeys.acting import Actor

pytestmark = pytest.mark.journey

TRUST = "county-durham"
TITLE = "Sleep help for families, East"
UNIT = ["Anjali Mehta", "Fergus Dunn", "Helen Hargreaves", "Sian Morgan"]
"""Members of the unit who take part; four are its quorum."""


def test_local_work_is_agreed_bought_and_reviewed(cast):
    officer, lead = cast("mina.hart", TRUST), cast("anjali.mehta", TRUST)
    chair, clerk = cast("rashid.mahmood", TRUST), cast("tolu.martins", TRUST)
    local, elsewhere = cast("wei.huang", TRUST), cast("claire.hodgson", TRUST)

    work = given_work_for_a_priority(officer)
    given_its_lead(lead, work)
    when_it_is_audited(officer, work)
    then_only_the_unit_agrees_the_activity(officer, lead, clerk, work)
    when_the_unit_refers_the_ideal_model_back_and_then_approves(officer, lead, chair, work)
    when_change_is_identified(officer, work)
    then_the_lead_goes_on_without_the_champion(officer, lead, work)
    when_it_is_specified(officer, chair, work)
    then_a_member_of_the_local_board_sits_on_the_panel(officer, local, elsewhere, work)
    when_the_new_service_starts_and_no_old_one_ends(officer, work)
    when_the_contract_is_monitored(officer, lead, work)
    officer.closes(work, "Evening calls helped more than leaflets. Invented.")


def given_work_for_a_priority(officer: Actor) -> str:
    about = {
        "title": TITLE, "owner": "East Local Children's Board", "outcomes": ["Be healthy"], "localities": ["East"],
        "level_level": "Thematic or local", "level_reach": "One or more localities", "level_tier": "Targeted",
    }  # fmt: skip
    officer.goes_to("exercises/new/")
    officer.fills(**about)
    officer.presses("Create")
    officer.reads_why("DUR-160", "names no priority of the Children and Young People's Plan")
    officer.fills(priority="Every child sleeps well")
    officer.presses("Create")
    officer.is_told("Created")
    officer.sees("East Local Children's Board", "Every child sleeps well", officer.name)
    return officer.here


def given_its_lead(lead: Actor, work: str) -> None:
    lead.goes_to(f"{work}assign/")
    lead.fills(lead=lead.name)
    lead.presses("Save")
    lead.is_told("They can work on it from now")


def when_it_is_audited(officer: Actor, work: str) -> None:
    officer.works_through(work, "audit")


def then_only_the_unit_agrees_the_activity(officer: Actor, lead: Actor, clerk: Actor, work: str) -> None:
    officer.at(work, "audit")
    officer.cannot("Complete ‘Audit’")
    officer.reads_why("DUR-88", "has not agreed the activity", "Joint Commissioning Unit")
    item = officer.puts_to_the_body(work, "audit", "activity")
    officer.is_turned_away(
        f"{item}record/", "record what a body decided", "Clerk of the Joint Commissioning Unit"
    )
    lead.votes(item)
    clerk.fills_the_record(item, "Approved", UNIT[1:3])
    clerk.presses("Record the decision")
    clerk.sees("was not quorate", "3 members", "4 are needed")
    clerk.chooses(UNIT[3])
    clerk.presses("Record the decision")
    clerk.is_told("Recorded")
    officer.completes(work, "audit")


def when_the_unit_refers_the_ideal_model_back_and_then_approves(
    officer: Actor, lead: Actor, chair: Actor, work: str
) -> None:
    officer.works_through(work, "ideal-type")
    item = officer.puts_to_the_body(work, "ideal-type", "ideal-model")
    lead.votes(item, "Refer back", "Say how fathers are reached.")
    chair.records_the_decision(item, "Referred back", UNIT[1:], reason="Say how fathers are reached.")
    officer.records(
        work, "ideal-type", "ideal-model", "Evening calls, so that fathers are reached. Invented."
    )
    again = officer.puts_to_the_body(work, "ideal-type", "ideal-model")
    lead.votes(again)
    chair.records_the_decision(again, present=UNIT[1:])
    officer.goes_to(f"{work}steps/ideal-type/")
    officer.sees("Complete", "Approved")


def when_change_is_identified(officer: Actor, work: str) -> None:
    officer.works_through(work, "identify-change", but=("champion-contribution",))


def then_the_lead_goes_on_without_the_champion(officer: Actor, lead: Actor, work: str) -> None:
    officer.at(work, "identify-change")
    officer.cannot("Complete ‘Identify what needs to change’")
    officer.reads_why("DUR-72", "Delivery Champion has contributed nothing", "Somebody with the authority")
    lead.passes_the_rule(work, "identify-change", "DUR-72", "The champion is away until spring. Invented.")
    officer.goes_to(f"{work}steps/identify-change/")
    officer.completes(work, "identify-change")


def when_it_is_specified(officer: Actor, chair: Actor, work: str) -> None:
    officer.works_through(work, "specify")
    officer.completes(work, "specify")
    officer.reads_why("DUR-101", "has not agreed the resources")
    for kind in ("resources", "quality-check"):
        item = officer.puts_to_the_body(work, "specify", kind)
        chair.records_the_decision(item, present=UNIT)


def then_a_member_of_the_local_board_sits_on_the_panel(
    officer: Actor, local: Actor, elsewhere: Actor, work: str
) -> None:
    officer.works_through(work, "procure")
    officer.at(work, "procure")
    officer.reads_why("DUR-108", "no member of the Local Children's Board has sat on the panel")
    for other in (officer, elsewhere):
        other.cannot_tick(work, "procure", "dur-108")
    elsewhere.is_turned_away(f"{work}steps/procure/duty/dur-108/")
    local.ticks_their_duty(work, "procure", "dur-108")
    officer.goes_to(f"{work}steps/procure/")
    officer.completes(work, "procure")


def when_the_new_service_starts_and_no_old_one_ends(officer: Actor, work: str) -> None:
    officer.works_through(work, "introduce")
    officer.completes(work, "introduce")
    officer.goes_to(f"{work}steps/decommission/")
    officer.follows("Mark it as not needed")
    officer.types("reason", "There was no service before. Invented.")
    officer.presses("Mark as not needed")
    officer.is_told("Marked as not needed")


def when_the_contract_is_monitored(officer: Actor, lead: Actor, work: str) -> None:
    officer.works_through(work, "monitor")
    lead.ticks_their_duty(work, "monitor", "dur-114")
    officer.completes(work, "monitor")
