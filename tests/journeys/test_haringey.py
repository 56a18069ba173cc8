"""Haringey: an area of early joint work; its team agrees outcomes, partners sign up first."""

import pytest

from tests.journeys.acting import Actor

pytestmark = pytest.mark.journey

TRUST = "haringey"
TITLE = "Play sessions for families in hostels, North"
TEAM = ["Tom Ridley", "Lorna Crossley"]
NOT_SIGNED_UP = "Haringey schools"


def test_an_area_is_agreed_secured_and_monitored(cast):
    officer, lead = cast("bethan.rees", TRUST), cast("lorna.crossley", TRUST)
    chair, clerk, member = (
        cast("marcia.cumberbatch", TRUST),
        cast("imran.rafiq", TRUST),
        cast("emeka.obi", TRUST),
    )
    head, elsewhere = cast("adaeze.okafor", TRUST), cast("tom.ridley", TRUST)
    unborn = cast("comfort.owusu", TRUST)

    area = given_an_area_with_its_lead(officer, chair, lead)
    then_every_partner_signs_up_first(officer, area)
    when_the_team_refers_the_outcomes_back_and_then_agrees(officer, member, clerk, area)
    when_need_is_assessed_with_the_network(officer, head, elsewhere, area)
    when_responses_are_planned(officer, lead, area)
    then_the_lead_goes_on_without_the_statement_on_diversity(officer, lead, area)
    then_a_board_that_is_not_set_up_decides_nothing(officer, unborn, area)
    when_the_team_agrees_resources(officer, member, chair, area)
    when_it_is_secured_and_monitored(officer, lead, area)
    officer.closes(area, "Sessions at noon reached babies, sessions at four their sisters. Invented.")


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


def when_need_is_assessed_with_the_network(officer: Actor, head: Actor, elsewhere: Actor, area: str) -> None:
    officer.works_through(area, "assess-need", but=("participation",))
    officer.reads_why("HAR-86", "no participation of children and families")
    officer.records(area, "assess-need", "participation", "March: nine families at two hostels. Invented.")
    for other in (officer, elsewhere):
        other.cannot_tick(area, "assess-need", "head-network-data")
    head.ticks_their_duty(area, "assess-need", "head-network-data")
    officer.completes(area, "assess-need")
    officer.works_through(area, "assess-impact")
    officer.completes(area, "assess-impact")


def when_responses_are_planned(officer: Actor, lead: Actor, area: str) -> None:
    officer.works_through(area, "plan-responses", but=("diversity-statement",))
    lead.ticks_their_duty(area, "plan-responses", "lead-appraises")


def then_the_lead_goes_on_without_the_statement_on_diversity(officer: Actor, lead: Actor, area: str) -> None:
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
    officer.presses("Take this item back")
    officer.is_told("Taken back")
    officer.sees("Withdrawn")


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
