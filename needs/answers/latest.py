"""The latest figures at a glance, safe to show wherever they stand (MED-112)."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q

from needs.answers.figures import FIELDS, Raw, Seen, counts_itself, marks_of
from needs.answers.national import PUBLISHED, trees
from needs.answers.releases import replaced, settled, states
from needs.models import ALL, Area, Mark, Observation, Snapshot
from needs.statistics.suppression import Profile

NONE = 0
"""The key of no indicator: a question that is always asked costs the same always."""


def _raw(one: Snapshot) -> Raw:
    return Raw(*(getattr(one, name) for name in FIELDS if name != "batch_id"))


def safe(latest: list[Snapshot], rule: Profile) -> dict[Any, Seen]:
    """Latest figures as they may be shown, by their key: as every other page shows them.

    Five questions to the database, whether of one indicator or of all; each snapshot brings its indicator.
    """
    areas = {area.pk: area for area in Area.objects.filter(trust=None, kind__in=PUBLISHED)}
    tables: dict[tuple[int, int], dict[tuple[int, int], Raw]] = defaultdict(dict)
    for one in latest:
        tables[one.indicator_id, one.period][one.area_id, one.period] = _raw(one)
    was = replaced({one.indicator_id for one in latest}, areas, {one.period for one in latest})
    watched = [*_watched(latest, areas, rule), *was]
    rows = Observation.objects.filter(
        indicator__in=watched, period__in={one.period for one in latest}, area__in=list(areas),
        category=ALL, sex=F("indicator__sex"), age=F("indicator__age"),
    )  # fmt: skip
    for indicator, area, period, *values in rows.values_list("indicator_id", "area_id", "period", *FIELDS):
        if (indicator, period) in tables:
            tables[indicator, period][area, period] = Raw(*values)
    indicators = {one.indicator_id: one.indicator for one in latest}
    seen_before = {
        (pk, period): states(there, [one for one in was[pk] if one[1][1] == period])
        for (pk, period), there in tables.items()
    }
    marks = marks_of(raw for before in seen_before.values() for table in before for raw in table.values())
    shown = {
        (pk, period): settled(
            before, indicators[pk], rule, lambda table: trees([key for key in table if key[0] in areas], areas), marks=marks
        )
        for (pk, period), before in seen_before.items()
    }  # fmt: skip
    return {one.pk: shown[one.indicator_id, one.period][one.area_id, one.period] for one in latest}


def _watched(latest: list[Snapshot], areas: Mapping[int, Area], rule: Profile) -> list[int]:
    """The indicators of which some area of England has a small or a hidden figure."""
    whole = Q(count__gt=0, count__lt=rule.hides_to + 1)
    worked_out = Q(count=None, denominator__isnull=False)
    hidden = Q(mark__kind__in=(Mark.Kind.SUPPRESSED, Mark.Kind.LOW))
    small = Observation.objects.filter(
        whole | worked_out | hidden, indicator__in=[one.indicator_id for one in latest],
        period__in={one.period for one in latest}, area__in=list(areas), category=ALL,
    ).order_by().values_list("indicator_id", flat=True).distinct()  # fmt: skip
    counts = {one.indicator_id for one in latest if counts_itself(one.indicator)}
    return sorted({*small, *counts}) or [NONE]
