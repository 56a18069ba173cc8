"""Figures of a trust's own localities: as they were published, or gathered from the small areas they are made of."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from needs.answers.figures import Raw, counts_itself
from needs.answers.national import National, inherited
from needs.answers.places import Patch
from needs.answers.releases import About, Cell, Figures, Settled, Table, by_period, changed, settled
from needs.models import Indicator
from needs.statistics.suppression import Sum

WHOLE = 0
"""The key of what a trust's authorities are together."""


def of_localities(
    figures: Figures, about: About, patch: Patch, nation: National, also: Mapping[Cell, datetime]
) -> Settled:
    """Every figure of a trust's localities by area and period, as it may be shown beside the authority's.

    The authority's is taken as known, for it is settled with those of all of England; where it is hidden, those of its
    localities are too.
    """
    inside, whole = set(patch.inside), set(patch.own)
    found = Settled()
    for period, tables in by_period(figures, patch.everywhere).items():
        total = (WHOLE, period)
        ours = [(at, _local(table, about.indicator, patch, whole)) for at, table in tables]

        def hidden(at: datetime, cell: Cell) -> bool:
            return any(nation.hides((one, cell[1]), at) for one in whole)

        one = settled(
            ours, about, [Sum(total, tuple((pk, period) for pk in sorted(inside)))], given={total}, block=hidden,
            also={cell: at for cell, at in also.items() if cell[1] == period},
        )  # fmt: skip
        one.seen.pop(total, None)
        found.seen |= one.seen
        found.since |= one.since
        found.lost |= {(cell, at) for cell, at in one.lost if changed(ours, total, at)}
    return found


def _local(table: Table, indicator: Indicator, patch: Patch, whole: Collection[int]) -> Table:
    """The figures of localities, and what the authorities are together."""
    placed = inherited(table, patch.heirs)
    own = [raw for cell, raw in placed.items() if cell[0] in whole]
    found = summed_up(
        {cell: raw for cell, raw in placed.items() if cell[0] not in whole}, indicator, patch.made_of
    )
    together = own[0] if len(own) == 1 else gathered(own, indicator) if own else None
    if together and len(own) == len(whole):
        found[WHOLE, next(iter(table))[1]] = together
    return found


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
