"""Figures of a trust's own localities: as they were published, or gathered from the small areas they are made of."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from needs.answers.figures import Raw, counts_itself, read
from needs.answers.national import headline
from needs.answers.releases import Table, replaced, states
from needs.models import Area, Indicator, LocalityArea


def parts_of(localities: list[Area]) -> dict[int, int]:
    """The small areas that a trust's localities are made of, each with its locality."""
    keys = [area.pk for area in localities]
    return dict(LocalityArea.objects.filter(locality__area__in=keys).values_list("area", "locality__area"))


def of_localities(indicator: Indicator, localities: list[Area], made_of: Mapping[int, int]) -> list[Table]:
    """Every figure of a trust's localities by area and period: as they stood before files changed them, and as they are."""
    areas = [*(area.pk for area in localities), *made_of]
    raw = read(headline(indicator).filter(area__in=areas), "area_id", "period")
    was = replaced([indicator.pk], areas)[indicator.pk]
    return [summed_up(table, indicator, made_of) for table in states(raw, was)]


def summed_up(
    raw: Mapping[tuple[int, Any], Raw], indicator: Indicator, made_of: Mapping[int, int]
) -> dict[tuple[int, Any], Raw]:
    """Figures by area and something else, those of small areas gathered to the localities they make up.

    A locality of which a part is missing has no figure: half of it would be taken for the whole.
    """
    sizes = Counter(made_of.values())
    found = {key: one for key, one in raw.items() if key[0] not in made_of}
    parts: dict[tuple[int, Any], list[Raw]] = defaultdict(list)
    for (area, rest), one in raw.items():
        if area in made_of:
            parts[made_of[area], rest].append(one)
    for key, inside in parts.items():
        if key not in found and len(inside) == sizes[key[0]] and (whole := gathered(inside, indicator)):
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
