"""Figures as they stood before files changed them, so that two releases together give nothing away (MED-112).

What was hidden once of a period stays hidden: a frozen answer shows the sums of then, and with the counts of
now beside it a reader could work out what was hidden. Files keep what they changed until they are undone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import F

from needs.answers.figures import FIELDS, Raw, Seen, counted, show
from needs.models import ALL, Batch, Indicator, Mark, Replaced
from needs.statistics.suppression import Profile, Shown, Sum

Cell = tuple[int, int]
"""An area and a period."""
Table = dict[Cell, Raw]
Was = list[tuple[int, Cell, Raw]]
"""What files changed: the file, the cell, and the figure as it was before."""


def replaced(indicators: Iterable[int], areas: Iterable[int], periods: Iterable[int] = ()) -> dict[int, Was]:
    """What was changed of the headlines of these indicators, the oldest change first; one question to the database."""
    files = Batch.objects.filter(state=Batch.State.SAVED, changed__gt=0).values("pk")
    rows = Replaced.objects.filter(
        by__in=files, indicator__in=indicators, area__in=areas, category=ALL, sex=F("indicator__sex"), age=F("indicator__age")
    ).order_by("by_id")  # fmt: skip
    if periods:
        rows = rows.filter(period__in=periods)
    found: dict[int, Was] = defaultdict(list)
    for indicator, by, area, period, *values in rows.values_list(
        "indicator", "by", "area", "period", *FIELDS
    ):
        found[indicator].append((by, (area, period), Raw(*values)))
    return found


def states(now: Table, was: Was) -> list[Table]:
    """The tables that readers saw one after another, of periods that changed; the last is as it is now, of all periods."""
    periods = {cell[1] for _, cell, _ in was}
    found = []
    for file in dict.fromkeys(by for by, _, _ in was):
        then = {cell: raw for cell, raw in now.items() if cell[1] in periods and raw.batch < file}
        for by, cell, raw in reversed(was):
            if by >= file and raw.batch < file:
                then[cell] = raw
            elif by >= file:
                then.pop(cell, None)
        found.append(then)
    return [*found, now]


def settled(
    tables: Iterable[Table],
    indicator: Indicator,
    profile: Profile,
    sums_of: Callable[[Table], list[Sum]],
    *,
    told: Mapping[Cell, Shown] | None = None,
    marks: Mapping[int, Mark] | None = None,
) -> dict[Cell, Seen]:
    """The last table as it may be shown, beside all that were shown before it; `told` is what other pages show."""
    seen: dict[Cell, Seen] = {}
    earlier: dict[Cell, Shown] = {}
    for table in tables:
        known = {**earlier, **(told or {})}
        seen = show(table, indicator, profile, sums_of(table), earlier=known, marks=marks)
        for cell, one in seen.items():
            earlier |= shown_as(cell, one, table[cell], indicator, profile)
    return seen


def shown_as(cell: Any, seen: Seen, raw: Raw, indicator: Indicator, profile: Profile) -> dict[Any, Shown]:
    """What a reader knows of a count from a page that shows it, or hides it."""
    if seen.hidden:
        return {cell: Shown(None, profile.mark)}
    count = counted(raw, indicator)
    return {} if count is None else {cell: Shown(profile.rounded(count))}
