"""Gateshead: a project walks the nine stages; the Executive sanctions it, and its chair passes the seasons.

Assess is in season in spring and Do in winter, so on any day of the year some stage is out of season.
"""

import pytest

from tests.journeys.acting import Actor, framework

pytestmark = pytest.mark.journey

TRUST = "gateshead"
TITLE = "Music lessons for young carers"
REASON = "The school year cannot wait for the season. Invented."
SEASONS = {"GAT-25", "GAT-26", "GAT-27", "GAT-28"}


def test_a_project_is_sanctioned_delivered_and_reviewed(cast):
    officer, chair, clerk = cast("mei.wong", TRUST), cast("priya.neelam", TRUST), cast("helen.wardle", TRUST)
    member, adviser = cast("callum.pringle", TRUST), cast("stefan.nowak", TRUST)
    passed: set[str] = set()

    project = given_a_project(officer)
    when_need_is_assessed(officer, chair, project, passed)
    then_evidence_from_figures_alone_is_not_enough(officer, project)
    when_services_are_planned(officer, chair, project, passed)
    then_nobody_but_the_executive_lets_it_into_delivery(officer, member, project)
    when_the_executive_refers_the_plan_back_and_then_agrees(officer, member, clerk, project)
    when_the_executive_sanctions_it(officer, member, chair, project)
    when_it_is_delivered(officer, chair, adviser, project, passed)
    when_it_is_reviewed(officer, chair, member, project, passed)
    then_it_is_closed_and_the_next_round_begins(officer, project)
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


def when_need_is_assessed(officer: Actor, chair: Actor, project: str, passed: set[str]) -> None:
    work_through(officer, chair, project, "look-at-outcomes", passed)
    officer.completes(project, "look-at-outcomes")
    work_through(officer, chair, project, "focus-on-groups", passed, but=("qualitative-evidence",))


def then_evidence_from_figures_alone_is_not_enough(officer: Actor, project: str) -> None:
    officer.cannot("Complete ‘Focus on particular groups’")
    officer.reads_why(
        "GAT-97", "evidence from figures or from experience is missing", "Evidence from experience"
    )
    officer.records(
        project, "focus-on-groups", "qualitative-evidence", "Eleven young carers told us. Invented."
    )
    officer.completes(project, "focus-on-groups")


def when_services_are_planned(officer: Actor, chair: Actor, project: str, passed: set[str]) -> None:
    for stage in ("needs-analysis", "resources-priorities"):
        work_through(officer, chair, project, stage, passed)
        officer.completes(project, stage)
    work_through(officer, chair, project, "plan-services", passed)


def then_nobody_but_the_executive_lets_it_into_delivery(officer: Actor, member: Actor, project: str) -> None:
    officer.cannot_tick(project, "plan-services", "consider-sanction")
    member.ticks_their_duty(project, "plan-services", "consider-sanction")
    officer.goes_to(project)
    officer.reads_why(
        "GAT-6", "has not sanctioned the activity", "‘Sanction commissioning activity’", "Executive"
    )
    officer.reads_why("GAT-131", "no approved plan", "Executive")


def when_the_executive_refers_the_plan_back_and_then_agrees(
    officer: Actor, member: Actor, clerk: Actor, project: str
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
        project, "plan-services", "strategy", "Two tutors teach in the holidays as well. Invented."
    )
    again = officer.puts_to_the_body(project, "plan-services", "agree-plan", recommendation="Agree the plan.")
    member.votes(again)
    clerk.records_the_decision(again, present=present)
    officer.completes(project, "plan-services")


def when_the_executive_sanctions_it(officer: Actor, member: Actor, chair: Actor, project: str) -> None:
    item = officer.puts_to_the_body(project, "plan-services", "sanction")
    for one in (member, chair):
        one.votes(item)
    chair.records_the_decision(item, present=["Farah Parvez"])


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


def then_it_is_closed_and_the_next_round_begins(officer: Actor, project: str) -> None:
    following = officer.closes(project, "Lessons after school reached more than lessons at noon. Invented.")
    officer.sees(framework(TRUST).steps[0].label, TITLE)
    assert following != project
