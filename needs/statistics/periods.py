"""Reading the period that a text names, in every form that publishers write."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from needs.statistics.period import (
    CENTURY,
    EARLIEST,
    FIRST,
    HALVES,
    LATEST,
    LONGEST,
    MONTHS,
    QUARTER,
    TERMS,
    TWO_YEARS,
    YEAR,
    Kind,
    Period,
    two_years,
)

__all__ = ["Kind", "Period", "Unreadable", "between", "read"]


class Unreadable(ValueError):
    """A text that names no period we know; the message says so in plain words."""


@lru_cache(maxsize=4096)
def read(text: str, identifier: str = "") -> Period:
    """The period that a text names; `identifier` is what education statistics call the sort of period.

    Raises Unreadable.
    """
    text = " ".join(str(text).replace("–", "-").replace("—", "-").split())
    said = " ".join(identifier.split())
    if said and (found := _identified(text, said)):
        return found
    kind, bare = _kind_named(text)
    kind = kind if kind is not None else _kind_named(said)[0]
    for form, make in FORMS:
        if match := form.fullmatch(bare):
            return _sensible(make(kind, *match.groups()), text)
    raise Unreadable(f"“{text[:60]}” is not a period we know, such as 2015, 2017/18 or 2017 - 19")


def between(first: date, last: date, kind: Kind | None = None) -> Period:
    """The period from one day to another, both inside it; raises Unreadable unless it is whole months."""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * YEAR + after.month - first.month
    if first.day != 1 or after.day != 1 or months < 1:
        raise Unreadable(f"{first} to {last} is not a number of whole months")
    return _sensible(_of_months(first, months, kind), f"{first} to {last}")


def _sensible(period: Period, text: str) -> Period:
    """The period, if it lies in years that figures can be for."""
    if period.year >= EARLIEST and period.last[0] <= LATEST and 0 < period.months < LONGEST:
        return period
    raise Unreadable(f"“{text[:60]}” lies outside the years {EARLIEST} to {LATEST}")


def _kind_named(text: str) -> tuple[Kind | None, str]:
    """The sort of year that a text says in words, and the rest of it."""
    for kind in Kind:
        short = {Kind.FINANCIAL: "FY", Kind.ACADEMIC: "AY", Kind.CALENDAR: "CY"}.get(kind)
        name = rf"\(?\b{kind.name}[ -]+years?\b\)?" + (rf"|\b{short}(?=\b|\d)" if short else "")
        if re.search(name, text, re.IGNORECASE):
            rest = re.sub(name, " ", text, flags=re.IGNORECASE)
            return kind, " ".join(rest.strip(" :,").split())
    return None, text


def _identified(text: str, said: str) -> Period | None:
    """A time_period of education statistics (2024, 202021) by its time_identifier, where it needs one."""
    for name, (month, months) in {**TERMS, **HALVES}.items():
        if said.lower().startswith(name.lower()):
            kind = Kind.ACADEMIC if name in TERMS else Kind.FINANCIAL
            year = _pair_in(text)
            return _sensible(Period(year + (month < FIRST[kind]), month, months, kind), text)
    if said.capitalize() in MONTHS:
        if not re.fullmatch(r"\d{4}", text):
            raise Unreadable(f"“{text[:60]}” is not a year, which {said.capitalize()} needs")
        return _sensible(Period(int(text), MONTHS.index(said.capitalize()) + 1, 1), text)
    if quarter := re.fullmatch(r"(calendar|financial|academic|tax) year[ -]+q([1-4])", said.lower()):
        kind = Kind[quarter[1].upper()]
        year = _pair_in(text) if kind in TWO_YEARS else _year_in(text)
        return _sensible(_quarter(kind, year, int(quarter[2])), text)
    if re.match(r"week\b", said.lower()):
        raise Unreadable("Figures by week are not kept: load those by month, term or year")
    return None


def _year_in(text: str) -> int:
    """A year by itself."""
    if re.fullmatch(r"\d{4}", text):
        return int(text)
    raise Unreadable(f"“{text[:60]}” is not a year")


def _pair_in(text: str) -> int:
    """The first of two years written as 202021, 2020/21 or 2020-21."""
    if match := re.fullmatch(r"(\d{4})[/-]?(\d{2}|\d{4})", text):
        return _follows(match[1], match[2])
    raise Unreadable(f"“{text[:60]}” does not name two years, such as 202021")


def _follows(first: str, second: str) -> int:
    """The first year, if the second is the next."""
    if int(second) % CENTURY != (int(first) + 1) % CENTURY or (
        len(second) > 2 and int(second) != int(first) + 1  # noqa: PLR2004 (two digits, or all four)
    ):
        raise Unreadable(f"{second} does not follow {first}")
    return int(first)


def _whole(year: str, second: str) -> int:
    """A year written short, in full: the 19 of 2017 - 19."""
    if len(second) == 4:  # noqa: PLR2004 (all its digits)
        return int(second)
    full = int(year) // CENTURY * CENTURY + int(second)
    return full if full >= int(year) else full + CENTURY


def _one(kind: Kind | None, year: str) -> Period:
    kind = kind or Kind.CALENDAR
    if kind in TWO_YEARS:
        raise Unreadable(f"“{year}”: this sort of year is named by two, such as {two_years(year)}")
    return Period(int(year), 1, YEAR, kind)


def _of_two(kind: Kind | None) -> Kind:
    """The sort of year where two are named: the financial one, unless something else is said."""
    return kind if kind in (Kind.ACADEMIC, Kind.TAX) else Kind.FINANCIAL


def _pair(kind: Kind | None, first: str, second: str) -> Period:
    own = _of_two(kind)
    return Period(_follows(first, second), FIRST[own], YEAR, own)


def _dashed(kind: Kind | None, first: str, second: str) -> Period:
    """2017-18 is one year of two halves, 2017-19 three years."""
    if _whole(first, second) == int(first) + 1 and kind not in (Kind.CALENDAR, Kind.REPORTING):
        return _pair(kind, first, second)
    return _span(kind, first, second)


def _span(kind: Kind | None, first: str, second: str) -> Period:
    kind = kind or Kind.CALENDAR
    years = _whole(first, second) - int(first) + 1
    if kind in TWO_YEARS:
        years -= 1
    if years < 1:
        raise Unreadable(f"{second} is not after {first}")
    return Period(int(first), FIRST[kind], years * YEAR, kind)


def _span_of_pairs(kind: Kind | None, first: str, second: str, third: str, fourth: str) -> Period:
    own = _of_two(kind)
    begins = _follows(first, second)
    ends = _follows(str(_whole(first, third)), fourth)
    if ends < begins:
        raise Unreadable(f"{third}/{fourth} is before {first}/{second}")
    return Period(begins, FIRST[own], (ends - begins + 1) * YEAR, own)


def _quarter(kind: Kind, year: int, quarter: int) -> Period:
    return Period(year, FIRST[kind], QUARTER, kind).shifted((quarter - 1) * QUARTER)


def _quarter_of_year(kind: Kind | None, year: str, quarter: str) -> Period:
    if kind in TWO_YEARS:
        raise Unreadable(f"“{year}”: this sort of year is named by two, such as {two_years(year)}")
    return _quarter(Kind.CALENDAR, int(year), int(quarter))


def _quarter_of_pair(kind: Kind | None, first: str, second: str, quarter: str) -> Period:
    whole = _pair(kind, first, second)
    return _quarter(whole.kind, whole.year, int(quarter))


def _term(_: Kind | None, name: str, first: str, second: str) -> Period:
    month, months = TERMS[name.capitalize()]
    return Period(_follows(first, second) + (month < FIRST[Kind.ACADEMIC]), month, months, Kind.ACADEMIC)


def _part_of_pair(_: Kind | None, name: str, first: str, second: str) -> Period:
    month, months = HALVES[name.capitalize()]
    return Period(_follows(first, second), month, months, Kind.FINANCIAL)


def _month_number(name: str) -> int:
    found = [n for n, month in enumerate(MONTHS, 1) if month.lower().startswith(name.lower().rstrip("."))]
    if len(found) == 1 and len(name.rstrip(".")) >= QUARTER:
        return found[0]
    raise Unreadable(f"“{name}” is not a month")


def _month(_: Kind | None, name: str, year: str) -> Period:
    return Period(int(year), _month_number(name), 1)


def _year_month(_: Kind | None, year: str, month: str) -> Period:
    number = int(month) if month.isdigit() else _month_number(month)
    if not 1 <= number <= YEAR:
        raise Unreadable(f"{year}-{month} is not a month")
    return Period(int(year), number, 1)


def _day(_: Kind | None, year: str, month: str, day: str) -> Period:
    """A day that begins or ends a month stands for it."""
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable(f"{year}-{month}-{day} is not a day of the calendar") from None
    if on.day != 1 and (on + timedelta(days=1)).day != 1:
        raise Unreadable("Figures by day are not kept: load those by month or year")
    return Period(on.year, on.month, 1)


def _day_first(kind: Kind | None, day: str, month: str, year: str) -> Period:
    return _day(kind, year, str(_month_number(month)) if month.isalpha() else month, day)


def _span_of_months(kind: Kind | None, first: str, year: str | None, last: str, last_year: str) -> Period:
    begins = date(int(year or last_year), _month_number(first), 1)
    months = (int(last_year) - begins.year) * YEAR + _month_number(last) - begins.month + 1
    if months < 1:
        raise Unreadable(f"{last} {last_year} is before {first} {begins.year}")
    return _of_months(begins, months, kind)


def _of_months(begins: date, months: int, kind: Kind | None) -> Period:
    """Whole years from April are financial years, unless something else is said."""
    whole = months % YEAR == 0
    if kind is None and whole and begins.month == FIRST[Kind.FINANCIAL]:
        kind = Kind.FINANCIAL
    fits = kind is not None and whole and begins.month == FIRST[kind]
    return Period(begins.year, begins.month, months, kind if kind is not None and fits else Kind.CALENDAR)


def _dashed_or_month(kind: Kind | None, first: str, second: str) -> Period:
    """2022-03 is March 2022: no year follows 2022 that ends on 03, and no span of years is so long."""
    span = _whole(first, second) - int(first)
    if kind is None and len(second) == 2 and span != 1 and 1 <= int(second) <= YEAR and span > YEAR:  # noqa: PLR2004
        return _year_month(kind, first, second)
    return _dashed(kind, first, second)


def _six_digits(kind: Kind | None, first: str, second: str) -> Period:
    """202021 is the year 2020/21; 202104, where no sort of year is said, is April 2021."""
    if int(second) == (int(first) + 1) % CENTURY:
        return _pair(kind, first, second)
    if kind is None:
        return _year_month(kind, first, second)
    raise Unreadable(f"{second} does not follow {first}")


_PAIR = r"(\d{4})[/-](\d{2}|\d{4})"
_TO = r" ?(?:-|to|and) ?"
_OF_MONTHS = rf"([A-Za-z]{{3,9}}\.?)(?: (\d{{4}}))?{_TO}([A-Za-z]{{3,9}}\.?) (\d{{4}})"
FORMS: list[tuple[re.Pattern[str], Callable[..., Period]]] = [
    (re.compile(form, re.IGNORECASE), make)
    for form, make in (
        (r"(?:mid[- ]?)?(\d{4})", _one),
        (r"(\d{4})/(\d{2}|\d{4})", _pair),
        (r"(\d{4})-(\d{2}|\d{4})", _dashed_or_month),
        (r"(\d{4})(?: - ?|- | to )(\d{2}|\d{4})", _span),
        (rf"{_PAIR}{_TO}(\d{{2}}|\d{{4}})[/-](\d{{2}}|\d{{4}})", _span_of_pairs),
        (r"(\d{4})(\d{2})", _six_digits),
        (r"(\d{4}) ?\(?Q(?:uarter)? ?([1-4])\)?", _quarter_of_year),
        (r"Q(?:uarter)? ?([1-4]),? (\d{4})", lambda kind, q, year: _quarter_of_year(kind, year, q)),
        (rf"{_PAIR} ?\(?Q(?:uarter)? ?([1-4])\)?", _quarter_of_pair),
        (rf"Q(?:uarter)? ?([1-4]),? {_PAIR}", lambda kind, q, a, b: _quarter_of_pair(kind, a, b, q)),
        (rf"({'|'.join(TERMS)}),? {_PAIR}", _term),
        (rf"({'|'.join(HALVES)}),? {_PAIR}", _part_of_pair),
        (r"([A-Z]{3,9}\.?)[ -](\d{4})", _month),
        (r"(\d{4})[ -]([A-Z]{3,9}\.?)", _year_month),
        (r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00)?)?", _day),
        (r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", _day_first),
        (r"(?:as at )?(\d{1,2}) ([A-Z]{3,9}) (\d{4})", _day_first),
        (_OF_MONTHS, _span_of_months),
    )
]
"""Every form that a period is written in, and what it means."""
