"""The published figures of one indicator for England, its regions and its authorities, safe to show.

Whichever page asks, small counts are hidden over the whole tree of a period, so that no two pages
together give away what each hides.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from needs.answers.figures import Raw, Seen, marks_of, read
from needs.answers.releases import Table, replaced, settled, states
from needs.models import ALL, Area, Indicator, Observation
from needs.statistics.suppression import Profile, Sum

PUBLISHED = (Area.Kind.ENGLAND, Area.Kind.REGION, Area.Kind.AUTHORITY)


@dataclass(frozen=True)
class National:
    """An indicator in every authority and region, by area and period."""

    areas: dict[int, Area]
    seen: dict[tuple[int, int], Seen]
    periods: list[int] = field(default_factory=list)
    heirs: dict[int, int] = field(default_factory=dict)
    """Authorities whose code ended, with those that took their place."""

    def at(self, area: Area | None, period: int) -> Seen:
        """A figure as it may be shown; an empty one where nothing was published."""
        return self.seen.get((area.pk, period), Seen()) if area else Seen()

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


def headline(indicator: Indicator) -> Any:
    """The rows that stand for an indicator on their own."""
    return Observation.objects.filter(
        indicator=indicator, sex=indicator.sex_id, age=indicator.age_id, category=ALL
    )


def national(indicator: Indicator, profile: Profile) -> National:
    """Read an indicator; five questions to the database, however many figures there are."""
    areas = {area.pk: area for area in Area.objects.filter(trust=None, kind__in=PUBLISHED)}
    raw: dict[tuple[int, int], Raw] = read(
        headline(indicator).filter(area__in=list(areas)), "area_id", "period"
    )
    heirs = heirs_of_codes()
    tables = [
        _inherited(table, heirs) for table in states(raw, replaced([indicator.pk], areas)[indicator.pk])
    ]
    raw = tables[-1]
    marks = marks_of(one for table in tables for one in table.values())
    seen = settled(tables, indicator, profile, lambda table: trees(table, areas), marks=marks)
    return National(areas, seen, sorted({period for _, period in raw}), heirs)


def _inherited(table: Table, heirs: dict[int, int]) -> Table:
    """Figures of authorities whose code ended, as those of the authority that took their place."""
    found = {cell: figure for cell, figure in table.items() if cell[0] not in heirs}
    for (area, period), figure in table.items():
        if area in heirs:
            found.setdefault((heirs[area], period), figure)
    return found


def trees(keys: Iterable[tuple[int, int]], areas: dict[int, Area]) -> list[Sum]:
    """The sums of every period: authorities to their region, regions to England."""
    by_period: dict[int, list[int]] = defaultdict(list)
    for area, period in keys:
        by_period[period].append(area)
    return [one for period, there in by_period.items() for one in _tree(period, there, areas)]


def heirs_of_codes() -> dict[int, int]:
    """Authorities whose code ended, to the one authority that took their place."""
    found: dict[int, set[int]] = defaultdict(set)
    came = Area.successors.through.objects.filter(
        from_area__kind=Area.Kind.AUTHORITY, to_area__kind=Area.Kind.AUTHORITY
    ).values_list("from_area", "to_area")
    for old, new in came:
        found[old].add(new)
    return {old: next(iter(new)) for old, new in found.items() if len(new) == 1}


def _tree(period: int, there: list[int], areas: dict[int, Area]) -> list[Sum]:
    """The sums of one period."""
    parts: dict[int, list[int]] = defaultdict(list)
    england = next((area for area in there if areas[area].kind == Area.Kind.ENGLAND), None)
    for area in there:
        if areas[area].kind == Area.Kind.AUTHORITY and areas[area].region_id in there:
            parts[areas[area].region_id].append(area)  # type: ignore[index]
        elif areas[area].kind == Area.Kind.REGION and england is not None:
            parts[england].append(area)
    return [Sum((total, period), tuple((area, period) for area in inside)) for total, inside in parts.items()]
