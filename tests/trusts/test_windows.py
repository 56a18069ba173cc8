"""Windows of the year hold the days they say, across New Year and in leap years."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trusts.framework.windows import DayOfYear, Window, parse_day, parse_window

LEAP_YEAR = 2024
DAYS = (
    st.integers(0, 365)
    .map(lambda n: date(LEAP_YEAR, 1, 1) + timedelta(n))
    .map(lambda d: DayOfYear(d.month, d.day))
)
WINDOWS = st.builds(Window, DAYS, DAYS)
DATES = st.dates(date(1999, 1, 1), date(2101, 12, 31))


def walk(window: Window, year: int) -> set[date]:
    """The days of a window that begins in a year, counted one by one."""
    first, last = window.starts.in_year(year), window.ends.in_year(year + window.wraps)
    return {first + timedelta(n) for n in range((last - first).days + 1)}


@given(WINDOWS, DATES)
def test_a_window_contains_exactly_the_days_walked_through_it(window, day):
    # A window that ends on 28 February is meant to end with the month; one that begins on the 29th
    # begins on the 28th where there is no 29th.
    assume((window.starts.month, window.starts.day) != (2, 29))
    assume((window.ends.month, window.ends.day) != (2, 28))

    assert window.contains(day) == (day in walk(window, day.year) | walk(window, day.year - 1))


@given(WINDOWS, DATES)
def test_the_occurrence_holds_the_day_or_lies_wholly_ahead(window, day):
    first, last = window.occurrence(day)

    assert first <= last
    assert day <= last


@given(WINDOWS, DATES)
def test_no_earlier_occurrence_would_do(window, day):
    first, _ = window.occurrence(day)

    assert window.ends.in_year(first.year - 1 + window.wraps) < day


@given(WINDOWS, DATES)
def test_the_days_of_an_occurrence_are_days_of_the_window(window, day):
    first, last = window.occurrence(day)
    assume(calendar.isleap(first.year) or (window.starts.month, window.starts.day) != (2, 29))

    assert window.contains(first)
    assert window.contains(last)


@given(DAYS)
def test_a_day_reads_back_as_it_is_written(day):
    assert parse_day(str(day)) == day


@given(WINDOWS)
def test_a_window_reads_back_as_it_is_written(window):
    assert parse_window({"from": str(window.starts), "to": str(window.ends)}) == window


def window(starts: str, ends: str) -> Window:
    return parse_window({"from": starts, "to": ends})


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), True),
        (date(2027, 2, 28), True),
        (date(2028, 2, 29), True),
        (date(2027, 3, 1), False),
    ],
)
def test_a_window_may_cross_new_year(day, inside):
    assert window("1 November", "28 February").contains(day) is inside


def test_in_january_the_window_that_holds_today_began_last_year():
    crossing = window("1 November", "31 January")

    assert crossing.occurrence(date(2027, 1, 15)) == (date(2026, 11, 1), date(2027, 1, 31))


def test_after_its_last_day_the_next_window_is_the_one_to_come():
    crossing = window("1 November", "31 January")

    assert crossing.occurrence(date(2027, 2, 1)) == (date(2027, 11, 1), date(2028, 1, 31))


def test_before_its_first_day_the_window_of_this_year_is_the_one_to_come():
    assert window("1 May", "30 June").occurrence(date(2026, 4, 30)) == (date(2026, 5, 1), date(2026, 6, 30))


def test_a_window_of_one_day_is_that_day():
    one = window("29 February", "29 February")

    assert one.contains(date(2028, 2, 29))
    assert one.occurrence(date(2027, 1, 1)) == (date(2027, 2, 28), date(2027, 2, 28))


def test_a_window_says_itself_in_words():
    assert str(window("1 September", "31 March")) == "1 September to 31 March"
