"""Whether a series of figures rises, falls or does neither that can be told from chance.

The test is Mann and Kendall's: it counts how many later figures are higher than earlier ones, asks no
shape of the line, and is worked out exactly for short series without ties.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from math import erfc, factorial, sqrt
from statistics import median

FEWEST = 5
"""Figures without which nothing is said: with four, even a line that only rises could be chance."""
LEVEL = 0.05
EXACT = 30
"""The longest series for which every order is counted."""
METHOD = "Mann-Kendall test at the 5% level, on the figures as they stand"


class Direction(StrEnum):
    """Which way a series goes."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "no clear change"
    SHORT = "too few figures"


@dataclass(frozen=True)
class Trend:
    """Which way, how surely, and by how much from one figure to the next."""

    direction: Direction
    chance: float | None
    """How likely so clear an order is where nothing changes."""
    slope: float | None
    """The middle of all slopes between two figures (Theil and Sen)."""
    figures: int
    verdict: str = ""
    """Getting better or getting worse, where the indicator says which way is better."""


def trend(values: Sequence[float], polarity: str = "") -> Trend:
    """The trend of figures at equal distances in time, the earliest first."""
    if len(values) < FEWEST:
        return Trend(Direction.SHORT, None, None, len(values))
    score = sum(_sign(later - earlier) for earlier, later in combinations(values, 2))
    chance = _chance(score, values)
    slope = median(
        (later - earlier) / (j - i) for (i, earlier), (j, later) in combinations(enumerate(values), 2)
    )
    if chance >= LEVEL or not score:
        return Trend(Direction.STEADY, chance, slope, len(values))
    direction = Direction.RISING if score > 0 else Direction.FALLING
    return Trend(direction, chance, slope, len(values), _verdict(direction, polarity))


def _verdict(direction: Direction, polarity: str) -> str:
    """Getting better or getting worse."""
    if polarity not in ("high", "low"):
        return ""
    return "getting better" if (direction == Direction.RISING) == (polarity == "high") else "getting worse"


def _sign(difference: float) -> int:
    return (difference > 0) - (difference < 0)


def _chance(score: int, values: Sequence[float]) -> float:
    """How likely a score as far from nought is, either way: exact without ties, else by the normal curve."""
    n, ties = len(values), Counter(values)
    if len(ties) == n and n <= EXACT:
        return _exact(n, abs(score))
    tied = sum(t * (t - 1) * (2 * t + 5) for t in ties.values())
    spread = (n * (n - 1) * (2 * n + 5) - tied) / 18
    if spread <= 0:
        return 1.0
    return erfc(max(abs(score) - 1, 0) / sqrt(spread) / sqrt(2))


@lru_cache(maxsize=256)
def _exact(n: int, score: int) -> float:
    """The share of all orders of n figures whose score is as far from nought."""
    pairs = n * (n - 1) // 2
    most_falls = (pairs - score) // 2
    orders = [1]
    for size in range(2, n + 1):  # orders of `size` figures by how many pairs fall
        room = len(orders) + size - 1
        orders = [sum(orders[max(0, falls - size + 1) : falls + 1]) for falls in range(room)]
    return min(1.0, 2 * sum(orders[: most_falls + 1]) / factorial(n))
