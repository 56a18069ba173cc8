"""Figures as readers saw them, one release after another, so that all together give nothing away (MED-112).

What was hidden once of a period stays hidden: frozen evidence and papers show the sums of then, and with the
counts of now beside them a reader could work out what was hidden. A file that is saved makes a release, and one that is
undone makes one too: files keep what they changed, and what was taken back with them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, QuerySet

from needs.answers.figures import FIELDS, Raw, Seen, Stage, as_shown, hide
from needs.models import ALL, Batch, Indicator, Mark, Replaced
from needs.statistics.suppression import Profile, Sum

Cell = tuple[int, int]
"""An area and a period."""
Table = dict[Any, Raw]
Was = list[tuple[Any, Raw]]
"""Figures that stood once: of which cell, and what they were."""
Releases = list[tuple[datetime, Table]]
"""Tables as readers saw them one after another, each with its moment."""
Times = Mapping[int, tuple[datetime, datetime | None]]
"""When each file was saved, and when it was undone."""
LONG_AGO, FOREVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


def headlines(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows that stand for an indicator on their own."""
    return rows.filter(category=ALL, sex=F("indicator__sex"), age=F("indicator__age"))


def once(indicators: Collection[int], areas: Iterable[int], periods: Iterable[int] = ()) -> dict[int, Was]:
    """What the headlines of these indicators were before files changed or took them back; one question to the database."""
    rows = headlines(Replaced.objects.filter(indicator__in=indicators, area__in=areas))
    if periods:
        rows = rows.filter(period__in=periods)
    found: dict[int, Was] = defaultdict(list)
    for indicator, area, period, *values in rows.values_list("indicator", "area", "period", *FIELDS):
        found[indicator].append(((area, period), Raw(*values)))
    return found


def times_of(figures: Iterable[Raw]) -> Times:
    """When the files that brought these figures were saved and undone; one question to the database."""
    files = Batch.objects.filter(pk__in={raw.batch for raw in figures} | {0})
    return {
        pk: (saved or LONG_AGO, undone)
        for pk, saved, undone in files.values_list("pk", "saved_at", "undone_at")
    }


def stages(now: Table, was: Was, times: Times) -> Releases:
    """The tables of one period that readers saw one after another, each with its moment; the last is as it is now."""
    if not was and len({raw.batch for raw in now.values()}) <= 1:
        return [(_saved(next(iter(now.values())), times), now)] if now else []
    stood: dict[Any, list[Raw]] = defaultdict(list)
    for cell, raw in [*now.items(), *was]:
        stood[cell].append(raw)
    batches = {raw.batch for versions in stood.values() for raw in versions}
    moments = {moment for pk in batches for moment in times.get(pk, (LONG_AGO, None)) if moment is not None}
    found: Releases = []
    for moment in sorted(moments):
        table = {}
        for cell, versions in stood.items():
            standing = [raw for raw in versions if _stands(raw, moment, times)]
            if standing:
                table[cell] = max(standing, key=lambda raw: _saved(raw, times))
        if table and (not found or table != found[-1][1]):
            found.append((moment, table))
    if not found or found[-1][1] != now:
        found.append((max(moments, default=LONG_AGO), now))
    return found


def changed(tables: Releases, cell: Any, at: datetime) -> bool:
    """Whether a figure is new or another at a moment: hiding one that has stood for long takes nothing from a reader."""
    now = next((table.get(cell) for moment, table in tables if moment == at), None)
    was = next((table[cell] for moment, table in reversed(tables) if moment < at and cell in table), None)
    return now is not None and (was is None or (now.value, now.count) != (was.value, was.count))


def corrections(tables: Releases) -> set[datetime]:
    """The moments at which a figure became another."""
    found = set()
    last: dict[Any, tuple[float | None, float | None]] = {}
    for at, table in tables:
        said = {cell: (raw.value, raw.count) for cell, raw in table.items()}
        if any(last.get(cell, one) != one for cell, one in said.items()):
            found.add(at)
        last |= said
    return found


def _saved(raw: Raw, times: Times) -> datetime:
    return times.get(raw.batch, (LONG_AGO, None))[0]


def _stands(raw: Raw, moment: datetime, times: Times) -> bool:
    """Whether the file that brought a figure was saved by then, and not undone yet."""
    saved, undone = times.get(raw.batch, (LONG_AGO, None))
    return saved <= moment and (undone is None or undone > moment)


@dataclass(frozen=True)
class Figures:
    """The figures of an indicator: as they are, as they were, and when which file brought them."""

    now: Table
    was: Was
    times: Times


@dataclass(frozen=True)
class About:
    """What figures are of, how small counts of it are hidden, and what publishers say of it."""

    indicator: Indicator
    profile: Profile
    marks: Mapping[int, Mark]


@dataclass
class Settled:
    """Figures as they may be shown, and since when each of them is hidden."""

    seen: dict[Any, Seen] = field(default_factory=dict)
    since: dict[Any, datetime] = field(default_factory=dict)
    lost: set[tuple[Any, datetime]] = field(default_factory=set)
    """What can be worked out even so at a moment, unless more is hidden elsewhere."""

    def hides(self, cell: Any, at: datetime) -> bool:
        """Whether a figure was hidden at a moment, and is ever since."""
        return cell in self.since and self.since[cell] <= at


def settled(
    tables: Releases,
    about: About,
    sums: list[Sum],
    *,
    given: Collection[Any] = (),
    block: Callable[[datetime, Any], bool] = lambda at, cell: False,
    also: Mapping[Any, datetime] | None = None,
) -> Settled:
    """The last table as it may be shown beside all that were shown before it.

    `given` are the cells that are settled elsewhere; what is in a `block` is hidden with what it is a part of; what
    is in `also` is hidden since a moment.
    """
    found = Settled()
    before: list[Stage] = []
    for number, (at, table) in enumerate(tables, 1):
        when = at if number < len(tables) else FOREVER  # what became of others since counts as well
        stage = hide(
            table, about.indicator, about.profile, sums, marks=about.marks, before=before, given=given,
            also=[cell for cell, since in (also or {}).items() if since <= when],
            block=[cell for cell in table if block(when, cell)],
        )  # fmt: skip
        for cell in stage.hidden:
            found.since.setdefault(cell, at)
        found.lost |= {(cell, at) for cell in stage.lost}
        before.append(stage)
    if tables:
        found.seen = as_shown(tables[-1][1], before[-1], about.indicator, about.profile, about.marks)
    return found


def by_period(figures: Figures, areas: Collection[int]) -> dict[int, Releases]:
    """What readers saw of some areas one after another, of every period."""
    there: dict[int, Table] = defaultdict(dict)
    for cell, raw in figures.now.items():
        if cell[0] in areas:
            there[cell[1]][cell] = raw
    gone: dict[int, Was] = defaultdict(list)
    for cell, raw in figures.was:
        if cell[0] in areas:
            gone[cell[1]].append((cell, raw))
    return {period: stages(there[period], gone[period], figures.times) for period in sorted({*there, *gone})}
