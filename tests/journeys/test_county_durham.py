"""County Durham: local work for the East; the Joint Commissioning Unit decides, the local board sits on the panel."""

import pytest

from tests.journeys.acting import Actor
from tests.journeys.on_record import day
from tests.journeys.rounds import (
    Need,
    begins_the_next_round,
    learns_from_a_review,
    opens_bids,
    puts_need_on_record,
)

pytestmark = pytest.mark.journey

TRUST = "county-durham"
TITLE = "Sleep help for families, East"
UNIT = ["Anjali Mehta", "Fergus Dunn", "Helen Hargreaves", "Sian Morgan"]
"""Members of the unit who take part; four are its quorum."""


BOARD = ["Claire Hodgson", "Yusuf Demir", "Grace Dube"]
"""Members of the executive board who take part; three are its quorum."""
SCHEME = "Sleep advisers who come in the evening"
REVIEW = "Evening visits after three months"
SERVICE = "Evening sleep advice"
PROVIDER = "Northfield Trust, sleep advisers"


def test_local_work_is_agreed_bought_and_reviewed(cast, night):
    officer, lead = cast("mina.hart", TRUST), cast("anjali.mehta", TRUST)
    chair, clerk = cast("rashid.mahmood", TRUST), cast("tolu.martins", TRUST)
    local, elsewhere = cast("wei.huang", TRUST), cast("claire.hodgson", TRUST)
    provider = cast("luca.moretti", TRUST)
    officer.towards = ("Be healthy",)

    work = given_work_for_a_priority(officer)
    given_its_lead(lead, work)
    need = when_it_is_audited(officer, work)
    then_only_the_unit_agrees_the_activity(officer, lead, clerk, work)
    priority = then_only_the_executive_board_agrees_the_priority(officer, elsewhere, clerk, work, need)
    when_the_unit_refers_the_ideal_model_back_and_then_approves(officer, lead, chair, work)
    intention = when_change_is_identified(officer, clerk, work, need, priority)
    then_the_lead_goes_on_without_the_champion(officer, lead, work)
    fund = when_the_money_is_put_together(officer, clerk, priority)
    specification = when_it_is_specified(officer, chair, work, priority, intention)
    award = when_it_is_bought_from_the_select_list(
        officer, lead, local, chair, work, specification, priority, night
    )
    then_a_member_of_the_local_board_sits_on_the_panel(officer, local, elsewhere, work)
    contract = then_the_contract_measures_quality_too(officer, work, award, specification, fund)
    when_the_new_service_starts_and_no_old_one_ends(officer, work)
    filed = when_the_contract_is_monitored(officer, lead, provider, work, contract)
    then_a_veto_stops_an_extension_until_it_is_lifted(officer, clerk, contract)
    learns_from_a_review(officer, work, contract, filed, REVIEW, "Two more hours of sleep. Invented.")
    following = officer.closes(work, "Evening calls helped more than leaflets. Invented.")
    begins_the_next_round(officer, following, need, REVIEW, "Fathers who work at night are not reached",
                          "Calls about sleep, by ward", "Children sleep through the night", SCHEME)  # fmt: skip
    then_what_still_stands_came_along(officer, following)


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


def when_it_is_audited(officer: Actor, work: str) -> Need:
    officer.works_through(work, "audit")
    return puts_need_on_record(
        officer, work, figures="Calls about sleep, by ward", voices="Evenings at two family centres",
        title="Sleep in families with young children", found="One child in five sleeps badly", localities=["East"],
    )  # fmt: skip


def then_only_the_executive_board_agrees_the_priority(
    officer: Actor, member: Actor, clerk: Actor, work: str, need: Need
) -> str:
    priority = officer.puts_on_record("priority", "Children sleep through the night")
    officer.links(priority, "findings", need.finding, drawn=True)
    officer.goes_to(priority)
    officer.reads_why("DUR-134", "not drawn from the Children and Young People's Plan")
    officer.changes(
        priority, cited_plan="The Children and Young People’s Plan", cites="Every child sleeps well"
    )
    officer.presses_move(priority, "Propose it", "Proposed")
    officer.reads_why("DUR-9", "only the Children's Executive Board agrees priorities")
    item = officer.asks_about(priority, "agree-priority", drawn=True)
    member.votes(item)
    clerk.records_the_decision(item, present=["Yusuf Demir", "Grace Dube"])
    officer.goes_to(priority)
    officer.sees("Agreed", "One child in five sleeps badly")
    officer.works_on(work, priorities=priority)
    return priority


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
    lead.goes_to(item)
    lead.reads_why("DUR-96a", "it is your own work")
    chair.votes(item, "Refer back", "Say how fathers are reached.")
    chair.records_the_decision(item, "Referred back", UNIT[1:], reason="Say how fathers are reached.")
    officer.records(
        work, "ideal-type", "ideal-model", "Evening calls, so that fathers are reached. Invented."
    )
    again = officer.puts_to_the_body(work, "ideal-type", "ideal-model")
    chair.votes(again)
    chair.records_the_decision(again, present=UNIT[1:])
    officer.goes_to(f"{work}steps/ideal-type/")
    officer.sees("Complete", "Approved")


def when_change_is_identified(officer: Actor, clerk: Actor, work: str, need: Need, priority: str) -> str:
    officer.works_through(work, "identify-change", but=("champion-contribution",))
    plan = officer.puts_on_record(
        "plan", "What the East commissions this year", sort="Annual Commissioning Plan"
    )
    officer.goes_to(plan)
    officer.reads_why("DUR-156", "no completed assessment")
    officer.links(plan, "assessments", need.assessment)
    officer.links(plan, "priorities", priority)
    intention = officer.puts_on_record(
        "intention", SCHEME, plan=plan, priority=priority, gap="Nobody comes in the evening. Invented."
    )
    officer.moves(intention, "submit")
    officer.moves(plan, "submit")
    clerk.decides(officer.asks_about(plan, "approve-plan"), BOARD)
    officer.finds(plan, "Approved")
    officer.works_on(work, plans=plan, intentions=intention)
    officer.at(work, "identify-change")
    officer.reads_why("DUR-67", f"‘{SCHEME}’ does not say a measure of effect")
    measure = officer.puts_on_record("measure", "Children who wake rested", priority=priority)
    officer.links(intention, "measures", measure)
    return intention


def then_the_lead_goes_on_without_the_champion(officer: Actor, lead: Actor, work: str) -> None:
    officer.goes_to(f"{work}steps/identify-change/")
    officer.cannot("Complete ‘Identify what needs to change’")
    officer.reads_why("DUR-72", "Delivery Champion has contributed nothing", "Somebody with the authority")
    lead.passes_the_rule(work, "identify-change", "DUR-72", "The champion is away until spring. Invented.")
    officer.goes_to(f"{work}steps/identify-change/")
    officer.completes(work, "identify-change")


def when_the_money_is_put_together(officer: Actor, clerk: Actor, priority: str) -> str:
    fund = officer.puts_on_record("fund", "Sleep, East", arrangement="Aligned budgets")
    officer.links(fund, "priorities", priority)
    officer.puts_on_record(
        "contribution", "From health", fund=fund, organisation="NHS County Durham (Primary Care Trust)"
    )
    officer.goes_to(fund)
    officer.reads_why("DUR-181", "no specific advantage of pooling")
    officer.reads_why("DUR-12", "Children's Executive Board has not determined it")
    officer.changes(fund, **{"particular-advantage-of-pooling": "One bill for two partners. Invented."})
    clerk.decides(officer.asks_about(fund, "set-fund"), BOARD)
    officer.finds(fund, "£100,000")
    allocation = officer.puts_on_record("allocation", "Sleep advisers", fund=fund, priority=priority)
    clerk.decides(officer.asks_about(allocation, "agree-allocation"), BOARD)
    officer.finds(allocation, "Agreed")
    return fund


def when_it_is_specified(officer: Actor, chair: Actor, work: str, priority: str, intention: str) -> str:
    officer.works_through(work, "specify")
    specification = officer.puts_on_record(
        "specification",
        SCHEME,
        drawn=True,
        localities=["East"],
        groups=["Children under five"],
        starts=day(30),
    )
    officer.goes_to(specification)
    officer.sees("It has no measure")
    measure = officer.puts_on_record("measure", "Children who sleep through", specification=specification)
    officer.goes_to(measure)
    officer.reads_why("DUR-169", "not negotiated with the provider and families")
    officer.changes(
        measure,
        drawn=True,
        agreed_with=["Children and young people", "Parents, carers and families", "Providers"],
    )
    officer.moves(measure, "target")
    officer.links(specification, "priorities", priority)
    officer.links(intention, "specifications", specification)
    officer.links(intention, "measures", measure)
    officer.presses_move(specification, "Complete it", "It can be bought now")
    officer.works_on(work, specifications=specification)
    officer.at(work, "specify")
    officer.completes(work, "specify")
    officer.reads_why("DUR-101", "has not agreed the resources")
    for kind in ("resources", "quality-check"):
        item = officer.puts_to_the_body(work, "specify", kind)
        chair.records_the_decision(item, present=UNIT)
    return specification


def when_it_is_bought_from_the_select_list(
    officer: Actor,
    lead: Actor,
    local: Actor,
    chair: Actor,
    work: str,
    specification: str,
    priority: str,
    night,
) -> str:
    northfield = officer.puts_on_record("provider", PROVIDER, organisation="Northfield Trust")
    bought = officer.puts_on_record(
        "procurement",
        SCHEME,
        drawn=True,
        budget_approval=day(45),
        specification=specification,
        level="Thematic or local",
        localities=["East"],
    )
    officer.moves(
        bought, "route", route="Select list of preferred providers", reason="Known to families. Invented."
    )
    officer.goes_to(f"{bought}do/invite/")
    officer.chooses(PROVIDER)
    officer.presses("Invite providers")
    officer.reads_why(
        "DUR-176", "not active on the select list of this priority", f"{PROVIDER} is not active"
    )
    local.puts_on_record(
        "listing", "Sleep advice", provider=northfield, priority=priority, localities=["East"]
    )
    officer.goes_to(f"{bought}do/invite/")
    officer.chooses(PROVIDER)
    officer.presses("Invite providers")
    officer.is_told("Invited")
    then_the_lead_passes_a_rule_on_the_record(officer, lead, bought)
    officer.presses_move(bought, "Open for bids", "It is open for bids")
    panel = {local.name: "East Local Children's Board", officer.name: ""}
    opens_bids(officer, local, bought, northfield, night, **panel)
    award = officer.puts_on_record(
        "award", "To Northfield Trust", procurement=bought, provider=northfield, drawn=True
    )
    chair.decides(officer.asks_about(award, "confirm-award"), UNIT)
    officer.finds(award, "Made")
    officer.finds(bought, "Awarded")
    officer.works_on(work, procurements=bought)
    return award


def then_the_contract_measures_quality_too(
    officer: Actor, work: str, award: str, specification: str, fund: str
) -> str:
    provider = officer.page.locator("main").get_by_role("link", name=PROVIDER, exact=True).first
    officer.goes_to(award)
    northfield = str(provider.get_attribute("href"))
    service = officer.puts_on_record("service", SERVICE, provider=northfield, officer=officer.name)
    contract = officer.puts_on_record(
        "agreement", "Sleep advisers, Northfield", drawn=True, sort="Outcome-based contract", provider=northfield,
        specification=specification, award=award, service=service, fund=fund, officer=officer.name,
    )  # fmt: skip
    officer.goes_to(contract)
    officer.reads_why("DUR-14", "measures only quantity or only quality", "No measure of quality")
    officer.puts_on_record(
        "measure",
        "What parents say of it",
        agreement=contract,
        quadrant="How well it was done",
        unit="per cent",
    )
    officer.presses_move(contract, "Bring it into force", "It is in force")
    officer.moves(service, "deliver")
    officer.works_on(work, agreements=contract, services=service)
    return contract


def then_the_lead_passes_a_rule_on_the_record(officer: Actor, lead: Actor, bought: str) -> None:
    why = "The board meets late this year, and families cannot wait. Invented."
    officer.goes_to(bought)
    officer.reads_why("DUR-203", "budget is approved only after the planned award")
    lead.goes_to(bought)
    lead.reads_why("DUR-203")
    lead.follows("Go ahead with a reason (DUR-203)")
    lead.types("reason", why)
    lead.presses("Go ahead with this reason")
    lead.is_told("Your reason is kept")
    lead.sees("Rules passed with a reason", why)


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


def when_the_contract_is_monitored(
    officer: Actor, lead: Actor, provider: Actor, work: str, contract: str
) -> str:
    officer.works_through(work, "monitor")
    lead.ticks_their_duty(work, "monitor", "dur-114")
    filed = provider.returns_of(contract)[0]
    provider.files(filed, "58", drawn=True)
    officer.presses_move(
        filed, "Accept and rate it", "Rated", rating="On track", judgement="Nearly there. Invented."
    )
    officer.sees("58", "60")
    officer.completes(work, "monitor")
    return filed


def then_a_veto_stops_an_extension_until_it_is_lifted(officer: Actor, clerk: Actor, contract: str) -> None:
    longer = {"ends": day(500), "added": "10000", "reason": "Families ask for another winter. Invented."}
    officer.goes_to(contract)
    service = (
        officer.page.locator("main").get_by_role("link", name=SERVICE, exact=True).last.get_attribute("href")
    )
    veto = officer.puts_on_record("veto", "Until visits are safe", service=service)
    clerk.decides(officer.asks_about(veto, "record-veto"), BOARD)
    officer.goes_to(contract)
    officer.reads_why("DUR-17", "has vetoed commissioning of this service")
    officer.is_refused(f"{contract}do/extend/", "DUR-17", "Until visits are safe", **longer)
    clerk.decides(officer.asks_about(veto, "lift-veto"), BOARD)
    officer.presses_move(contract, "Extend it", "Extended", **longer)
    officer.sees(day(500), "£53,500")


def then_what_still_stands_came_along(officer: Actor, following: str) -> None:
    officer.goes_to(following)
    officer.sees(f"Learned: {TITLE}", "Sleep advisers, Northfield", "Children sleep through the night")
    officer.works_through(following, "audit")
    officer.cannot("Complete ‘Audit’")
