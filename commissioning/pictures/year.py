"""The year of a trust: its windows, its calendar and its reports, from today onwards."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

from trusts.framework.reading import Reading
from trusts.framework.windows import DayOfYear, Window

FIRST_MONTH = 4
"""The year begins at the top with April, as the financial year does."""
SOON = timedelta(days=70)
DAYS = 366


@dataclass(frozen=True)
class Season:
    """Something that comes round every year."""

    label: str
    window: Window
    kind: str
    """`window` for a part of the cycle, `entry` for a line of the calendar."""
    opens: date
    closes: date
    open: bool
    stage: str = ""
    step: str = ""
    """The step whose window it is, where it is one step's."""
    body: str = ""
    body_code: str = ""
    assumed: bool = False
    mark: str = ""
    """The letter that ties it to its arc in the picture."""

    @property
    def all_year(self) -> bool:
        """Whether it never closes."""
        after = self.closes + timedelta(days=1)
        return (after.month, after.day) == (self.opens.month, self.opens.day)


def year_of(framework: Reading, today: date) -> list[Season]:
    """Everything that comes round in a trust's year, as its framework says it: what is open first."""
    found = [
        _season(p.label, p.window, today, kind="window", stage=p.stage or "")
        for p in framework.phases.values()
        if p.window
    ]
    phases = set(framework.phases)
    found += [
        _season(s.label, s.window, today, kind="window", stage=framework.stage_of(s.code) or "", step=s.code)
        for s in framework.steps
        if s.window and s.code not in phases
    ]
    shown = list(found)
    for entry in framework.framework.calendar:
        # A calendar often repeats the windows of the phases; once is enough.
        if not any(entry.window == s.window and entry.label in s.label for s in shown):
            code = entry.body if entry.body in framework.bodies else ""
            body = framework.bodies[code].label if code else ""
            more = {"body": body, "body_code": code, "assumed": bool(entry.assumed)}
            found.append(_season(entry.label, entry.window, today, **more))
    known = {(season.label.lower(), season.window) for season in found}
    found += [
        _season(report.label, report.season, today, assumed=bool(report.assumed))
        for report in framework.framework.report_types
        if report.season and not any(report.season == window for _, window in known)
    ]
    letters = (chr(ord("A") + n % 26) for n in count())
    marked = [season if season.kind == "window" else replace(season, mark=next(letters)) for season in found]
    return sorted(
        marked, key=lambda season: (not season.open, season.closes if season.open else season.opens)
    )


def _season(label: str, window: Window, today: date, kind: str = "entry", **more: object) -> Season:
    opens, closes = window.occurrence(today)
    return Season(label, window, kind, opens, closes, opens <= today <= closes, **more)  # type: ignore[arg-type]


def now_and_soon(framework: Reading, today: date) -> tuple[list[Season], list[Season]]:
    """What is open today and will close, and what opens in the next ten weeks."""
    seasons = year_of(framework, today)
    return (
        [season for season in seasons if season.open and not season.all_year],
        [season for season in seasons if not season.open and season.opens - today <= SOON],
    )


def angle_of_day(day: DayOfYear | date) -> float:
    """Where a day stands on the wheel of the year, with 1 April at the top."""
    # A leap year, so that every day there can be has its place.
    first = date(2024, FIRST_MONTH, 1).toordinal()
    return ((date(2024, day.month, day.day).toordinal() - first) % DAYS) * 360 / DAYS


def span(window: Window) -> tuple[float, float]:
    """Where a window begins and ends on the wheel; the end is beyond the beginning even across New Year."""
    start = angle_of_day(window.starts)
    end = angle_of_day(window.ends) + 360 / DAYS
    return start, end if end > start + 0.01 else end + 360


def months() -> list[tuple[str, float, float]]:
    """Each month's short name, where it begins and where its name stands."""
    order = [(FIRST_MONTH - 1 + n) % 12 + 1 for n in range(12)]
    starts = [angle_of_day(DayOfYear(month, 1)) for month in order]
    ends = [*starts[1:], 360.0]
    return [(calendar.month_abbr[m], a, (a + b) / 2) for m, a, b in zip(order, starts, ends, strict=True)]


def tracks(seasons: list[Season]) -> list[list[Season]]:
    """The seasons laid on as few circles as keep them from overlapping."""
    laid: list[list[Season]] = []
    for season in sorted(seasons, key=lambda s: span(s.window)[0]):
        room = next((t for t in laid if not any(overlap(season.window, other.window) for other in t)), None)
        if room is None:
            laid.append([season])
        else:
            room.append(season)
    return laid


def overlap(one: Window, other: Window) -> bool:
    """Whether two windows share a day of the year."""
    (a, b), (c, d) = span(one), span(other)
    return any(a < d + turn - 0.01 and c + turn < b - 0.01 for turn in (-360, 0, 360))
