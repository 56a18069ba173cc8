"""How the site writes money, dates, people and states."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone

from commissioning.templatetags import weft


@pytest.mark.parametrize(
    ("value", "words"),
    [(Decimal("52000"), "£52,000"), (Decimal("1234.5"), "£1,234.50"), (0, "£0"), (Decimal("-3.10"), "−£3.10"),
     (Decimal("0.005"), "£0"), (14_200_000, "£14,200,000"), (None, ""), ("", ""), ("to be agreed", "to be agreed")],
)  # fmt: skip
def test_pounds(value, words):
    assert weft.pounds(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(Decimal("31.000000"), "31"), (Decimal("8.50"), "8.5"), (Decimal("1200.00"), "1,200"), (Decimal(0), "0"), (None, "")],
)  # fmt: skip
def test_figures(value, words):
    assert weft.figure(value) == words


def test_days():
    assert weft.day(date(2026, 11, 2)) == "2 November 2026"
    assert weft.day_short(date(2026, 11, 22)) == "22 Nov 2026"
    assert weft.day(None) == ""
    assert weft.day("Sep/Oct 2006") == "Sep/Oct 2006"


def test_days_and_moments_are_those_of_london():
    late = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    assert weft.day(late) == "1 April 2026"
    assert weft.moment(late) == "1 April 2026 at 12:30am"
    assert weft.moment(datetime(2026, 11, 22, 14, 5, tzinfo=UTC)) == "22 November 2026 at 2:05pm"
    assert weft.moment(date(2026, 11, 22)) == "22 November 2026"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (12, "in 12 days"),
        (-4, "4 days ago"),
        (1200, "in 1,200 days"),
    ],
)
def test_how_far_a_day_is(days, words):
    assert weft.ago_or_in(timezone.localdate() + timedelta(days=days)) == words


def test_how_far_nothing_is():
    assert weft.ago_or_in(None) == ""


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (None, ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_people(names, words):
    assert weft.people(names) == words


def test_a_tag_says_its_state_in_words_and_escapes_them():
    assert (
        weft.tag_for("referred_back") == '<strong class="govuk-tag govuk-tag--yellow">Referred back</strong>'
    )
    assert "govuk-tag--grey" in weft.tag_for("something else")
    assert "govuk-tag--green" in weft.tag_for("anything", "Fine", "green")
    assert "&lt;b&gt;" in Template("{% tag_for '<b>' %}").render(Context())


def test_no_state_has_two_colours():
    named = [state for states in weft.COLOURS.values() for state in states.split()]
    assert len(named) == len(set(named))
