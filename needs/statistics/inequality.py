"""The gap between those who have most and those who have least: between groups, and along deprivation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from needs.statistics.comparison import Figure, Verdict, significance

TENTHS = 10


@dataclass(frozen=True)
class Inequality:
    """How far the highest group is from the lowest."""

    highest: str
    lowest: str
    difference: float
    ratio: float | None
    verdict: Verdict
    """Whether the two differ by more than chance."""


def between_groups(groups: Mapping[str, Figure]) -> Inequality | None:
    """The gap between the groups furthest apart; None for fewer than two."""
    if len(groups) < 2:  # noqa: PLR2004 (a gap has two sides)
        return None
    ordered = sorted(groups, key=lambda name: (groups[name].value, name))
    low, high = ordered[0], ordered[-1]
    least, most = groups[low], groups[high]
    ratio = most.value / least.value if least.value > 0 else None
    return Inequality(high, low, most.value - least.value, ratio, significance(most, least))


def slope_index(tenths: Sequence[float]) -> float | None:
    """The slope index of inequality: from the most to the least deprived, along the line through all tenths.

    The most deprived tenth stands first. None unless all ten are known.
    """
    if len(tenths) != TENTHS:
        return None
    places = [(number + 0.5) / TENTHS for number in range(TENTHS)]
    middle, level = fmean(places), fmean(tenths)
    return sum((x - middle) * (y - level) for x, y in zip(places, tenths, strict=True)) / sum(
        (x - middle) ** 2 for x in places
    )
