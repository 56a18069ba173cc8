"""Everything that a trust's pages show of one indicator, settled together: places, their groups, and every release of them.

Each level takes the one above as known to a reader, even where it is hidden: England, its regions and authorities first;
then the localities of an authority; the groups of the authority; the groups of its localities. Where something is hidden,
all that it is made of is hidden with it: so whatever it could be, there are parts that fit. Only where a later file put
right so little that a level cannot keep its secret, more is hidden above, and all is settled again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from typing import Any

from needs.answers.figures import FIELDS, Raw
from needs.answers.localities import of_localities, summed_up
from needs.answers.national import National, inherited, national, tree
from needs.answers.places import Ground, Patch
from needs.answers.releases import (
    FOREVER,
    About,
    Cell,
    Figures,
    Releases,
    Settled,
    Table,
    Times,
    Was,
    by_period,
    changed,
    corrections,
    settled,
    stages,
)
from needs.answers.worked_out import Part, worked_out
from needs.models import ALL, Category, Indicator, Observation, Replaced
from needs.statistics.suppression import Sum

Key = tuple[str, int]
"""A group: what it is a breakdown by, and the key of its category."""
EVERYBODY: Key = ("all", ALL)
NONE = 0
MANY = 20_000
"""Areas that a database is asked about by name; SQLite takes 32,766 at most."""
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


def everybody(
    figures: Figures, groups: Mapping[int, Versions], about: About, ground: Ground, dimensions: Mapping[int, tuple[str, str]]
) -> Everybody:  # fmt: skip
    """Everybody's figures as they may be shown; `groups` are those of the periods that a file changed.

    What has to be hidden above for a trust's groups or localities is hidden for every trust.
    """
    within = [_within(patch, groups, figures.times, about, dimensions) for patch in ground.patches]
    local = [figures, *(one.figures for one in within[1:])]
    also: dict[Cell, datetime] = {}
    apart: dict[Group, datetime] = {}
    done: dict[Any, Told] = {}
    while True:
        nation = national(figures, about, ground, also)
        told: list[Told] = []
        for number, one in enumerate(within):
            above = frozenset(
                (cell, at)
                for cell, at in [*nation.since.items(), *also.items(), *apart.items()]
                if cell[0] in one.patch.everywhere
            )
            if (number, above) not in done:  # nothing else of what is above has a say in what is within
                everyone = Everybody(
                    nation, of_localities(local[number], about, one.patch, nation, also), dict(apart)
                )
                done[number, above] = _told(everyone, one, about)
            told.append(done[number, above])
        earliest = dict(
            sorted((lost for one in told for lost in one.lost), key=lambda one: one[1], reverse=True)
        )
        more = {cell: at for cell, at in earliest.items() if cell not in also or at < also[cell]}
        if not more:
            beside, more = _given_away(figures, about, ground, nation, [*zip(within, told, strict=True)])
            if not beside and not more:
                return Everybody(nation, told[0].everybody.local, apart)
            apart |= beside
        also |= more


@dataclass(frozen=True)
class Within:
    """What is told of a trust's own places, in the periods that a file changed."""

    patch: Patch
    figures: Figures
    """Everybody's."""
    groups: Mapping[int, Releases]
    breakdowns: Mapping[int, list[list[Key]]]


def _within(
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


def _told(everyone: Everybody, within: Within, about: About) -> Told:
    """Settle a trust's groups, in the periods that a file changed."""
    patch = within.patch
    found = Told(
        everyone, {((one, period), at) for (_, period), at in everyone.local.lost for one in patch.own}
    )
    for period, tables in within.groups.items():
        corrected = corrections(tables)  # what only came later than the rest is told by the rest
        for keys, one in product(within.breakdowns[period], patch.own):
            where = Where(one, patch.inside if patch.whole else (), period)
            shown = shown_by_group(where, keys, tables, about, everyone)
            found.lost.update(((area, period), at) for area, at in shown.lost if at in corrected)
            found.since.update(((*cell, period), at) for cell, at in shown.since.items())
    return found


def _given_away(
    figures: Figures, about: About, ground: Ground, nation: National, places: list[tuple[Within, Told]]
) -> tuple[dict[Group, datetime], dict[Cell, datetime]]:
    """What more to hide where all levels together give something away: groups of authorities first, then places themselves."""
    tops = by_period(figures, ground.areas)
    groups: dict[Group, datetime] = {}
    cells: dict[Cell, datetime] = {}
    for period in sorted({period for one, _ in places for period in one.groups}):
        there = [(one, told) for one, told in places if period in one.groups]
        parts = [_country(tops.get(period, []), period, ground, nation)]
        parts += [_within_one(one, told, period) for one, told in there]
        moments = {at for one, _ in there for at in corrections(one.groups[period])}
        for (area, _), at in worked_out(parts, about, moments):
            near = [each for each in there if area in each[0].patch.everywhere] or there
            beside = {group: at for one, told in near for group in _new_groups(one, told, period, at)}
            groups |= beside
            if not beside:
                cells |= {cell: at for one, told in near for cell in _new_places(one, told, period, at)}
    return groups, cells


def _country(tables: Releases, period: int, ground: Ground, nation: National) -> Part:
    """England, its regions and its authorities."""
    placed_ = [
        (at, {(area, EVERYBODY): raw for (area, _), raw in inherited(table, ground.heirs).items()})
        for at, table in tables
    ]
    there = sorted({area for _, table in placed_ for area, _ in table})
    return Part(
        placed_,
        [
            ([(whole, EVERYBODY)], [(area, EVERYBODY) for area in parts])
            for whole, parts in tree(there, ground.areas).items()
        ],
        {(area, EVERYBODY): at for (area, of), at in nation.since.items() if of == period},
    )


def _within_one(within: Within, told: Told, period: int) -> Part:
    """A trust's own places and their groups."""
    patch = within.patch
    inside = patch.inside if patch.whole else ()
    breakdowns = within.breakdowns[period]
    everyone = {(area, EVERYBODY) for area in (*patch.own, *patch.inside)}
    judged = everyone.union(product((*patch.own, *inside), (key for keys in breakdowns for key in keys)))
    sums = [
        ([(area, EVERYBODY)], [(area, key) for key in keys])
        for keys in breakdowns
        for area in (*patch.own, *inside)
    ]
    sums += [
        ([(area, key) for area in patch.own], [(area, key) for area in patch.inside])
        for key in {key for _, key in judged}
    ]
    since = {(area, EVERYBODY): at for (area, of), at in told.everybody.local.since.items() if of == period}
    since |= {(area, key): at for (area, key, of), at in told.since.items() if of == period}
    return Part([*_only(within.groups[period], judged)], sums, since)


def _new_groups(within: Within, told: Told, period: int, at: datetime) -> Iterable[Group]:
    """The groups of a trust's authorities that a file showed anew."""
    for area, keys in product(within.patch.own, within.breakdowns[period]):
        for key in keys:
            shown = told.since.get((area, key, period), FOREVER) > at
            if shown and changed(within.groups[period], (area, key), at):
                yield area, key, period


def _new_places(within: Within, told: Told, period: int, at: datetime) -> Iterable[Cell]:
    """The authorities and localities of a trust that a file showed anew."""
    for area in (*within.patch.own, *within.patch.inside):
        if not told.everybody.hides(area, period, at) and changed(
            within.groups[period], (area, EVERYBODY), at
        ):
            yield area, period


def read_groups(
    indicators: Collection[Indicator], areas: Iterable[int], periods: Iterable[int] | None = None
) -> dict[tuple[int, int], Versions]:
    """Everybody's figure and every group's of some places, by indicator and period: by default of the periods that a file changed.

    Two questions to the database.
    """
    there = set(areas)
    found: dict[tuple[int, int], Versions] = defaultdict(lambda: ({}, []))
    usual = {one.pk: (one.sex_id, ALL, one.age_id) for one in indicators}
    where = {"area__in": list(there) or [NONE]} if len(there) <= MANY else {}
    rows = Replaced.objects.filter(indicator__in=list(usual) or [NONE], **where)
    if periods is not None:
        rows = rows.filter(period__in=list(periods))
    for indicator, period, cell, raw in _groups_in(rows, usual):
        if cell[0] in there:
            found[indicator, period][1].append((cell, raw))
    pairs = set(found) if periods is None else {(pk, period) for pk in usual for period in periods}
    standing = Observation.objects.filter(
        indicator__in={pk for pk, _ in pairs} or [NONE], period__in={period for _, period in pairs} or [NONE], **where
    )  # fmt: skip
    for indicator, period, cell, raw in _groups_in(standing, usual):
        if (indicator, period) in pairs and cell[0] in there:
            found[indicator, period][0][cell] = raw
    return found


def every(told: Versions) -> list[Raw]:
    """All figures, those of now and those of then."""
    return [*told[0].values(), *(raw for _, raw in told[1])]


def _groups_in(
    rows: Any, usual: Mapping[int, tuple[Any, Any, Any]]
) -> Iterable[tuple[int, int, tuple[int, Key], Raw]]:
    """Figures by one thing at a time."""
    names = ("indicator_id", "period", "area_id", "sex_id", "category_id", "age_id", *FIELDS)
    for indicator, period, area, sex, category, age, *values in rows.values_list(*names):
        said = {"sex": sex, "category": category, "age": age}
        differs = [kind for kind, there in zip(said, usual[indicator], strict=True) if said[kind] != there]
        if len(differs) <= 1:
            key = (differs[0], said[differs[0]]) if differs else EVERYBODY
            yield indicator, period, (area, key), Raw(*values)


def dimensions_of(groups: Mapping[Any, Versions]) -> dict[int, tuple[str, str]]:
    """What categories are a breakdown by; one question to the database."""
    cells = [cell for now, was in groups.values() for cell in [*now, *(cell for cell, _ in was)]]
    keys = {pk for _, (kind, pk) in cells if kind == "category"}
    rows = Category.objects.filter(pk__in=keys | {ALL})
    return {
        pk: (dimension, scheme) for pk, dimension, scheme in rows.values_list("pk", "dimension", "scheme")
    }


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
    whole, inside, found = where.whole, where.inside, ByGroup()
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
