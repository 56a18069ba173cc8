"""Medway: a project of the unit; the Joint Commissioning Group allocates, young people take part."""

import pytest

from tests.journeys.acting import Actor
from tests.journeys.on_record import year
from tests.journeys.rounds import (
    Need,
    begins_the_next_round,
    learns_from_a_review,
    opens_bids,
    puts_need_on_record,
)

pytestmark = pytest.mark.journey

TRUST = "medway"
TITLE = "Reading mentors in primary schools"
GROUP = ["Fiona Keele", "Leila Karimi"]
ALLOCATES = "Joint Commissioning Group"


BOARD = ["Priti Kapoor", "Owen Baptiste", "Marcus Thorne"]
PROVIDER = "Estuary Families, reading mentors"
REVIEW = "Reading mentors after a year"


def test_a_project_is_planned_paid_for_and_reviewed(cast, night):
    officer, chair, clerk = (
        cast("hannah.trewin", TRUST),
        cast("marcus.thorne", TRUST),
        cast("graham.tindall", TRUST),
    )
    member, conflicted = cast("priti.kapoor", TRUST), cast("siobhan.kearney", TRUST)
    young, adviser = cast("ellie.barrow", TRUST), cast("nadia.khalil", TRUST)
    provider = cast("jaswinder.takhar", TRUST)
    officer.towards = ("Succeed in learning",)

    project = given_a_project_for_all_medway(officer)
    need = when_need_is_assessed_with_young_people(officer, young, project)
    priority = then_a_priority_that_cites_nothing_is_not_agreed(officer, member, clerk, project, need)
    then_the_chair_goes_on_without_the_local_test(officer, chair, project)
    when_services_are_planned(officer, adviser, clerk, project, priority, need)
    then_only_the_group_allocates(officer, clerk, project)
    when_the_group_refuses(officer, member, chair, project)
    when_it_approves_with_a_condition(officer, member, conflicted, clerk, project)
    fund = then_the_group_allocates_money_for_an_outcome(officer, clerk, project, priority)
    contract = when_mentors_are_bought_on_equal_terms(
        officer, cast("leila.karimi", TRUST), project, priority, fund, night
    )
    filed = when_the_provider_reports_and_is_asked_again(officer, provider, contract)
    when_it_is_reviewed(officer, project)
    learns_from_a_review(
        officer, project, contract, filed, REVIEW, "Mentors who choose their day stay. Invented."
    )
    following = officer.closes(project, "Mentors stayed when they chose their own day. Invented.")
    begins_the_next_round(officer, following, need, REVIEW, "Children read less in the holidays",
                          "Reading at seven, by school", "Every child reads for pleasure", "Reading mentors, Estuary")  # fmt: skip


def given_a_project_for_all_medway(officer: Actor) -> str:
    officer.goes_to("exercises/new/")
    officer.fills(
        title=TITLE, owner="Joint Commissioning Unit", outcomes=["Succeed in learning"], level_level="National",
        value="120000",
    )  # fmt: skip
    officer.presses("Create")
    officer.reads_why("MED-47", "that level is context and not a project", "with a reason")
    officer.fills(level_level="Medway-wide")
    officer.presses("Create")
    officer.is_told("Created")
    officer.sees(TITLE, "£120,000", "Medway-wide")
    return officer.here


def when_need_is_assessed_with_young_people(officer: Actor, young: Actor, project: str) -> Need:
    for stage in ("look-outcomes", "look-groups"):
        officer.works_through(project, stage)
        officer.completes(project, stage)
    officer.works_through(project, "user-staff-views")
    officer.cannot_tick(project, "user-staff-views", "give-views")
    young.ticks_their_duty(project, "user-staff-views", "give-views")
    officer.completes(project, "user-staff-views")
    return puts_need_on_record(
        officer, project, figures="Reading at seven, by school", voices="Two reading clubs", title="Reading at seven",
        found="A third of boys dislike reading",
    )  # fmt: skip


def then_a_priority_that_cites_nothing_is_not_agreed(
    officer: Actor, member: Actor, clerk: Actor, project: str, need: Need
) -> str:
    priority = officer.puts_on_record("priority", "Every child reads for pleasure", drawn=True)
    officer.links(priority, "findings", need.finding)
    officer.presses_move(priority, "Propose it", "Proposed")
    officer.reads_why("MED-6", "Trust Board")
    officer.reads_why("MED-6b", "None of these is named: cypp, laa")
    officer.changes(
        priority, drawn=True, cited_plan="The local area agreement", cites="Target 12: reading at seven"
    )
    item = officer.asks_about(priority, "agree-priority", drawn=True)
    member.votes(item, "Refer back", "Say by when.")
    clerk.records_the_decision(item, "Referred back", BOARD[1:], reason="Say by when.")
    officer.finds(priority, "Proposed", "Referred back")
    officer.changes(priority, target=f"By spring {int(year()) + 2}")
    again = officer.asks_about(priority, "agree-priority")
    member.votes(again)
    clerk.decides(again, BOARD)
    officer.finds(priority, "Agreed")
    officer.works_on(project, priorities=priority)
    return priority


def then_the_chair_goes_on_without_the_local_test(officer: Actor, chair: Actor, project: str) -> None:
    charity = officer.puts_on_record("provider", "Reading volunteers", organisation="Estuary Families")
    today = officer.puts_on_record("service", "Reading volunteers in four schools", provider=charity)
    officer.moves(today, "deliver")
    officer.works_on(project, services=today)
    officer.works_through(project, "resources-priorities", but=("local-test-value",))
    officer.cannot("Complete ‘Identify resources and set priorities’")
    officer.reads_why("MED-21", "say why it cannot be decided more locally", "Somebody with the authority")
    chair.passes_the_rule(
        project, "resources-priorities", "MED-21", "One tutor pool serves every school. Invented."
    )
    officer.goes_to(f"{project}steps/resources-priorities/")
    officer.completes(project, "resources-priorities")


def when_services_are_planned(
    officer: Actor, adviser: Actor, clerk: Actor, project: str, priority: str, need: Need
) -> None:
    officer.works_through(project, "plan-pattern")
    plan = officer.puts_on_record("plan", "Reading, this year", drawn=True, sort="Commissioning strategy")
    officer.links(plan, "priorities", priority)
    officer.links(plan, "assessments", need.assessment)
    line = officer.puts_on_record(
        "intention", "Mentors in ten schools", drawn=True, plan=plan, priority=priority
    )
    officer.moves(line, "submit")
    officer.moves(plan, "submit")
    clerk.decides(officer.asks_about(plan, "approve-plan"), BOARD)
    officer.finds(plan, "Approved")
    officer.works_on(project, plans=plan, intentions=line)
    officer.at(project, "plan-pattern")
    officer.completes(project, "plan-pattern")
    officer.works_through(project, "decide-how")
    officer.cannot_tick(project, "decide-how", "confirm-law")
    adviser.ticks_their_duty(project, "decide-how", "confirm-law")
    officer.completes(project, "decide-how")
    officer.works_through(project, "commission")


def then_only_the_group_allocates(officer: Actor, clerk: Actor, project: str) -> None:
    officer.at(project, "commission")
    officer.cannot("Complete ‘Commission")
    officer.reads_why("MED-8", "has not allocated the resources", ALLOCATES)
    officer.goes_to(f"{project}steps/commission/ask/allocate-resources/")
    bodies = officer.page.locator("[name=body] option").all_inner_texts()
    assert [name for name in bodies if name != "Choose"] == [ALLOCATES]
    clerk.is_turned_away(f"{project}steps/commission/ask/allocate-resources/", "Commissioner")


def when_the_group_refuses(officer: Actor, member: Actor, chair: Actor, project: str) -> None:
    item = officer.puts_to_the_body(project, "commission", "allocate-resources")
    member.votes(item, "Refuse", "The sum is not broken down by school.")
    chair.records_the_decision(item, "Refused", GROUP, reason="The sum is not broken down by school.")
    officer.goes_to(f"{project}steps/commission/")
    officer.sees("Refused by Joint Commissioning Group")
    officer.reads_why("MED-8")


def when_it_approves_with_a_condition(
    officer: Actor, member: Actor, conflicted: Actor, clerk: Actor, project: str
) -> None:
    item = officer.puts_to_the_body(
        project, "commission", "allocate-resources", money="£400 for each school."
    )
    conflicted.goes_to(item)
    conflicted.follows("I have an interest in this")
    conflicted.types("what", "I am a trustee of one of the providers. Invented.")
    conflicted.presses("Declare it")
    conflicted.reads_why("MED-25", "connected to a provider")
    member.votes(item, "Approve with conditions", "Look again in a year")
    clerk.fills_the_record(
        item, "Approved with conditions", GROUP, rationale="", conditions="Look at the sum again in a year"
    )
    assert clerk.page.get_by_label(conflicted.name).count() == 0
    clerk.presses("Record the decision")
    clerk.sees("Enter which outcome improves, and how")
    clerk.types("rationale", "Succeed in learning: children read for pleasure sooner. Invented.")
    clerk.presses("Record the decision")
    clerk.is_told("Recorded")
    clerk.goes_to(item)
    clerk.follows("Mark as met")
    clerk.types("how", "It is in the diary of the group. Invented.")
    clerk.presses("Mark as met")
    clerk.is_told("The condition is marked as met")
    officer.goes_to(f"{project}steps/commission/")
    officer.completes(project, "commission")


def then_the_group_allocates_money_for_an_outcome(
    officer: Actor, clerk: Actor, project: str, priority: str
) -> str:
    fund = officer.puts_on_record("fund", "Reading", arrangement="Joint budget")
    officer.links(fund, "priorities", priority)
    officer.puts_on_record("contribution", "From the council", fund=fund, organisation="Medway Council")
    officer.moves(fund, "set")
    allocation = officer.puts_on_record("allocation", "Mentors", fund=fund, priority=priority, outcomes=[])
    officer.goes_to(allocation)
    officer.reads_why("MED-8b", ALLOCATES)
    officer.reads_why("MED-8c", "‘Outcomes’ is not filled in")
    officer.changes(allocation, drawn=True, outcomes=["Succeed in learning"])
    clerk.decides(officer.asks_about(allocation, "agree-allocation", drawn=True), [*GROUP, "Priti Kapoor"])
    officer.finds(allocation, "Agreed", "£44,000")
    officer.works_on(project, funds=fund)
    return fund


def when_mentors_are_bought_on_equal_terms(
    officer: Actor, second: Actor, project: str, priority: str, fund: str, night
) -> str:
    estuary = officer.puts_on_record("provider", PROVIDER, organisation="Estuary Families")
    specification = officer.puts_on_record("specification", "Reading mentors")
    officer.links(specification, "priorities", priority)
    officer.puts_on_record("measure", "Children who read at home", drawn=True, specification=specification)
    officer.moves(specification, "complete")
    bought = officer.puts_on_record("procurement", "Reading mentors", specification=specification, terms="")
    officer.moves(bought, "route", route="Invite bids from the market")
    officer.goes_to(bought)
    officer.reads_why("MED-92", "The rules for bidders are not written down")
    officer.changes(bought, drawn=True, terms="One set of papers, one day for questions. Invented.")
    officer.presses_move(bought, "Open for bids", "It is open for bids")
    opens_bids(officer, second, bought, estuary, night, **{officer.name: ""})
    award = officer.puts_on_record("award", "To Estuary Families", procurement=bought, provider=estuary)
    officer.moves(award, "make")
    contract = officer.puts_on_record(
        "agreement", "Reading mentors, Estuary", sort="Contract", provider=estuary, specification=specification,
        award=award, fund=fund, officer=officer.name,
    )  # fmt: skip
    officer.presses_move(contract, "Bring it into force", "It is in force")
    officer.works_on(project, specifications=specification, procurements=bought, agreements=contract)
    return contract


def when_the_provider_reports_and_is_asked_again(officer: Actor, provider: Actor, contract: str) -> str:
    filed = provider.returns_of(contract)[0]
    provider.files(filed, "5")
    officer.presses_move(filed, "Send it back with a question", "Sent back", reason="Five, or fifty?")
    provider.goes_to(filed)
    provider.sees("Five, or fifty?")
    provider.files(filed, "50", drawn=True)
    officer.moves(filed, "accept", rating="At risk", judgement="Close. Invented.")
    officer.finds(filed, "At risk", "50")
    return filed


def when_it_is_reviewed(officer: Actor, project: str) -> None:
    for stage in ("workforce-market", "monitor-review"):
        officer.works_through(project, stage)
        officer.completes(project, stage)
