"""What all levels and releases together give away, and what more to hide so that they do not (MED-112)."""

from collections.abc import Iterable
from datetime import datetime
from itertools import product

from needs.answers.national import National, inherited, tree
from needs.answers.places import Ground
from needs.answers.releases import FOREVER, About, Cell, Figures, Releases, by_period, changed, corrections
from needs.answers.within import EVERYBODY, Group, Key, Told, Within
from needs.answers.worked_out import Part, worked_out
from needs.models import Area


def given_away(
    figures: Figures,
    about: About,
    ground: Ground,
    nation: National,
    places: list[tuple[Within, Told]],
) -> tuple[dict[Group, datetime], dict[Cell, datetime]]:
    """What more to hide where all levels together give something away: groups of authorities first, then places themselves."""
    tops = by_period(figures, ground.areas)
    groups: dict[Group, datetime] = {}
    cells: dict[Cell, datetime] = {}
    for period in sorted({period for one, _ in places for period in one.groups}):
        there = [(one, told) for one, told in places if period in one.groups]
        parts = [_country(tops.get(period, []), period, ground, nation)]
        parts += [_places(one, told, period, nation) for one, told in there]
        moments = {at for one, _ in there for at in corrections(one.groups[period])}
        for cell, at in sorted(worked_out(parts, about, moments), key=lambda one: one[1], reverse=True):
            near = [each for each in there if _is_near(each[0], cell, ground)]
            beside = {group: at for one, told in near for group in _new_groups(one, told, period, at)}
            groups |= beside
            if not beside:
                cells |= {cell: at for one, told in near for cell in _new_places(one, told, period, at)}
    return groups, cells


def _is_near(within: Within, cell: tuple[int, Key], ground: Ground) -> bool:
    """Whether what a trust shows can have given a figure away: one of its own, or of everybody in a region that it is in."""
    area, key = cell
    top = ground.areas.get(area)
    if area in within.patch.everywhere or key != EVERYBODY or top is None:
        return area in within.patch.everywhere
    regions = {ground.areas[one].region_id for one in within.patch.own if one in ground.areas}
    return top.kind == Area.Kind.ENGLAND or bool(regions & {top.pk, top.region_id})


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


def _places(within: Within, told: Told, period: int, nation: National) -> Part:
    """A trust's own places and their groups."""
    patch, breakdowns = within.patch, within.breakdowns[period]
    there = (*patch.own, *patch.inside)
    sums = [([(area, EVERYBODY)], [(area, key) for key in keys]) for keys in breakdowns for area in there]
    sums += [
        ([(area, key) for area in patch.own], [(area, key) for area in patch.inside])
        for key in (EVERYBODY, *(key for keys in breakdowns for key in keys))
    ]
    everybody = {**told.everybody.local.since, **nation.since}
    since = {(area, EVERYBODY): at for (area, of), at in everybody.items() if of == period}
    since |= {(area, key): at for (area, key, of), at in told.since.items() if of == period}
    return Part(within.groups[period], sums, since)


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
