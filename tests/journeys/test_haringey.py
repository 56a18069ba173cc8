"""Haringey: an area of early joint work; its team agrees outcomes, partners sign up first."""

import re

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

TRUST = "haringey"
TITLE = "Play sessions for families in hostels, North"
TEAM = ["Tom Ridley", "Lorna Crossley"]
NOT_SIGNED_UP = "Haringey schools"


BOARD = ["Roland Carrington", "Helena Costa", "Julian Oakes"]
PROVIDER = "Lantern, play leaders"
REVIEW = "Play in hostels after a season"


def test_an_area_is_agreed_secured_and_monitored(cast, night):
    officer, lead = cast("bethan.rees", TRUST), cast("lorna.crossley", TRUST)
    chair, clerk, member = (
        cast("marcia.cumberbatch", TRUST),
        cast("imran.rafiq", TRUST),
        cast("emeka.obi", TRUST),
    )
    head, elsewhere = cast("adaeze.okafor", TRUST), cast("tom.ridley", TRUST)
    unborn, provider = cast("comfort.owusu", TRUST), cast("zoe.ramsay", TRUST)
    officer.towards = head.towards = ("Enjoy and achieve",)

    area = given_an_area_with_its_lead(officer, chair, lead)
    then_every_partner_signs_up_first(officer, area)
    when_the_team_refers_the_outcomes_back_and_then_agrees(officer, member, clerk, area)
    need = when_need_is_assessed_with_the_network(officer, head, elsewhere, area)
    priority = when_responses_are_planned(officer, lead, clerk, area, need)
    then_the_lead_goes_on_without_the_statement_on_diversity(officer, lead, area)
    then_a_board_that_is_not_set_up_decides_nothing(officer, unborn, area)
    fund = then_money_waits_for_an_evaluation_of_practice(officer, unborn, area, priority)
    when_the_team_agrees_resources(officer, member, chair, area)
    agreement = when_play_is_bought_and_the_team_awards(
        officer, lead, member, chair, area, priority, fund, night
    )
    filed = when_the_provider_reports(officer, provider, agreement)
    when_it_is_secured_and_monitored(officer, lead, area)
    learns_from_a_review(
        officer, area, agreement, filed, REVIEW, "Babies come at noon, sisters at four. Invented."
    )
    following = officer.closes(
        area, "Sessions at noon reached babies, sessions at four their sisters. Invented."
    )
    begins_the_next_round(officer, following, need, REVIEW, "Fathers seldom come",
                          "Families in hostels, by month", "Children in hostels play every day", "Play leaders, Lantern")  # fmt: skip


def given_an_area_with_its_lead(officer: Actor, chair: Actor, lead: Actor) -> str:
    area = officer.starts_an_exercise(
        TITLE, owner="Joint commissioning team", outcomes=["Enjoy and achieve"], localities=["North network"],
        level_level="Operational", level_joint_stage="Early stage", level_reach="Universal services",
        organisations=["Haringey Council Children's Service", NOT_SIGNED_UP],
    )  # fmt: skip
    chair.goes_to(f"{area}assign/")
    chair.fills(lead=lead.name)
    chair.presses("Save")
    chair.sees(lead.name)
    return area


def then_every_partner_signs_up_first(officer: Actor, area: str) -> None:
    officer.goes_to(f"{area}steps/set-outcomes/")
    officer.cannot("Start ‘Set outcomes’")
    officer.reads_why("HAR-11", "has not agreed the principles", f"{NOT_SIGNED_UP} has not signed up")
    officer.goes_to(f"{area}edit/")
    officer.page.get_by_label(NOT_SIGNED_UP, exact=True).uncheck()
    officer.presses("Save")
    officer.is_told("Saved")


def when_the_team_refers_the_outcomes_back_and_then_agrees(
    officer: Actor, member: Actor, clerk: Actor, area: str
) -> None:
    officer.works_through(area, "set-outcomes")
    officer.cannot_tick(area, "set-outcomes", "team-brings-together")
    member.ticks_their_duty(area, "set-outcomes", "team-brings-together")
    item = officer.puts_to_the_body(area, "set-outcomes", "agree-outcomes")
    officer.is_turned_away(
        f"{item}record/", "record what a body decided", "Clerk of the joint commissioning team"
    )
    member.votes(item, "Refer back", "Name the hostels.")
    clerk.records_the_decision(item, "Referred back", TEAM, reason="Name the hostels.")
    officer.records(
        area, "set-outcomes", "outcomes-set", "Children in the four hostels play every day. Invented."
    )
    again = officer.puts_to_the_body(area, "set-outcomes", "agree-outcomes")
    member.votes(again)
    clerk.records_the_decision(again, present=TEAM)
    officer.goes_to(f"{area}steps/set-outcomes/")
    officer.sees("Complete")


def when_need_is_assessed_with_the_network(officer: Actor, head: Actor, elsewhere: Actor, area: str) -> Need:
    officer.works_through(area, "assess-need", but=("participation",))
    officer.reads_why("HAR-86", "no participation of children and families")
    need = puts_need_on_record(
        officer, area, figures="Families in hostels, by month", voices="Tea at two hostels", title="Play in hostels",
        found="Nowhere to crawl", localities=["North network"],
    )  # fmt: skip
    for other in (officer, elsewhere):
        other.cannot_tick(area, "assess-need", "head-network-data")
    head.ticks_their_duty(area, "assess-need", "head-network-data")
    officer.completes(area, "assess-need")
    told = {"title": "What health visitors see", "sort": "Professional judgement", "summary": "Babies are kept in prams.",
            "source": "Three health visitors", "dated": day(-3)}  # fmt: skip
    making = f"/{TRUST}/records/evidence/new/"
    head.is_refused(making, "within your own remit", **told, localities=["South network"])
    seen = head.puts_on_record("evidence", **told, localities=["North network"])
    officer.links(need.finding, "evidence", seen)
    officer.works_through(area, "assess-impact")
    officer.completes(area, "assess-impact")
    return need


def when_responses_are_planned(officer: Actor, lead: Actor, clerk: Actor, area: str, need: Need) -> str:
    officer.works_through(area, "plan-responses", but=("diversity-statement",))
    lead.ticks_their_duty(area, "plan-responses", "lead-appraises")
    priority = officer.puts_on_record("priority", "Children in hostels play every day")
    officer.links(priority, "findings", need.finding)
    officer.moves(priority, "propose")
    officer.moves(priority, "agree")
    plan = officer.puts_on_record("plan", "Play in the North", sort="Timed implementation plan of an area")
    officer.links(plan, "priorities", priority)
    line = officer.puts_on_record("intention", "Play leaders at four hostels", plan=plan, priority=priority)
    for title in ("Our own staff", "A provider families know"):
        option = officer.puts_on_record("option", title, intention=line, summary="Invented.")
    officer.presses_move(option, "Recommend this one", "This one is recommended")
    officer.moves(line, "submit")
    officer.presses_move(plan, "Submit it", "Submitted")
    clerk.decides(officer.asks_about(plan, "approve-plan", drawn=True), BOARD)
    officer.finds(plan, "Approved")
    officer.works_on(area, priorities=priority, plans=plan, intentions=line)
    return priority


def then_the_lead_goes_on_without_the_statement_on_diversity(officer: Actor, lead: Actor, area: str) -> None:
    officer.at(area, "plan-responses")
    officer.cannot("Complete ‘Plan responses’")
    officer.reads_why("HAR-39", "no statement on the borough's diversity", "Somebody with the authority")
    lead.passes_the_rule(
        area, "plan-responses", "HAR-39", "The statement comes with the census in spring. Invented."
    )


def then_a_board_that_is_not_set_up_decides_nothing(officer: Actor, unborn: Actor, area: str) -> None:
    item = officer.puts_to_the_body(area, "plan-responses", "funding-arrangement")
    unborn.goes_to(item)
    unborn.reads_why("HAR-6", "cannot decide yet", "has no terms of reference")
    officer.goes_to(item)
    officer.follows("Take this item back")
    officer.types("reason", "The board is not set up yet. Invented.")
    officer.presses("Take it back")
    officer.is_told("Taken back")
    officer.sees("Withdrawn")


def then_money_waits_for_an_evaluation_of_practice(
    officer: Actor, unborn: Actor, area: str, priority: str
) -> str:
    fund = officer.puts_on_record("fund", "Play", arrangement="Aligned")
    officer.links(fund, "priorities", priority)
    officer.puts_on_record(
        "contribution", "From health", fund=fund, organisation="Haringey Teaching Primary Care Trust"
    )
    officer.goes_to(fund)
    officer.reads_why("HAR-55", "No practice evaluation is linked")
    item = officer.asks_about(fund, "set-fund")
    unborn.goes_to(item)
    unborn.reads_why("HAR-6", "has no terms of reference")
    officer.changes(
        fund, drawn=True, **{"particular-practice-evaluation": "Two hostels, last spring. Invented."}
    )
    officer.presses_move(fund, "Set the arrangement", "The arrangement is set")
    allocation = officer.puts_on_record("allocation", "Play leaders", fund=fund, priority=priority)
    officer.presses_move(allocation, "Agree it", "Agreed")
    more = officer.puts_on_record(
        "allocation", "A penny too much", fund=fund, priority=priority, value="56000.01"
    )
    officer.goes_to(more)
    officer.sees("£56,000.01 is more than the £56,000.00 left in the fund")
    officer.changes(more, value="56000")
    officer.presses_move(more, "Agree it", "Agreed")
    officer.works_on(area, funds=fund)
    return fund


def when_play_is_bought_and_the_team_awards(
    officer: Actor, lead: Actor, member: Actor, chair: Actor, area: str, priority: str, fund: str, night
) -> str:
    lantern = officer.puts_on_record("provider", PROVIDER, organisation="Lantern Family Support")
    specification = officer.puts_on_record("specification", "Play leaders")
    officer.links(specification, "priorities", priority)
    officer.puts_on_record("measure", "Children who play", specification=specification)
    officer.moves(specification, "complete")
    bought = officer.puts_on_record("procurement", "Play leaders", specification=specification)
    officer.moves(bought, "route", route="By the buying partner’s own rules")
    officer.moves(bought, "open")
    opens_bids(officer, lead, bought, lantern, night, **{officer.name: ""})
    award = officer.puts_on_record("award", "To Lantern", procurement=bought, provider=lantern)
    item = officer.asks_about(award, "confirm-award", drawn=True)
    member.votes(item)
    chair.records_the_decision(item, present=TEAM)
    officer.finds(award, "Made")
    agreement = officer.puts_on_record(
        "agreement", "Play leaders, Lantern", drawn=True, sort="Written agreement", provider=lantern,
        specification=specification, award=award, fund=fund, officer=officer.name,
    )  # fmt: skip
    officer.presses_move(agreement, "Bring it into force", "It is in force")
    officer.works_on(area, specifications=specification, procurements=bought, agreements=agreement)
    return agreement


def when_the_provider_reports(officer: Actor, provider: Actor, agreement: str) -> str:
    filed = provider.returns_of(agreement)[0]
    provider.files(filed, "47")
    officer.moves(filed, "accept", rating="On track", judgement="More each week. Invented.")
    return filed


def when_the_team_agrees_resources(officer: Actor, member: Actor, chair: Actor, area: str) -> None:
    item = officer.puts_to_the_body(area, "plan-responses", "agree-resources")
    member.votes(item)
    chair.records_the_decision(item, present=TEAM)
    officer.goes_to(f"{area}steps/plan-responses/")
    officer.completes(area, "plan-responses")


def when_it_is_secured_and_monitored(officer: Actor, lead: Actor, area: str) -> None:
    for step in ("specify", "secure", "monitor"):
        officer.works_through(area, step)
        officer.completes(area, step)
        if step == "secure":
            lead.goes_to(f"{area}steps/secure/")
            lead.cannot_tick(area, "secure", "lead-agreement")


def test_a_framework_with_one_empty_part_is_not_put_to_the_board(cast):
    admin = cast("farah.rashid", TRUST)
    # Given the framework in force, loaded again with its last part, the action plan, left out
    text = admin.page.context.request.get(f"/{TRUST}/framework/1/file/").text()
    rest, _, plan = text.partition("\naction_plan:\n")
    assert plan
    draft = loaded(admin, f"{rest}\n")
    # When the administrator wants to put it to the board
    admin.goes_to(f"{draft}submit/")
    # Then the rule names the part that is empty, and there is no form to send
    admin.reads_why("HAR-35", "one of its eight parts is empty", "action plan")
    assert admin.page.locator("[name=recommendation]").count() == 0
    # And with the part filled again the next draft can go
    admin.goes_to(f"{loaded(admin, f'{text}# Looked at again.')}submit/")
    admin.types("recommendation", "Adopt it.")
    assert "HAR-35" not in admin.rules_in_the_way()


def loaded(admin: Actor, text: str) -> str:
    """Load a framework file as a new draft, as an administrator does; its address."""
    admin.sends("/admin/trusts/blueprint/add/", to="text", text=text)
    versions = admin.page.context.request.get(f"/{TRUST}/framework/").text()
    newest = max(map(int, re.findall(rf"/{TRUST}/framework/(\d+)/", versions)))
    return f"/{TRUST}/framework/{newest}/"
