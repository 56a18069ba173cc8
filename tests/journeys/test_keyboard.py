"""With the keyboard alone: past the navigation, through one decision, and always seeing where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import Actor
from tests.journeys.on_record import day

pytestmark = pytest.mark.journey

TRUST = "buckinghamshire"
FAR = 80
"""So many presses of Tab and no more."""
SHOWS_FOCUS = """() => {
    const here = document.activeElement, label = here.labels && here.labels[0];
    const looks = [getComputedStyle(here), label && getComputedStyle(label, '::before')].filter(Boolean);
    const box = here.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && looks.some(look => look.boxShadow !== 'none'
        || look.backgroundColor === 'rgb(255, 221, 0)'
        || (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0 && !/, 0\\)$/.test(look.outlineColor)));
}"""
IS_HERE = """([selector, words]) => {
    const here = document.activeElement, label = here.labels && here.labels[0];
    return here.matches(selector) && ((label || here).textContent.trim().startsWith(words) || !words);
}"""


def tabs_to(page: Page, selector: str, words: str = "") -> None:
    """Press Tab until the thing has the focus; it must be seen wherever it goes on the way."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        here = page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(SHOWS_FOCUS), f"Nobody can see that this has the focus: {here}"
        if page.evaluate(IS_HERE, [selector, words]):
            return
    pytest.fail(f"Tab never reached {selector} {words}; it last stood on {here}")


def types_into(page: Page, field: str, text: str) -> None:
    tabs_to(page, f"[name={field}]")
    page.keyboard.type(text)


def test_the_skip_link_leads_past_the_navigation(cast):
    # Given the home page
    person = cast("mei.fong", TRUST)
    person.goes_to("")
    # When the first press of Tab reaches the skip link, and Enter follows it
    person.page.keyboard.press("Tab")
    link = person.page.locator(".govuk-skip-link")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    person.page.keyboard.press("Enter")
    # Then the next press stands inside the page's own content
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_one_decision_by_keyboard_alone(cast):
    member, clerk = cast("mei.fong", TRUST), cast("sunita.latif", TRUST)
    item = given_an_item(cast("tariq.shah", TRUST))
    when_a_member_gives_a_view(member, item)
    when_the_clerk_records_the_decision(clerk, item)
    then_it_stands(member, item)


def given_an_item(officer: Actor) -> str:
    path = officer.starts_an_exercise(
        "By keyboard", owner="Joint Commissioning Group", outcomes=["Stay safe"]
    )
    officer.starts(path, "analyse")
    officer.starts(path, "plan")
    return officer.puts_to_the_body(path, "plan", "safeguarding-advice")


def when_a_member_gives_a_view(member: Actor, item: str) -> None:
    member.goes_to(item)
    keys = member.page.keyboard
    tabs_to(member.page, "[name=verdict]", "Approve")
    keys.press("Space")
    tabs_to(member.page, "button", "Give my view")
    keys.press("Enter")
    member.is_told("Your view is kept")


def when_the_clerk_records_the_decision(clerk: Actor, item: str) -> None:
    clerk.goes_to(item)
    keys = clerk.page.keyboard
    tabs_to(clerk.page, "a[role=button]", "Record the decision")
    keys.press("Space")  # it looks like a button, so it answers like one
    clerk.page.wait_for_url("**/record/")
    tabs_to(clerk.page, "[name=outcome]", "Approved")
    keys.press("Space")
    keys.press("ArrowDown")  # to ‘Approved with conditions’ and back
    keys.press("ArrowUp")
    types_into(clerk.page, "reason", "Members agreed.")
    types_into(clerk.page, "rationale", "Stay safe: sooner.")
    for name in ("Beatrice Lumley", "Rukhsana Sadiq"):
        tabs_to(clerk.page, "[name=present]", name)
        keys.press("Space")
    tabs_to(clerk.page, "button", "Record the decision")
    keys.press("Enter")
    clerk.is_told("Recorded: approved")


def then_it_stands(member: Actor, item: str) -> None:
    member.goes_to(item)
    member.sees("Members agreed.", "Recorded by Sunita Latif", "Mei Fong")


def test_one_record_by_keyboard_alone(cast):
    # Given an officer at the form of a new piece of evidence
    officer = cast("tariq.shah", TRUST)
    officer.goes_to("records/evidence/new/")
    keys = officer.page.keyboard
    # When every field is filled and the form sent without a mouse
    types_into(officer.page, "title", "Counted by keyboard")
    tabs_to(officer.page, "[name=sort]")
    keys.type("Views")  # a list answers to the first letters
    types_into(officer.page, "summary", "Children say that waiting is the worst.")
    types_into(officer.page, "source", "Forty cards, invented")
    types_into(officer.page, "dated", day(-3))
    tabs_to(officer.page, "[name=outcomes]", "Stay safe")
    keys.press("Space")
    tabs_to(officer.page, "button", "Save")
    keys.press("Enter")
    # Then it is on record as typed and chosen
    officer.sees("is on record", "Views of children, families or communities", "Stay safe", day(-3))
