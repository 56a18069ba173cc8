"""Buckinghamshire: four phases; the Joint Commissioning Group agrees the plan, and with that the phase ends."""

import pytest

from tests.journeys.acting import Actor

pytestmark = pytest.mark.journey

TRUST = "buckinghamshire"
TITLE = "Someone to trust for young people in care"
GROUP = ["Mei Fong", "Gareth Selby"]


def test_an_activity_walks_the_four_phases(cast):
    officer, lead = cast("tariq.shah", TRUST), cast("bronwen.llewellyn", TRUST)
    clerk, member, conflicted = cast("dev.saluja", TRUST), cast("mei.fong", TRUST), cast("olu.falade", TRUST)
    procurement = cast("marcus.lindqvist", TRUST)

    activity = given_an_activity_with_one_agency(officer)
    then_vulnerable_children_need_two_agencies(officer, activity)
    when_a_plan_is_made(officer, activity)
    then_the_lead_goes_on_without_a_word_on_smaller_suppliers(officer, lead, activity)
    when_the_group_refers_the_plan_back(officer, member, clerk, activity)
    then_only_the_group_agrees_it_and_says_why(officer, conflicted, member, clerk, activity)
    when_it_is_done(officer, procurement, activity)
    when_it_is_reviewed(officer, member, activity)
    officer.closes(activity, "Young people kept the same person through two moves. Invented.")


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


def when_a_plan_is_made(officer: Actor, activity: str) -> None:
    officer.works_through(activity, "plan", but=("small-supplier-statement",))


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
    clerk.reads_why("BUC-30", "not linked to an outcome and a priority")
    clerk.types("rationale", "Stay safe: one trusted adult, as the priority asks. Invented.")
    clerk.presses("Record the decision")
    clerk.is_told("Recorded")
    officer.goes_to(f"{activity}steps/plan/")
    officer.sees(
        "Complete", "Referred back by Joint Commissioning Group", "Approved by Joint Commissioning Group"
    )


def when_it_is_done(officer: Actor, procurement: Actor, activity: str) -> None:
    officer.works_through(activity, "do", but=("written-agreement",))
    officer.cannot_tick(activity, "do", "confirm-standing-orders")
    procurement.ticks_their_duty(activity, "do", "confirm-standing-orders")
    officer.goes_to(f"{activity}steps/do/")
    officer.reads_why("BUC-50", "‘Written agreement’ is not recorded")
    officer.records(activity, "do", "written-agreement", "Agreement with our own service, signed. Invented.")
    officer.completes(activity, "do")


def when_it_is_reviewed(officer: Actor, member: Actor, activity: str) -> None:
    officer.works_through(activity, "review")
    member.ticks_their_duty(activity, "review", "oversee-delivery")
    officer.completes(activity, "review")
