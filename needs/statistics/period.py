"""The period that a figure is for: sorted, counted and written as public servants write it.

A period is a first month, a length and the sort of year it counts in. Its `key` is one whole number
that says all of this, sorts by time and fits a column of four bytes.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

EARLIEST, LATEST = 1801, 2140
"""The years that figures can be for; the key of a later one would not fit."""
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
QUARTER, YEAR = 3, 12
CENTURY = 100
LONGEST = 1000
"""Months that no period lasts; the key has room for three digits."""


class Kind(IntEnum):
    """The sort of year a period counts in."""

    CALENDAR = 0
    FINANCIAL = 1
    ACADEMIC = 2
    REPORTING = 3
    TAX = 4


FIRST = {Kind.CALENDAR: 1, Kind.FINANCIAL: 4, Kind.ACADEMIC: 9, Kind.REPORTING: 1, Kind.TAX: 4}
"""The month in which each sort of year begins; a reporting year is what its publisher says it is."""
TWO_YEARS = (Kind.FINANCIAL, Kind.ACADEMIC, Kind.TAX)
"""The sorts of year that are named by two years: 2017/18."""
TERMS = {
    "Autumn term": (9, 4),
    "Spring term": (1, 3),
    "Summer term": (4, 5),
    "Autumn and spring term": (9, 7),
}
"""First month and length of the terms of a school year."""
HALVES = {"Part 1": (4, 6), "Part 2": (10, 6)}
"""First month and length of the parts of a financial year in education statistics."""


@dataclass(frozen=True, order=True)
class Period:
    """From the first of a month, so many months long."""

    year: int
    month: int
    months: int
    kind: Kind = Kind.CALENDAR

    @property
    def key(self) -> int:
        """Year, month, length and kind in one number: 2017/18 is 2017040121."""
        return ((self.year * 100 + self.month) * 1000 + self.months) * 10 + self.kind

    @classmethod
    def from_key(cls, key: int) -> "Period":
        """The period of a key."""
        rest, kind = divmod(key, 10)
        rest, months = divmod(rest, 1000)
        return cls(*divmod(rest, 100), months, Kind(kind))

    @property
    def last(self) -> tuple[int, int]:
        """Year and month in which it ends."""
        year, month = divmod(self.year * YEAR + self.month - 1 + self.months - 1, YEAR)
        return year, month + 1

    @property
    def ends(self) -> date:
        """The last day of its last month."""
        year, month = divmod(self.year * YEAR + self.month - 1 + self.months, YEAR)
        return date(year, month + 1, 1) - timedelta(days=1)

    @property
    def years(self) -> int:
        """How many whole years of its kind it spans; none where it is shorter or begins elsewhere."""
        whole = self.month == FIRST[self.kind] and self.months % YEAR == 0
        return self.months // YEAR if whole else 0

    def shifted(self, months: int) -> "Period":
        """The same length, so many months later."""
        year, month = divmod(self.year * YEAR + self.month - 1 + months, YEAR)
        return Period(year, month + 1, self.months, self.kind)

    def months_after(self, other: "Period") -> int:
        """How many months later than another it begins."""
        return (self.year - other.year) * YEAR + self.month - other.month

    @property
    def label(self) -> str:
        """As public servants write it: 2015, 2017/18, 2017 to 2019, January to March 2024."""
        if self.years:
            first, last = self._named(self.year), self._named(self.year + self.years - 1)
            return first if self.years == 1 else f"{first} to {last}"
        if self.kind in TWO_YEARS and (part := self._part()):
            return f"{part} {self._named(self._begins())}"
        (year, month), here = self.last, MONTHS[self.month - 1]
        if self.months == 1:
            return f"{here} {self.year}"
        return f"{here} {self.year if year != self.year else ''}".rstrip() + f" to {MONTHS[month - 1]} {year}"

    @property
    def words(self) -> str:
        """The label with the sort of year, where that is not plain from it: financial year 2017/18."""
        sort = f"{self.kind.name.lower()} year"
        if self.kind == Kind.CALENDAR:
            return self.label
        if self.years:
            return f"{sort}{'s' if self.years > 1 else ''} {self.label}"
        return f"{self.label} ({sort})" if self.label.startswith("Quarter") else self.label

    def __str__(self) -> str:
        return self.label

    def _named(self, year: int) -> str:
        """A year of its kind by its name: 2017, or 2017/18."""
        return two_years(year) if self.kind in TWO_YEARS else str(year)

    def _begins(self) -> int:
        """The year in which the year that it is a part of begins."""
        return self.year if self.month >= FIRST[self.kind] else self.year - 1

    def _part(self) -> str:
        """The name of the part of a financial or school year that it is."""
        if self.kind == Kind.ACADEMIC:
            for name, shape in TERMS.items():
                if shape == (self.month, self.months):
                    return name
        past = (self.month - FIRST[self.kind]) % YEAR
        if self.months == QUARTER and past % QUARTER == 0:
            return f"Quarter {past // QUARTER + 1}"
        halves = HALVES if self.kind == Kind.FINANCIAL else {}
        return next((name for name, shape in halves.items() if shape == (self.month, self.months)), "")


def two_years(first: int | str) -> str:
    """A year that is named by two: 2017/18."""
    return f"{first}/{(int(first) + 1) % CENTURY:02}"
