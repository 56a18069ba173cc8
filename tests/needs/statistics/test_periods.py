"""Every form in which publishers write a period is read, sorted by time and written again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from needs.statistics.period import EARLIEST, HALVES, LATEST, TERMS, Kind, Period
from needs.statistics.periods import Unreadable, between, read

A, F, C, R = Kind.ACADEMIC, Kind.FINANCIAL, Kind.CALENDAR, Kind.REPORTING
FORMS = [
    ("2015", "", Period(2015, 1, 12, C), "2015"),
    ("2017/18", "", Period(2017, 4, 12, F), "2017/18"),
    ("2017-18", "", Period(2017, 4, 12, F), "2017/18"),
    ("2017-2018", "", Period(2017, 4, 12, F), "2017/18"),
    ("FY2017/18", "", Period(2017, 4, 12, F), "2017/18"),
    ("1999/00", "", Period(1999, 4, 12, F), "1999/00"),
    ("2017/18 academic year", "", Period(2017, 9, 12, A), "2017/18"),
    ("2017 - 19", "", Period(2017, 1, 36, C), "2017 to 2019"),
    ("2017 – 19", "", Period(2017, 1, 36, C), "2017 to 2019"),
    ("2017-19", "", Period(2017, 1, 36, C), "2017 to 2019"),
    ("1998 - 00", "", Period(1998, 1, 36, C), "1998 to 2000"),
    ("2017 - 18", "", Period(2017, 1, 24, C), "2017 to 2018"),
    ("2020/21 - 24/25", "", Period(2020, 4, 60, F), "2020/21 to 2024/25"),
    ("2017/18 - 2019/20", "", Period(2017, 4, 36, F), "2017/18 to 2019/20"),
    ("202021", "Academic year", Period(2020, 9, 12, A), "2020/21"),
    ("202122", "Financial year", Period(2021, 4, 12, F), "2021/22"),
    ("2024", "Reporting year", Period(2024, 1, 12, R), "2024"),
    ("2024", "Calendar year", Period(2024, 1, 12, C), "2024"),
    ("202122", "Financial year Q2", Period(2021, 7, 3, F), "Quarter 2 2021/22"),
    ("202021", "Academic year Q1", Period(2020, 9, 3, A), "Quarter 1 2020/21"),
    ("202021", "Autumn term", Period(2020, 9, 4, A), "Autumn term 2020/21"),
    ("202021", "Spring term", Period(2021, 1, 3, A), "Spring term 2020/21"),
    ("202324", "Part 2 (October to March)", Period(2023, 10, 6, F), "Part 2 2023/24"),
    ("2021", "March", Period(2021, 3, 1, C), "March 2021"),
    ("2015 Q2", "", Period(2015, 4, 3, C), "April to June 2015"),
    ("2015/16 Q1", "", Period(2015, 4, 3, F), "Quarter 1 2015/16"),
    ("Mar 2024", "", Period(2024, 3, 1, C), "March 2024"),
    ("2022-03", "", Period(2022, 3, 1, C), "March 2022"),
    ("31 March 2024", "", Period(2024, 3, 1, C), "March 2024"),
    ("2019-03-31", "", Period(2019, 3, 1, C), "March 2019"),
    ("Apr 2021-Mar 2022", "", Period(2021, 4, 12, F), "2021/22"),
    ("Jan 2015 - Dec 2017", "", Period(2015, 1, 36, C), "2015 to 2017"),
    ("Jul 2020 - Jun 2021", "", Period(2020, 7, 12, C), "July 2020 to June 2021"),
    ("mid-2021", "", Period(2021, 1, 12, C), "2021"),
]


@pytest.mark.parametrize(("text", "identifier", "period", "label"), FORMS)
def test_every_form_is_read_and_written_as_public_servants_write_it(text, identifier, period, label):
    assert read(text, identifier) == period
    assert period.label == label


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("", ""),
        ("last year", ""),
        ("2017/19", ""),
        ("201719", "Academic year"),
        ("2021", "Academic year"),
        ("2021", "Week 12"),
        ("2019-03-17", ""),
        ("2019-02-30", ""),
        ("2019 - 17", "Financial year"),
        ("20150000", ""),
        ("1066", ""),
        ("9999", ""),
        ("2023/24 - 21/22", ""),
        ("Dec - Mar 2020", ""),
        ("2015 Q5", ""),
    ],
)
def test_what_names_no_period_is_refused_in_words(text, identifier):
    with pytest.raises(Unreadable) as refused:
        read(text, identifier)
    assert len(str(refused.value)) > 10


@some.composite
def periods(draw) -> Period:
    """Any period that a publisher could name."""
    year = draw(some.integers(EARLIEST, LATEST - 20))
    shape = draw(some.sampled_from(["years", "quarter", "months", "term", "half"]))
    if shape == "term":
        month, months = draw(some.sampled_from([*TERMS.values()]))
        return Period(year, month, months, A)
    if shape == "half":
        month, months = draw(some.sampled_from([*HALVES.values()]))
        return Period(year, month, months, F)
    if shape == "months":
        return between(date(year, draw(some.integers(1, 12)), 1), date(year + 1, 3, 31))
    kind = draw(some.sampled_from([*Kind]))
    first = {C: 1, F: 4, A: 9, R: 1, Kind.TAX: 4}[kind]
    if shape == "quarter" and kind != R:
        return Period(year, first, 3, kind).shifted(3 * draw(some.integers(0, 3)))
    return Period(year, first, 12 * draw(some.integers(1, 15)), kind)


@given(periods())
def test_a_period_is_read_back_from_its_own_words_and_from_its_key(period):
    assert read(period.words) == period
    assert Period.from_key(period.key) == period
    assert 0 < period.key < 2**31


@given(periods(), periods())
def test_keys_sort_by_time(one, other):
    assert (one.key < other.key) == (one < other)
    if (one.year, one.month) < (other.year, other.month):
        assert one.key < other.key


@given(periods(), some.integers(-24, 24))
def test_a_shifted_period_is_as_long_and_shifts_back(period, months):
    moved = period.shifted(months)
    assert moved.months == period.months
    assert moved.months_after(period) == months
    assert moved.shifted(-months) == period


@given(some.text(max_size=40), some.text(max_size=20))
def test_any_text_is_read_or_refused(text, identifier):
    try:
        period = read(text, identifier)
    except Unreadable:
        return
    assert read(period.words) == period
