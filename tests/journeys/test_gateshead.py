"""Gateshead: a project walks the nine stages; the Executive sanctions it, and its chair passes the seasons.

Assess is in season in spring and Do in winter, so on any day of the year some stage is out of season.
"""

import pytest

from tests.journeys.acting import Actor, framework
from tests.journeys.on_record import day
from tests.journeys.rounds import (
    Need,
    begins_the_next_round,
    learns_from_a_review,
    opens_bids,
    puts_need_on_record,
)

pytestmark = pytest.mark.journey

TRUST = "gateshead"
TITLE = "Music lessons for young carers"
REASON = "The school year cannot wait for the season. Invented."
SEASONS = {"GAT-25", "GAT-26", "GAT-27", "GAT-28"}


PROVIDER = "Greenlaw, music teachers"
EXECUTIVE = ["Farah Parvez", "Owen Griffiths", "Callum Pringle"]
REVIEW = "Music lessons after two terms"


def test_a_project_is_sanctioned_delivered_and_reviewed(cast, night):
    officer, chair, clerk = cast("mei.wong", TRUST), cast("priya.neelam", TRUST), cast("helen.wardle", TRUST)
    member, adviser, provider = (
        cast("callum.pringle", TRUST),
        cast("stefan.nowak", TRUST),
        cast("chidi.njoku", TRUST),
    )
    officer.towards = ("Enjoy and achieve",)
    passed: set[str] = set()

    project = given_a_project(officer)
    need = when_need_is_assessed(officer, chair, project, passed)
    then_evidence_from_figures_alone_is_not_enough(officer, project)
    priority = when_services_are_planned(officer, chair, project, passed, need)
    then_nobody_but_the_executive_lets_it_into_delivery(officer, member, project)
    when_the_executive_refers_the_plan_back_and_then_agrees(officer, member, clerk, project, priority)
    when_the_executive_sanctions_it(officer, member, chair, project)
    fund = when_money_is_moved_by_the_executive(officer, clerk, project, priority)
    award, service = when_it_is_bought_with_advice(officer, adviser, project, priority, night)
    contract = then_three_headline_measures_are_agreed(officer, project, award, service, fund)
    when_it_is_delivered(officer, chair, adviser, project, passed)
    filed = when_the_provider_reports(officer, provider, contract)
    then_no_renewal_while_decommissioning_is_proposed(officer, provider, contract, service, filed)
    learns_from_a_review(
        officer, project, contract, filed, REVIEW, "Lessons after school reach more. Invented."
    )
    when_it_is_reviewed(officer, chair, member, project, passed)
    following = then_it_is_closed_and_the_next_round_begins(officer, project)
    begins_the_next_round(officer, following, need, REVIEW, "Boys who care are still missed",
                          "Lessons missed, by school", "Young carers play", "Music lessons, Greenlaw")  # fmt: skip
    assert passed & SEASONS, "No stage was out of season, which cannot be."


def given_a_project(officer: Actor) -> str:
    return officer.starts_an_exercise(
        TITLE, summary="Young carers miss lessons. Invented.", owner="Joint commissioning support team",
        level_need="Targeted", level_handbook="Strategic", outcomes=["Enjoy and achieve"], value="64000",
    )  # fmt: skip


def in_season(officer: Actor, chair: Actor, project: str, stage: str, passed: set[str]) -> None:
    """Start or complete nothing yet: have the chair pass the season's rule where it stands in the way."""
    officer.goes_to(f"{project}steps/{stage}/")
    for rule in SEASONS & set(officer.rules_in_the_way()):
        officer.reads_why(rule, "Executive")
        chair.passes_the_rule(project, stage, rule, REASON)
        passed.add(rule)
        officer.goes_to(f"{project}steps/{stage}/")


def work_through(officer: Actor, chair: Actor, project: str, stage: str, passed: set[str], **more) -> None:
    in_season(officer, chair, project, stage, passed)
    officer.works_through(project, stage, **more)


def when_need_is_assessed(officer: Actor, chair: Actor, project: str, passed: set[str]) -> Need:
    work_through(officer, chair, project, "look-at-outcomes", passed)
    officer.completes(project, "look-at-outcomes")
    work_through(officer, chair, project, "focus-on-groups", passed, but=("qualitative-evidence",))
    return puts_need_on_record(
        officer, project, figures="Lessons missed, by school", voices="Two evenings with young carers",
        title="Young carers and school", found="Young carers leave clubs first",
    )  # fmt: skip


def then_evidence_from_figures_alone_is_not_enough(officer: Actor, project: str) -> None:
    officer.at(project, "focus-on-groups")
    officer.cannot("Complete ‘Focus on particular groups’")
    officer.reads_why(
        "GAT-97", "evidence from figures or from experience is missing", "Evidence from experience"
    )
    told = officer.puts_on_record(
        "evidence", "Eleven young carers", sort="Views of children, families or communities"
    )
    officer.works_on(project, evidence=told)
    officer.goes_to(f"{project}steps/focus-on-groups/")
    officer.completes(project, "focus-on-groups")


def when_services_are_planned(
    officer: Actor, chair: Actor, project: str, passed: set[str], need: Need
) -> str:
    work_through(officer, chair, project, "needs-analysis", passed)
    officer.completes(project, "needs-analysis")
    work_through(officer, chair, project, "resources-priorities", passed)
    priority = officer.puts_on_record("priority", "Young carers play", drawn=True)
    officer.works_on(project, priorities=priority)
    officer.goes_to(f"{project}steps/resources-priorities/")
    officer.reads_why("GAT-117", "‘Young carers play’ is not finished")
    officer.links(priority, "findings", need.finding)
    officer.moves(priority, "propose")
    officer.moves(priority, "agree")
    officer.goes_to(f"{project}steps/resources-priorities/")
    officer.completes(project, "resources-priorities")
    work_through(officer, chair, project, "plan-services", passed)
    return priority


def then_nobody_but_the_executive_lets_it_into_delivery(officer: Actor, member: Actor, project: str) -> None:
    officer.cannot_tick(project, "plan-services", "consider-sanction")
    member.ticks_their_duty(project, "plan-services", "consider-sanction")
    officer.goes_to(project)
    officer.reads_why(
        "GAT-6", "has not sanctioned the activity", "‘Sanction commissioning activity’", "Executive"
    )
    officer.reads_why("GAT-131", "no approved plan", "Executive")


def when_the_executive_refers_the_plan_back_and_then_agrees(
    officer: Actor, member: Actor, clerk: Actor, project: str, priority: str
) -> None:
    present = ["Farah Parvez", "Owen Griffiths"]
    item = officer.puts_to_the_body(project, "plan-services", "agree-plan", recommendation="Agree the plan.")
    officer.is_turned_away(
        f"{item}record/", "record what a body decided", "Clerk of the Commissioning Executive"
    )
    member.votes(item, "Refer back", "It does not say who teaches in the holidays.")
    clerk.records_the_decision(item, "Referred back", present, reason="Say who teaches in the holidays.")
    officer.goes_to(project)
    officer.reads_why("GAT-131")
    officer.sees("Say who teaches in the holidays.")
    officer.records(
        project,
        "plan-services",
        "recommendations-impact",
        "Two tutors teach in the holidays as well. Invented.",
    )
    again = officer.puts_to_the_body(project, "plan-services", "agree-plan", recommendation="Agree the plan.")
    member.votes(again)
    clerk.records_the_decision(again, present=present)
    strategy = officer.puts_on_record("plan", "Young carers, this year", sort="Commissioning strategy")
    officer.links(strategy, "priorities", priority)
    line = officer.puts_on_record("intention", "Lessons after school", plan=strategy, priority=priority)
    officer.moves(line, "submit")
    officer.moves(strategy, "submit")
    clerk.decides(officer.asks_about(strategy, "approve-plan"), EXECUTIVE)
    officer.finds(strategy, "Approved")
    officer.works_on(project, plans=strategy, intentions=line)
    officer.completes(project, "plan-services")


def when_the_executive_sanctions_it(officer: Actor, member: Actor, chair: Actor, project: str) -> None:
    item = officer.puts_to_the_body(project, "plan-services", "sanction")
    for one in (member, chair):
        one.votes(item)
    chair.records_the_decision(item, present=["Farah Parvez"])


def when_money_is_moved_by_the_executive(officer: Actor, clerk: Actor, project: str, priority: str) -> str:
    """Money that was for something else becomes this project's only by the executive's decision."""
    fund = officer.puts_on_record("fund", "Young carers", drawn=True, arrangement="Single budget")
    officer.links(fund, "priorities", priority)
    officer.puts_on_record(
        "contribution", "From the council", drawn=True, fund=fund, organisation="Gateshead Council"
    )
    officer.moves(fund, "set")
    before = officer.puts_on_record("allocation", "Leaflets", fund=fund, value="60000")
    officer.moves(before, "agree")
    moved = officer.puts_on_record(
        "allocation", "Lessons", drawn=True, fund=fund, value="44000.50", priority=priority, moved_from=before,
        reason="Leaflets reached nobody. Invented.",
    )  # fmt: skip
    officer.goes_to(moved)
    officer.reads_why("GAT-8", "Executive")
    clerk.decides(officer.asks_about(moved, "move-resources"), EXECUTIVE)
    officer.finds(moved, "£44,000.50")
    officer.finds(before, "£15,999.50")
    officer.works_on(project, funds=fund)
    return fund


def when_it_is_bought_with_advice(
    officer: Actor, adviser: Actor, project: str, priority: str, night
) -> tuple[str, str]:
    greenlaw = officer.puts_on_record(
        "provider", PROVIDER, drawn=True, organisation="Greenlaw Family Support"
    )
    service = officer.puts_on_record("service", "Music for young carers", drawn=True, provider=greenlaw)
    specification = officer.puts_on_record("specification", "Music lessons after school", service=service)
    officer.links(specification, "priorities", priority)
    officer.puts_on_record("measure", "Young carers who play", specification=specification, headline=["on"])
    officer.moves(specification, "complete")
    bought = officer.puts_on_record("procurement", "Music lessons", specification=specification)
    officer.goes_to(f"{bought}do/route/")
    officer.fills(route="By the buying partner’s own rules")
    officer.presses("Choose the route")
    officer.reads_why("GAT-90", "procurement")
    officer.reads_why("GAT-73")
    adviser.confirms(bought, "procurement-compliance")
    officer.sends(f"{bought}edit/", to="title", **{
        f"particular-best_value_{part}": "Compared with two others. Invented." for part in ("cost", "quality", "alternatives")
    })  # fmt: skip
    officer.moves(bought, "route", route="By the buying partner’s own rules")
    officer.goes_to(bought)
    officer.reads_why("GAT-22")
    officer.works_on(project, specifications=specification, procurements=bought)
    officer.presses_move(bought, "Open for bids", "It is open for bids")
    opens_bids(officer, adviser, bought, greenlaw, night, **{officer.name: ""})
    award = officer.puts_on_record("award", "To Greenlaw", procurement=bought, provider=greenlaw)
    officer.moves(award, "make")
    officer.finds(bought, "Awarded")
    return award, service


def then_three_headline_measures_are_agreed(
    officer: Actor, project: str, award: str, service: str, fund: str
) -> str:
    officer.goes_to(award)
    greenlaw = str(officer.page.get_by_role("link", name=PROVIDER, exact=True).first.get_attribute("href"))
    contract = officer.puts_on_record(
        "agreement", "Music lessons, Greenlaw", sort="Outcome-based contract", provider=greenlaw, award=award,
        service=service, fund=fund, officer=officer.name,
    )  # fmt: skip
    officer.puts_on_record(
        "measure", "Lessons given", agreement=contract, headline=["on"], quadrant="How much was done"
    )
    officer.puts_on_record("measure", "Carers who stay", agreement=contract, headline=["on"])
    officer.goes_to(contract)
    officer.reads_why("GAT-62", "2 headline measures; at least 3 are needed")
    officer.puts_on_record("measure", "What carers say", agreement=contract, headline=["on"])
    officer.presses_move(contract, "Agree its headline measures", "The measures are agreed")
    officer.reads_why("GAT-68")
    officer.changes(contract, **{"particular-review_schedule": "Each spring. Invented."})
    officer.presses_move(contract, "Bring it into force", "It is in force")
    officer.moves(service, "deliver")
    officer.works_on(project, agreements=contract, services=service)
    return contract


def when_the_provider_reports(officer: Actor, provider: Actor, contract: str) -> str:
    filed = provider.returns_of(contract)[0]
    provider.files(filed, "31")
    officer.moves(filed, "accept", rating="Off track", judgement="Half of what was agreed. Invented.")
    return filed


def then_no_renewal_while_decommissioning_is_proposed(
    officer: Actor, provider: Actor, contract: str, service: str, filed: str
) -> None:
    """Its end is proposed only after the provider was helped; meanwhile nothing is renewed."""
    longer = {"ends": day(500), "reason": "A third term. Invented."}
    officer.goes_to(service)
    officer.reads_why("GAT-165", "No support for its provider is on record")
    officer.puts_on_record(
        "deficit",
        "Half the lessons",
        agreement=contract,
        filed=filed,
        support="A week beside them. Invented.",
    )
    officer.presses_move(
        service, "Propose to decommission it", "not renewed meanwhile", reason="Too few come. Invented."
    )
    officer.goes_to(contract)
    officer.reads_why("GAT-77", "Still open: Music for young carers")
    officer.is_refused(f"{contract}do/extend/", "GAT-77", **longer)
    officer.moves(service, "keep", reason="More come since the hour changed. Invented.")
    officer.presses_move(contract, "Extend it", "Extended", **longer)
    officer.sees(day(500))


def when_it_is_delivered(
    officer: Actor, chair: Actor, adviser: Actor, project: str, passed: set[str]
) -> None:
    for stage, duty in (
        ("commission-effectively", "advise-specification"), ("pool-resources", ""), ("workforce-market", "advise-route"),
    ):  # fmt: skip
        work_through(officer, chair, project, stage, passed)
        if duty:
            officer.cannot_tick(project, stage, duty)
            adviser.ticks_their_duty(project, stage, duty)
        officer.completes(project, stage)


def when_it_is_reviewed(officer: Actor, chair: Actor, member: Actor, project: str, passed: set[str]) -> None:
    officer.works_through(project, "monitor-review")
    member.ticks_their_duty(project, "monitor-review", "review-activity")
    in_season(officer, chair, project, "monitor-review", passed)
    officer.completes(project, "monitor-review")


def then_it_is_closed_and_the_next_round_begins(officer: Actor, project: str) -> str:
    following = officer.closes(project, "Lessons after school reached more than lessons at noon. Invented.")
    officer.sees(framework(TRUST).steps[0].label, TITLE)
    assert following != project
    return following
