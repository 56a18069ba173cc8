"""Figures of a trust's own localities: as they were published, or gathered from the small areas they are made of."""

from collections import defaultdict
from typing import Any

from needs.answers.figures import Raw, counts_itself, read
from needs.answers.national import headline
from needs.models import Area, Indicator, LocalityArea


def of_localities(indicator: Indicator, localities: list[Area]) -> dict[tuple[int, int], Raw]:
    """Every figure of a trust's localities, by area and period; two questions to the database."""
    keys = [area.pk for area in localities]
    made_of = dict(LocalityArea.objects.filter(locality__area__in=keys).values_list("area", "locality__area"))
    raw = read(headline(indicator).filter(area__in=[*keys, *made_of]), "area_id", "period")
    found = {key: one for key, one in raw.items() if key[0] in set(keys)}
    parts: dict[tuple[int, int], list[Raw]] = defaultdict(list)
    for (area, period), one in raw.items():
        if area in made_of:
            parts[made_of[area], period].append(one)
    for key, inside in parts.items():
        if key not in found and (whole := gathered(inside, indicator)):
            found[key] = whole
    return found


def gathered(parts: list[Raw], indicator: Indicator) -> Raw | None:
    """The figure of a place from the figures of its parts; None where those cannot be added up.

    Rates are worked out anew from counts and populations: a rate is never the average of rates.
    """
    if counts_itself(indicator):
        values = [part.value for part in parts]
        return None if _lacks(values) else Raw(_total(values), None, None, None, None)
    counts, bases = [part.count for part in parts], [part.denominator for part in parts]
    if not indicator.scale or _lacks(counts) or _lacks(bases) or not _total(bases):
        return None
    value = _total(counts) / _total(bases) * indicator.scale
    return Raw(value, None, None, _total(counts), _total(bases))


def _lacks(values: list[Any]) -> bool:
    return any(value is None for value in values)


def _total(values: list[Any]) -> float:
    return float(sum(values))
