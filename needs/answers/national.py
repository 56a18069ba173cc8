"""The published figures of one indicator for England, its regions and its authorities, safe to show.

Whichever page of whichever trust asks, small counts are hidden over the whole tree of a period, and what is hidden for
the sake of a trust's groups or localities (`needs.answers.together`) is hidden for all: so no two pages together give away
what each hides. Trusts whose frameworks name different profiles each hide by their own.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from needs.answers.figures import Seen
from needs.answers.places import Ground
from needs.answers.releases import About, Cell, Figures, Settled, by_period, settled
from needs.models import Area
from needs.statistics.suppression import Sum

PUBLISHED = (Area.Kind.ENGLAND, Area.Kind.REGION, Area.Kind.AUTHORITY)


@dataclass(frozen=True)
class National:
    """An indicator in every authority and region, by area and period."""

    areas: dict[int, Area]
    seen: dict[tuple[int, int], Seen]
    periods: list[int] = field(default_factory=list)
    heirs: dict[int, int] = field(default_factory=dict)
    """Authorities whose code ended, with those that took their place."""
    since: dict[tuple[int, int], datetime] = field(default_factory=dict)
    """Since when figures are hidden."""

    def at(self, area: Area | None, period: int) -> Seen:
        """A figure as it may be shown; an empty one where nothing was published."""
        return self.seen.get((area.pk, period), Seen()) if area else Seen()

    def hides(self, cell: Cell, at: datetime) -> bool:
        """Whether a figure is hidden since a moment or longer."""
        return cell in self.since and self.since[cell] <= at

    def periods_of(self, area: Area) -> list[int]:
        """The periods for which an area has a figure, the earliest first."""
        return [period for period in self.periods if (area.pk, period) in self.seen]

    def authorities(self, region: Area | None) -> list[Area]:
        """The authorities of a region that have figures."""
        with_figures = {area for area, _ in self.seen}
        return [
            area for area in self.areas.values()
            if region and area.kind == Area.Kind.AUTHORITY and area.region_id == region.pk and area.pk in with_figures
        ]  # fmt: skip


def published() -> dict[int, Area]:
    """England, its regions and its authorities."""
    return {area.pk: area for area in Area.objects.filter(trust=None, kind__in=PUBLISHED)}


def national(figures: Figures, about: About, ground: Ground, also: Mapping[Cell, datetime]) -> National:
    """The published figures of an indicator as they may be shown, every period judged over its whole tree.

    What is in `also` is hidden since a moment.
    """
    found = Settled()
    for period, tables in by_period(figures, ground.areas).items():
        ours = [(at, inherited(table, ground.heirs)) for at, table in tables]
        there = sorted({area for _, table in ours for area, _ in table})
        sums = [
            Sum((whole, period), tuple((area, period) for area in parts))
            for whole, parts in tree(there, ground.areas).items()
        ]
        one = settled(ours, about, sums, also=_of(period, also))
        found.seen |= one.seen
        found.since |= one.since
    periods = sorted({period for _, period in found.seen})
    return National(ground.areas, found.seen, periods, ground.heirs, found.since)


def _of(period: int, cells: Mapping[Cell, datetime]) -> dict[Cell, datetime]:
    return {cell: at for cell, at in cells.items() if cell[1] == period}


def inherited(table: Mapping[Cell, Any], heirs: Mapping[int, int]) -> dict[Any, Any]:
    """Figures of authorities whose code ended, as those of the authority that took their place."""
    found = {cell: figure for cell, figure in table.items() if cell[0] not in heirs}
    for (area, rest), figure in table.items():
        if area in heirs:
            found.setdefault((heirs[area], rest), figure)
    return found


def heirs_of_codes() -> dict[int, int]:
    """Authorities whose code ended, to the one authority that took their place."""
    found: dict[int, set[int]] = defaultdict(set)
    came = Area.successors.through.objects.filter(
        from_area__kind=Area.Kind.AUTHORITY, to_area__kind=Area.Kind.AUTHORITY
    ).values_list("from_area", "to_area")
    for old, new in came:
        found[old].add(new)
    return {old: next(iter(new)) for old, new in found.items() if len(new) == 1}


def tree(there: list[int], areas: dict[int, Area]) -> dict[int, list[int]]:
    """What is made up of which: regions of their authorities, England of its regions."""
    parts: dict[int, list[int]] = defaultdict(list)
    england = next((area for area in there if areas[area].kind == Area.Kind.ENGLAND), None)
    for area in there:
        region = areas[area].region_id
        if areas[area].kind == Area.Kind.AUTHORITY and region is not None and region in there:
            parts[region].append(area)
        elif areas[area].kind == Area.Kind.REGION and england is not None:
            parts[england].append(area)
    return parts
