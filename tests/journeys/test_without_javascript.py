"""Without JavaScript: start work, tick, record, put it to a body, give a view, record the decision."""

import pytest

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
