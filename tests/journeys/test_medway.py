"""Medway: a project of the unit; the Joint Commissioning Group allocates, young people take part."""

import pytest

from tests.journeys.acting import Actor

pytestmark = pytest.mark.journey

TRUST = "medway"
TITLE = "Reading mentors in primary schools"
GROUP = ["Fiona Keele", "Leila Karimi"]
ALLOCATES = "Joint Commissioning Group"


def test_a_project_is_planned_paid_for_and_reviewed(cast):
    officer, chair, clerk = (
        cast("hannah.trewin", TRUST),
        cast("marcus.thorne", TRUST),
        cast("graham.tindall", TRUST),
    )
    member, conflicted = cast("priti.kapoor", TRUST), cast("siobhan.kearney", TRUST)
    young, adviser = cast("ellie.barrow", TRUST), cast("nadia.khalil", TRUST)

    project = given_a_project_for_all_medway(officer)
    when_need_is_assessed_with_young_people(officer, young, project)
    then_the_chair_goes_on_without_the_local_test(officer, chair, project)
    when_services_are_planned(officer, adviser, project)
    then_only_the_group_allocates(officer, clerk, project)
    when_the_group_refuses(officer, member, chair, project)
    when_it_approves_with_a_condition(officer, member, conflicted, clerk, project)
    when_it_is_reviewed(officer, project)
    officer.closes(project, "Mentors stayed when they chose their own day. Invented.")


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


def when_need_is_assessed_with_young_people(officer: Actor, young: Actor, project: str) -> None:
    for stage in ("look-outcomes", "look-groups"):
        officer.works_through(project, stage)
        officer.completes(project, stage)
    officer.works_through(project, "user-staff-views")
    officer.cannot_tick(project, "user-staff-views", "give-views")
    young.ticks_their_duty(project, "user-staff-views", "give-views")
    officer.completes(project, "user-staff-views")


def then_the_chair_goes_on_without_the_local_test(officer: Actor, chair: Actor, project: str) -> None:
    officer.works_through(project, "resources-priorities", but=("local-test-value",))
    officer.cannot("Complete ‘Identify resources and set priorities’")
    officer.reads_why("MED-21", "say why it cannot be decided more locally", "Somebody with the authority")
    chair.passes_the_rule(
        project, "resources-priorities", "MED-21", "One tutor pool serves every school. Invented."
    )
    officer.goes_to(f"{project}steps/resources-priorities/")
    officer.completes(project, "resources-priorities")


def when_services_are_planned(officer: Actor, adviser: Actor, project: str) -> None:
    officer.works_through(project, "plan-pattern")
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
    clerk.reads_why("MED-62", "does not say which outcome it improves")
    clerk.types("rationale", "Succeed in learning: children read for pleasure sooner. Invented.")
    clerk.presses("Record the decision")
    clerk.is_told("Recorded")
    officer.goes_to(item)
    officer.follows("Mark as met")
    officer.types("how", "It is in the diary of the group. Invented.")
    officer.presses("Mark as met")
    officer.is_told("The condition is marked as met")
    officer.goes_to(f"{project}steps/commission/")
    officer.completes(project, "commission")


def when_it_is_reviewed(officer: Actor, project: str) -> None:
    for stage in ("workforce-market", "monitor-review"):
        officer.works_through(project, stage)
        officer.completes(project, stage)
