"""Buckinghamshire: four phases; the Joint Commissioning Group agrees the plan, and with that the phase ends."""

import pytest

from tests.journeys.acting import Actor
from tests.journeys.rounds import (
    Need,
    begins_the_next_round,
    learns_from_a_review,
    opens_bids,
    puts_need_on_record,
)

pytestmark = pytest.mark.journey

TRUST = "buckinghamshire"
TITLE = "Someone to trust for young people in care"
GROUP = ["Mei Fong", "Gareth Selby"]


BOARD = ["Gareth Selby", "Priya Subramanian", "Olu Falade"]
PROVIDER = "One to Trust, a charity"
REVIEW = "One adult after a year"


def test_an_activity_walks_the_four_phases(cast, night):
    officer, lead = cast("tariq.shah", TRUST), cast("bronwen.llewellyn", TRUST)
    clerk, member, conflicted = cast("dev.saluja", TRUST), cast("mei.fong", TRUST), cast("olu.falade", TRUST)
    procurement, provider = cast("marcus.lindqvist", TRUST), cast("kasia.sobczak", TRUST)
    officer.towards = ("Stay safe",)

    activity = given_an_activity_with_one_agency(officer)
    need = when_need_is_on_record(officer, activity)
    then_vulnerable_children_need_two_agencies(officer, activity)
    priority = then_only_the_trust_agrees_a_priority_and_it_cites_its_ground(officer, clerk, activity, need)
    when_a_plan_is_made(officer, clerk, activity, priority, need)
    then_the_lead_goes_on_without_a_word_on_smaller_suppliers(officer, lead, activity)
    when_the_group_refers_the_plan_back(officer, member, clerk, activity)
    then_only_the_group_agrees_it_and_says_why(officer, conflicted, member, clerk, activity)
    then_money_waits_for_the_questions_of_the_framework(officer, activity, priority)
    award = when_a_charity_wins_the_tender(officer, lead, clerk, activity, priority, night)
    contract = then_a_charity_gets_a_contract_and_no_service_level_agreement(
        officer, procurement, activity, award
    )
    when_it_is_done(officer, procurement, activity, contract)
    filed = when_the_charity_reports(officer, provider, contract)
    learns_from_a_review(
        officer, activity, contract, filed, REVIEW, "The same adult through two moves. Invented."
    )
    when_it_is_reviewed(officer, member, activity)
    following = officer.closes(activity, "Young people kept the same person through two moves. Invented.")
    begins_the_next_round(officer, following, need, REVIEW, "Care leavers lose their adult at 18",
                          "Moves in care, by year", "Every child in care has one adult", "One adult, contract")  # fmt: skip


def given_an_activity_with_one_agency(officer: Actor) -> str:
    return officer.starts_an_exercise(
        TITLE, owner="Joint Commissioning Group", outcomes=["Stay safe"], groups=["Looked-after children and care leavers"],
        organisations=["Buckinghamshire County Council"], priority="Children in care live close to home",
    )  # fmt: skip


def then_vulnerable_children_need_two_agencies(officer: Actor, activity: str) -> None:
    officer.works_through(activity, "analyse")
    officer.at(activity, "analyse")
    officer.cannot("Complete ‘Analyse’")
    officer.reads_why("BUC-10", "fewer than two agencies take part", "1 named; at least 2 are needed")
    officer.follows("1 named; at least 2 are needed")
    officer.fills(organisations=["Oxfordshire and Buckinghamshire NHS Cluster"])
    officer.presses("Save")
    officer.is_told("Saved")
    officer.completes(activity, "analyse")


def when_need_is_on_record(officer: Actor, activity: str) -> Need:
    return puts_need_on_record(
        officer, activity, figures="Moves in care, by year", voices="The children in care council",
        title="Someone to trust", found="Four in ten had three social workers in a year",
    )  # fmt: skip


def then_only_the_trust_agrees_a_priority_and_it_cites_its_ground(
    officer: Actor, clerk: Actor, activity: str, need: Need
) -> str:
    priority = officer.puts_on_record("priority", "Every child in care has one adult")
    officer.links(priority, "findings", need.finding)
    officer.presses_move(priority, "Propose it", "Proposed")
    officer.reads_why("BUC-61", "None of these is named: cypp, jsna, inspection")
    inspected = officer.puts_on_record(
        "evidence",
        "Inspection of care",
        sort="Inspection or review by a regulator",
        source="The inspectorate, invented",
    )
    officer.links(need.finding, "evidence", inspected)
    officer.goes_to(priority)
    assert "BUC-61" not in officer.rules_in_the_way()
    clerk.records_the_decision(officer.asks_about(priority, "agree-priority", drawn=True), present=BOARD)
    officer.finds(priority, "Agreed")
    officer.works_on(activity, priorities=priority)
    return priority


def when_a_plan_is_made(officer: Actor, clerk: Actor, activity: str, priority: str, need: Need) -> None:
    officer.works_through(activity, "plan", but=("small-supplier-statement",))
    plan = officer.puts_on_record("plan", "Trust, this year", sort="Service-specific commissioning strategy")
    officer.links(plan, "priorities", priority)
    officer.links(plan, "assessments", need.assessment)
    line = officer.puts_on_record("intention", "One adult for each child", plan=plan, priority=priority)
    officer.presses_move(line, "Submit it", "Submitted")
    officer.moves(plan, "submit")
    clerk.decides(officer.asks_about(plan, "approve-plan"), BOARD)
    officer.finds(plan, "Approved")
    officer.works_on(activity, plans=plan, intentions=line)
    officer.at(activity, "plan")


def then_the_lead_goes_on_without_a_word_on_smaller_suppliers(
    officer: Actor, lead: Actor, activity: str
) -> None:
    officer.cannot("Complete ‘Plan’")
    officer.reads_why(
        "BUC-40", "smaller suppliers are not put at a disadvantage", "Somebody with the authority"
    )
    lead.passes_the_rule(activity, "plan", "BUC-40", "Nothing is bought: our own staff do it. Invented.")


def when_the_group_refers_the_plan_back(officer: Actor, member: Actor, clerk: Actor, activity: str) -> None:
    item = officer.puts_to_the_body(activity, "plan", "agree-approach")
    member.votes(item, "Refer back", "Ask the care leavers.")
    clerk.records_the_decision(
        item, "Referred back", ["Gareth Selby", "Olu Falade"], reason="Ask the care leavers."
    )
    officer.records(activity, "plan", "delivery-model", "Care leavers choose their own person. Invented.")


def then_only_the_group_agrees_it_and_says_why(
    officer: Actor, conflicted: Actor, member: Actor, clerk: Actor, activity: str
) -> None:
    item = officer.puts_to_the_body(activity, "plan", "agree-approach")
    officer.is_turned_away(f"{item}record/", "record what a body decided", "Joint Commissioning Group clerk")
    conflicted.goes_to(item)
    conflicted.follows("I have an interest in this")
    conflicted.types("what", "My sister runs one of the providers. Invented.")
    conflicted.presses("Declare it")
    conflicted.reads_why("BUC-12", "declared an interest")
    member.votes(item)
    clerk.fills_the_record(item, "Approved", ["Gareth Selby", "Bronwen Llewellyn"], rationale="")
    clerk.presses("Record the decision")
    clerk.sees("Enter which outcome improves, and how")
    clerk.types("rationale", "Stay safe: one trusted adult, as the priority asks. Invented.")
    clerk.presses("Record the decision")
    clerk.is_told("Recorded")
    officer.goes_to(f"{activity}steps/plan/")
    officer.sees(
        "Complete", "Referred back by Joint Commissioning Group", "Approved by Joint Commissioning Group"
    )


def then_money_waits_for_the_questions_of_the_framework(officer: Actor, activity: str, priority: str) -> None:
    fund = officer.puts_on_record("fund", "Trust", arrangement="Aligned budgets")
    officer.links(fund, "priorities", priority)
    officer.puts_on_record(
        "contribution", "Council", fund=fund, organisation="Buckinghamshire County Council"
    )
    officer.goes_to(fund)
    officer.reads_why("BUC-65", "Not answered: Do the partners want the same outcome for the same children?")
    allocation = officer.puts_on_record("allocation", "One adult", fund=fund, priority=priority)
    officer.goes_to(allocation)
    officer.sees("The fund is not set yet")
    asked = ("same-outcome", "one-budget", "one-holder", "way-out")
    officer.changes(fund, drawn=True, **{f"question-{code}": "Yes" for code in asked})
    officer.sees("Points for pooling", "9 of 9")
    officer.presses_move(fund, "Set the arrangement", "The arrangement is set")
    officer.works_on(activity, funds=fund)


def when_a_charity_wins_the_tender(
    officer: Actor, lead: Actor, clerk: Actor, activity: str, priority: str, night
) -> str:
    charity = officer.puts_on_record(
        "provider", PROVIDER, organisation="Voluntary and community organisations"
    )
    specification = officer.puts_on_record("specification", "One adult for each child", drawn=True)
    officer.links(specification, "priorities", priority)
    measure = officer.puts_on_record(
        "measure",
        "Children with one adult",
        specification=specification,
        quadrant="How much was done",
        target="",
    )
    officer.goes_to(measure)
    officer.reads_why("BUC-51", "‘Agreed level of success’ is not filled in")
    officer.changes(measure, drawn=True, target="60")
    officer.presses_move(measure, "Set its target", "The target is set")
    officer.moves(specification, "complete")
    bought = officer.puts_on_record("procurement", "One adult", specification=specification)
    officer.moves(bought, "route", route="Buy by tender")
    officer.moves(bought, "open")
    opens_bids(officer, lead, bought, charity, night, **{officer.name: ""})
    award = officer.puts_on_record("award", "To the charity", procurement=bought, provider=charity)
    clerk.decides(officer.asks_about(award, "confirm-award"), ["Gareth Selby", "Mei Fong", "Olu Falade"])
    officer.finds(award, "Made")
    officer.works_on(activity, specifications=specification, procurements=bought)
    return award


def then_a_charity_gets_a_contract_and_no_service_level_agreement(
    officer: Actor, adviser: Actor, activity: str, award: str
) -> str:
    officer.goes_to(award)
    charity = str(officer.page.get_by_role("link", name=PROVIDER, exact=True).first.get_attribute("href"))
    offered = officer.puts_on_record(
        "agreement", "One adult, contract", drawn=True, sort="Service level agreement", provider=charity, award=award,
        officer=officer.name, **{"particular-safeguarding-board-clause": "Clause 9. Invented.",
                                 "particular-consumer-feedback": "Cards the children fill in. Invented.",
                                 "particular-consumer-feedback-frequency": "Each quarter. Invented."},
    )  # fmt: skip
    officer.goes_to(offered)
    officer.reads_why(
        "BUC-72", f"{PROVIDER} is voluntary, community or social enterprise", "is for: in-house"
    )
    officer.reads_why(
        "BUC-38", "nobody has confirmed that law, standing orders and procurement rules are met"
    )
    officer.reads_why("BUC-77", "No quality standard with method is linked")
    officer.reads_why("BUC-82", "No measure of effect")
    written = officer.puts_on_record(
        "specification", "One adult, with its standards", standards="Seen weekly: counted."
    )
    officer.puts_on_record("measure", "Children who feel safe", specification=written)
    officer.moves(written, "complete")
    officer.changes(offered, drawn=True, sort="Contract", specification=written)
    adviser.goes_to(offered)
    adviser.follows("Confirm it")
    adviser.types("note", "Standing orders 4 to 9. Invented.")
    adviser.presses("I confirm this")
    adviser.is_told("Confirmed, in your name")
    officer.presses_move(offered, "Bring it into force", "It is in force")
    return offered


def when_the_charity_reports(officer: Actor, provider: Actor, contract: str) -> str:
    filed = provider.returns_of(contract)[0]
    provider.goes_to(filed)
    provider.files(filed, "58", drawn=True)
    officer.moves(filed, "accept", rating="On track", judgement="Nearly all. Invented.")
    return filed


def when_it_is_done(officer: Actor, procurement: Actor, activity: str, contract: str) -> None:
    officer.works_through(activity, "do")
    officer.cannot_tick(activity, "do", "confirm-standing-orders")
    procurement.ticks_their_duty(activity, "do", "confirm-standing-orders")
    officer.goes_to(f"{activity}steps/do/")
    officer.reads_why("BUC-50", "‘Written agreement’ is not recorded")
    officer.works_on(activity, agreements=contract)
    officer.goes_to(f"{activity}steps/do/")
    officer.sees("One adult, contract", "Every month")
    officer.completes(activity, "do")


def when_it_is_reviewed(officer: Actor, member: Actor, activity: str) -> None:
    officer.works_through(activity, "review")
    member.ticks_their_duty(activity, "review", "oversee-delivery")
    officer.completes(activity, "review")
