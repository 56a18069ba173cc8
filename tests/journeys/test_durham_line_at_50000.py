"""County Durham: a select list is for local services under £50,000; not for exactly that, nor for lots of one specification that add up."""

import pytest

pytestmark = pytest.mark.journey

TRUST = "county-durham"


def test_the_line_at_50000_decides_how_something_is_bought(cast):
    officer = cast("joel.mensah", TRUST)
    officer.towards = ("Be healthy",)
    by_list = {"route": "Select list of preferred providers", "reason": "A small local service. Invented."}

    def specified(title: str) -> str:
        specification = officer.puts_on_record("specification", title)
        officer.puts_on_record("measure", "Children who walk", specification=specification)
        officer.moves(specification, "complete")
        return specification

    def worth(value: str, specification: str = "") -> str:
        about = {
            "specification": specification or specified(f"Walks for £{value}"),
            "level": "Thematic or local",
        }
        return officer.puts_on_record("procurement", f"A lot of £{value}", value=value, **about)

    exactly = worth("50000")
    officer.goes_to(f"{exactly}do/route/")
    officer.sees("Not for £50,000")
    officer.fills(**by_list)
    officer.presses("Choose the route")
    officer.reads_why(
        "DUR-170", "It goes to the select list of its priority or to open tender", "less than £50,000"
    )
    officer.fills(route="Open tender")
    officer.presses("Choose the route")
    officer.is_told("The route is chosen")
    officer.sees("Open tender", "£50,000")
    over = worth("50000.01")
    officer.is_refused(f"{over}do/route/", "DUR-170", "£50,000.01", **by_list)
    in_lots = specified("Walks with a school nurse")
    first, second = worth("30000", in_lots), worth("20000", in_lots)
    officer.is_refused(f"{first}do/route/", "DUR-173", "linked lots together are worth £50,000", **by_list)
    officer.changes(second, value="19999.99")
    officer.moves(first, "route", **by_list)
    officer.finds(first, "Select list of preferred providers", "£30,000")
