"""A trust's own places and their groups, settled beside everybody's figures: those of an authority first, of its localities then."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any

from needs.answers.localities import summed_up
from needs.answers.national import National, inherited
from needs.answers.places import Patch
from needs.answers.releases import (
    About,
    Cell,
    Figures,
    Releases,
    Settled,
    Table,
    Times,
    Was,
    changed,
    corrections,
    settled,
    stages,
)
from needs.models import ALL, Indicator
from needs.statistics.suppression import Sum

Key = tuple[str, int]
"""A group: what it is a breakdown by, and the key of its category."""
EVERYBODY: Key = ("all", ALL)
Versions = tuple[Table, Was]
"""Figures by area and group: as they are, and as they were."""
Group = tuple[int, Key, int]
"""An area, a group, and a period."""


@dataclass
class Everybody:
    """The figures of everybody in England, its regions and authorities, and in a trust's localities."""

    nation: National
    local: Settled
    groups: Mapping[Group, datetime]
    """Groups of authorities, by period, that are hidden beside what other breakdowns tell, and since when."""

    def hides(self, area: int, period: int, at: datetime) -> bool:
        """Whether a figure is hidden since a moment or longer."""
        return self.nation.hides((area, period), at) or self.local.hides((area, period), at)


@dataclass(frozen=True)
class Within:
    """What is told of a trust's own places, in the periods that a file changed."""

    patch: Patch
    figures: Figures
    """Everybody's."""
    groups: Mapping[int, Releases]
    breakdowns: Mapping[int, list[list[Key]]]


def within_of(
    patch: Patch, groups: Mapping[int, Versions], times: Times, about: About, dimensions: Mapping[int, tuple[str, str]]
) -> Within:  # fmt: skip
    """The part of what is told that is about one trust's places."""
    mine: dict[int, Versions] = {}
    for period, (now, was) in groups.items():
        if gone := [one for one in was if one[0][0] in patch.everywhere]:
            mine[period] = {cell: raw for cell, raw in now.items() if cell[0] in patch.everywhere}, gone
    now = {(area, period): raw for period, (table, _) in mine.items() for (area, key), raw in table.items() if key == EVERYBODY}  # fmt: skip
    was = [((area, period), raw) for period, (_, gone) in mine.items() for (area, key), raw in gone if key == EVERYBODY]  # fmt: skip
    releases = {period: placed(told, times, about.indicator, patch) for period, told in mine.items()}
    breakdowns = {
        period: breakdowns_of({key for _, table in tables for _, key in table}, dimensions)
        for period, tables in releases.items()
    }
    return Within(patch, Figures(now, was, times), releases, breakdowns)


@dataclass(frozen=True)
class Told:
    """What a trust's own places are shown to be."""

    everybody: Everybody
    lost: set[tuple[Cell, datetime]] = field(default_factory=set)
    """What has to be hidden as well, and since when, for localities or groups to keep what they hide."""
    since: dict[Group, datetime] = field(default_factory=dict)
    """Since when groups are hidden."""


def settle(everyone: Everybody, within: Within, about: About) -> Told:
    """Settle a trust's groups, in the periods that a file changed."""
    patch = within.patch
    found = Told(
        everyone, {((one, period), at) for (_, period), at in everyone.local.lost for one in patch.own}
    )
    for period, tables in within.groups.items():
        corrected = corrections(tables)  # what only came later than the rest is told by the rest
        wheres = [Where(one, patch.inside if patch.whole else (), period) for one in patch.own]
        if not patch.whole:
            wheres.append(Where(None, patch.inside, period))
        for keys, where in product(within.breakdowns[period], wheres):
            shown = shown_by_group(where, keys, tables, about, everyone)
            found.lost.update(((area, period), at) for area, at in shown.lost if at in corrected)
            found.since.update(((*cell, period), at) for cell, at in shown.since.items())
    return found


def breakdowns_of(keys: Iterable[Key], dimensions: Mapping[int, tuple[str, str]]) -> list[list[Key]]:
    """Groups by what they are a breakdown by."""
    by: dict[Any, list[Key]] = defaultdict(list)
    for key in sorted(keys):
        if key != EVERYBODY:
            by[dimensions[key[1]] if key[0] == "category" else key[0]].append(key)
    return list(by.values())


def placed(told: Versions, times: Times, indicator: Indicator, patch: Patch) -> Releases:
    """Releases of figures under the places they are shown for: of codes that ended, and of the small areas of localities."""
    return [
        (at, summed_up(inherited(table, patch.heirs), indicator, patch.made_of))
        for at, table in stages(*told, times)
    ]


@dataclass(frozen=True)
class Where:
    """A place with its localities, and a period."""

    whole: int | None
    inside: tuple[int, ...]
    period: int


@dataclass
class ByGroup:
    """The groups of one breakdown as they may be shown, and whose figures have to be hidden for them to be safe."""

    seen: dict[Any, Any] = field(default_factory=dict)
    lost: set[tuple[int, datetime]] = field(default_factory=set)
    since: dict[Any, datetime] = field(default_factory=dict)
    """Since when groups are hidden."""


def shown_by_group(
    where: Where, keys: list[Key], tables: Releases, about: About, everyone: Everybody
) -> ByGroup:
    """The groups of one breakdown as they may be shown: those of the whole place first, of its localities then."""
    keys = sorted(keys)  # whoever asks, and however they are ordered on a page, the same are hidden
    whole, inside, found = where.whole, sorted(where.inside), ByGroup()
    mine = [(whole, key) for key in keys] if whole is not None else []
    margins = [*((area, EVERYBODY) for area in inside), *mine]
    cells = [*margins, *((area, key) for area in inside for key in keys)]
    sums = [Sum((area, EVERYBODY), tuple((area, key) for key in keys)) for area in inside]
    sums += [Sum(cell, tuple((area, cell[1]) for area in inside)) for cell in mine]
    also = {
        cell: everyone.groups[(*cell, where.period)]
        for cell in mine
        if (*cell, where.period) in everyone.groups
    }

    def hides(at: datetime, cell: Any) -> bool:
        return everyone.hides(cell[0], where.period, at) or above.hides((whole, cell[1]), at)

    while True:
        above = Settled()
        if whole is not None:
            top = (whole, EVERYBODY)
            above = settled(
                _only(tables, [top, *mine]), about, [Sum(top, tuple(mine))], given={top}, also=also,
                block=lambda at, cell: everyone.hides(cell[0], where.period, at),
            )  # fmt: skip
        within = (
            settled(_only(tables, cells), about, sums, given=set(margins), block=hides)
            if inside
            else Settled()
        )
        more = {
            one: at for cell, at in sorted(within.lost, key=lambda one: one[1], reverse=True)
            for one in (mine if cell[1] == EVERYBODY else [(whole, cell[1])])
            if one in mine and (one not in also or at < also[one]) and changed(tables, one, at)
        }  # fmt: skip
        for (area, _), at in above.lost | within.lost:
            up = whole if whole is not None and everyone.hides(area, where.period, at) else area
            if changed(tables, (up, EVERYBODY), at):
                found.lost.add((up, at))
        if not more:
            break
        also |= more
    shown = above.seen | {cell: one for cell, one in within.seen.items() if cell not in margins}
    found.seen = {cell: one for cell, one in shown.items() if cell[1] != EVERYBODY}
    found.since = within.since | above.since
    return found


def _only(tables: Releases, cells: Iterable[Any]) -> Releases:
    """The same releases with these cells only."""
    return [(at, {cell: table[cell] for cell in cells if cell in table}) for at, table in tables]
