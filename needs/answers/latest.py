"""The latest figures at a glance, safe to show wherever they stand (MED-112)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from needs.answers.figures import FIELDS, Raw, Seen, as_shown, counts_itself, hide, marks_of
from needs.answers.ground import ground_of
from needs.answers.places import Ground, Places
from needs.answers.releases import About, Figures, Table, headlines, once, times_of
from needs.answers.together import dimensions_of, every, everybody, read_groups
from needs.models import Area, Mark, Observation, Snapshot
from needs.statistics.comparison import Place
from needs.statistics.comparison import places as places_among
from needs.statistics.suppression import Profile

NONE = 0
"""The key of no indicator: a question that is always asked costs the same always."""


@dataclass(frozen=True)
class Glance:
    """Latest figures as they may be shown, beside England and their region."""

    seen: dict[tuple[int, int, int], Seen]
    """By indicator, area and period."""
    ranks: dict[tuple[int, int, int], Place]
    """Ranks among what is shown, where some of an indicator's figures are hidden."""
    watched: Collection[int]
    ground: Ground

    def of(self, one: Snapshot) -> Seen:
        """A latest figure."""
        return self.at(one, self.ground.heirs.get(one.area_id, one.area_id))

    def at(self, one: Snapshot, area: int | None) -> Seen:
        """The same indicator for the same period elsewhere."""
        return self.seen.get((one.indicator_id, area or NONE, one.period), Seen())

    def rank(self, one: Snapshot) -> tuple[int | None, int]:
        """Its rank among areas of the same kind and how many are ranked: never with those that are hidden."""
        if self.of(one).value is None:
            return None, 0
        if one.indicator_id not in self.watched:
            return one.rank, one.n
        place = self.ranks.get(
            (one.indicator_id, self.ground.heirs.get(one.area_id, one.area_id), one.period)
        )
        return (place.rank, place.of) if place else (None, 0)


def glance(latest: list[Snapshot], places: Places, rule: Profile, heirs: dict[int, int] | None = None) -> Glance:  # fmt: skip
    """Latest figures as every other page shows them; each snapshot brings its indicator.

    As many questions to the database for one indicator as for all. Of most of them nothing is hidden anywhere; of
    those where it is, every area's figure is read.
    """
    indicators = {one.indicator_id: one.indicator for one in latest}
    periods = {(one.indicator_id, one.period) for one in latest}
    ground = ground_of(places, indicators.values(), {period for _, period in periods}, heirs)
    was = once([*indicators], ground.everywhere, {period for _, period in periods})
    groups = {
        pair: told
        for pair, told in read_groups([*indicators.values()], ground.in_patches).items()
        if pair in periods
    }
    watched = _watched(latest, rule, ground) | {*was, *(pk for pk, _ in groups)}
    tables = _tables(latest, watched, ground)
    raw = [one for table in tables.values() for one in table.values()]
    raw += [one for gone in was.values() for _, one in gone]
    raw += [one for told in groups.values() for one in every(told)]
    marks, times, dimensions = marks_of(raw), times_of(raw), dimensions_of(groups)
    seen: dict[tuple[int, int, int], Seen] = {}
    ranks: dict[tuple[int, int, int], Place] = {}
    for pk, table in tables.items():
        about = About(indicators[pk], rule, marks)
        if pk in watched:
            told = {period: one for (of, period), one in groups.items() if of == pk}
            gone = [(cell, raw) for cell, raw in was[pk] if (pk, cell[1]) in periods]
            settled = everybody(Figures(table, gone, times), told, about, ground, dimensions)
            found = settled.nation.seen | settled.local.seen
            ranks |= {(pk, *cell): place for cell, place in _ranked(found, ground.areas).items()}
        else:
            stage = hide(table, about.indicator, rule, marks=marks)
            found = as_shown(table, stage, about.indicator, rule, marks)
        seen |= {(pk, *cell): one for cell, one in found.items()}
    return Glance(seen, ranks, watched, ground)


def _watched(latest: list[Snapshot], rule: Profile, ground: Ground) -> set[int]:
    """The indicators of which some area has a small or a hidden figure."""
    indicators = {one.indicator_id for one in latest}
    few = small(Observation.objects.all(), rule, indicators, ground.everywhere)
    found = few.filter(period__in={one.period for one in latest}).values_list("indicator_id", flat=True)
    return {*found.distinct(), *(one.indicator_id for one in latest if counts_itself(one.indicator))}


def _tables(latest: list[Snapshot], watched: Collection[int], ground: Ground) -> dict[int, Table]:
    """The figures of each indicator: of those that are watched everywhere, of the others here, in the regions and in England."""
    periods = {(one.indicator_id, one.period) for one in latest}
    tops = [pk for pk, area in ground.areas.items() if area.kind in (Area.Kind.ENGLAND, Area.Kind.REGION)]
    tables: dict[int, Table] = defaultdict(dict)
    for one in latest:
        if one.indicator_id not in watched:
            area = ground.heirs.get(one.area_id, one.area_id)
            tables[one.indicator_id][area, one.period] = _raw(one)
    for pks, where in (
        (sorted(indicator for indicator, _ in periods), tops),
        (sorted(watched), ground.everywhere),
    ):
        rows = Observation.objects.filter(
            indicator__in=pks or [NONE], area__in=where or [NONE], period__in={period for _, period in periods} or [NONE]
        )  # fmt: skip
        for pk, area, period, *values in headlines(rows).values_list(
            "indicator_id", "area_id", "period", *FIELDS
        ):
            if (pk, period) in periods:
                tables[pk][area, period] = Raw(*values)
    return tables


def _raw(one: Snapshot) -> Raw:
    return Raw(*(getattr(one, name) for name in FIELDS if name != "batch_id"))


def _ranked(seen: Mapping[tuple[int, int], Seen], areas: Mapping[int, Area]) -> dict[tuple[int, int], Place]:
    """The place of every figure among those that are shown, of areas of its kind for its period."""
    groups: dict[Any, dict[tuple[int, int], float]] = defaultdict(dict)
    for cell, one in seen.items():
        if one.value is not None:
            kind = areas[cell[0]].kind if cell[0] in areas else Area.Kind.LOCALITY
            groups[kind, cell[1]][cell] = one.value
    found: dict[tuple[int, int], Place] = {}
    for group in groups.values():
        order = list(group)
        found |= {order[at]: place for at, place in places_among(dict(enumerate(group.values()))).items()}
    return found


def small(
    rows: QuerySet[Any], rule: Profile, indicators: Iterable[int], areas: Iterable[int]
) -> QuerySet[Any]:
    """Headlines of which a count is small or hidden, or could be."""
    most = rule.hides_to + 1
    few = Q(count__gt=0, count__lt=most) | Q(denominator__gt=0, denominator__lt=most)
    worked_out = Q(count=None, denominator__isnull=False)
    hidden = Q(mark__kind__in=(Mark.Kind.SUPPRESSED, Mark.Kind.LOW))
    return headlines(rows.filter(few | worked_out | hidden, indicator__in=list(indicators), area__in=list(areas))).order_by()  # fmt: skip
