"""Without JavaScript: start work, tick, record, put it to a body, give a view, record the decision."""

import pytest
from playwright.sync_api import expect

from tests.journeys.forms import TITLES
from tests.journeys.on_record import day, usual

pytestmark = pytest.mark.journey

TRUST = "haringey"


def test_everything_is_done_without_javascript(cast):
    # Given an officer, a member and a clerk whose browsers run no JavaScript
    officer, member, clerk = (
        cast(name, TRUST, java_script_enabled=False) for name in ("bethan.rees", "emeka.obi", "imran.rafiq")
    )
    # When the officer starts an area, after one mistake
    officer.goes_to("exercises/new/")
    officer.fills(title="Plain pages", level_level="Operational", level_joint_stage="Single agency")
    officer.fills(level_reach="Universal services", owner="Joint commissioning team")
    officer.presses("Create")
    officer.sees(
        "There is a problem",
        "Plain pages" if officer.page.locator("h1").inner_text() == "Plain pages" else "",
    )
    officer.fills(outcomes=["Be healthy"])
    officer.presses("Create")
    officer.is_told("Created")
    area = officer.here
    # And ticks and records what the first step asks for
    officer.starts(area, "set-outcomes")
    assert officer.ticks_everything(area, "set-outcomes")
    for code in ("selection-test", "stakeholders", "outcomes-set"):
        officer.records(area, "set-outcomes", code)
    # And a member gives a view, and the clerk records what was decided
    item = officer.puts_to_the_body(area, "set-outcomes", "agree-outcomes")
    member.votes(item)
    clerk.records_the_decision(item, present=["Tom Ridley", "Lorna Crossley"])
    # Then the step has ended with the decision
    officer.goes_to(f"{area}steps/set-outcomes/")
    officer.sees("Complete", "Approved")


def test_a_rule_is_read_without_javascript(cast):
    # Given an area with a partner that has not signed up
    officer = cast("bethan.rees", TRUST, java_script_enabled=False)
    area = officer.starts_an_exercise(
        "Plain refusals", owner="Joint commissioning team", outcomes=["Be healthy"], level_level="Operational",
        level_joint_stage="Early stage", level_reach="Universal services", organisations=["Haringey schools"],
    )  # fmt: skip
    # When the officer looks at the first step, then the button is off and the reason is there to read
    officer.goes_to(f"{area}steps/set-outcomes/")
    officer.cannot("Start ‘Set outcomes’")
    officer.reads_why("HAR-11", "Haringey schools has not signed up")


def test_a_record_is_made_linked_and_moved_on_without_javascript(cast):
    # Given an officer who sends the form of a record with a day that does not exist
    officer = cast("bethan.rees", TRUST, java_script_enabled=False)
    officer.towards = ("Be healthy",)
    officer.goes_to("records/participation/new/")
    said = usual("participation") | {"held_on": "31 February 2026"}
    officer.fills(title="Heard without scripts", outcomes=["Be healthy"], **said)
    officer.presses("Save")
    # Then the field says so, and nothing typed or chosen is lost
    officer.sees("There is a problem", "Enter a real date")
    expect(officer.page.locator("[name=title]")).to_have_value("Heard without scripts")
    expect(officer.page.get_by_label("Be healthy", exact=True)).to_be_checked()
    # And once it is put right, it can be linked and what rests on it completed
    officer.fills(held_on=day(-2))
    officer.presses("Save")
    officer.sees("is on record")
    heard = officer.here
    TITLES[heard] = "Heard without scripts"
    assessment = officer.puts_on_record("assessment", "Read without scripts", drawn=True)
    officer.links(assessment, "participation", heard, drawn=True)
    officer.puts_on_record("finding", "Found without scripts", drawn=True, assessment=assessment)
    officer.presses_move(assessment, "Complete it", "Findings stand from now on")
    officer.sees("Heard without scripts", "Found without scripts")
