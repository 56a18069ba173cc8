"""Windows of the year: from one day and month to another, wrapping New Year where they must."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}


@dataclass(frozen=True)
class DayOfYear:
    """A day and month without a year, such as 1 April."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.day} {calendar.month_name[self.month]}"

    def in_year(self, year: int) -> date:
        """That day in a given year; 29 February falls back to the 28th in a common year."""
        return date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))


@dataclass(frozen=True)
class Window:
    """A part of every year; `starts` after `ends` means that it crosses New Year."""

    starts: DayOfYear
    ends: DayOfYear

    def __str__(self) -> str:
        return f"{self.starts} to {self.ends}"

    @property
    def wraps(self) -> bool:
        """Whether it crosses New Year."""
        return (self.starts.month, self.starts.day) > (self.ends.month, self.ends.day)

    def contains(self, day: date) -> bool:
        """Whether a London date lies inside, both ends included."""
        first, last = self.occurrence(day)
        return first <= day <= last

    def occurrence(self, day: date) -> tuple[date, date]:
        """The (first, last) days of the window that holds `day`, else of the next one to come."""
        for year in (day.year - 1, day.year, day.year + 1):
            first = self.starts.in_year(year)
            last = self._last(year + 1 if self.wraps else year)
            if day <= last:
                return first, last
        raise AssertionError("a window comes round every year")

    def _last(self, year: int) -> date:
        """Its last day in a year; who says 28 February means the end of the month."""
        last = self.ends.in_year(year)
        return last + timedelta(1) if (last.month, last.day) == (2, 28) and calendar.isleap(year) else last


def parse_day(value: Any) -> DayOfYear:
    """Read `1 April`; raises ValueError saying what was expected."""
    day_word, _, month_word = str(value).strip().partition(" ")
    if day_word.isdigit() and month_word.strip().capitalize() in MONTHS:
        day, month = int(day_word), MONTHS[month_word.strip().capitalize()]
        # 2024 is a leap year, so 29 February is a day that can be.
        if 1 <= day <= calendar.monthrange(2024, month)[1]:
            return DayOfYear(month, day)
    raise ValueError(f"'{value}' is not a day of the year; expected a day and month such as 1 April")


def parse_window(value: Any) -> Any:
    """Read `{from: 1 September, to: 31 March}`; raises ValueError saying what was expected."""
    if isinstance(value, Window):
        return value
    if not isinstance(value, dict) or set(value) != {"from", "to"}:
        raise ValueError("expected a window such as {from: 1 September, to: 31 March}")
    return Window(parse_day(value["from"]), parse_day(value["to"]))
