"""What comes next if things go on as they have: a straight line through the figures, with its interval.

Least squares on figures at equal distances in time, and the 95% prediction interval of the line. It is
simple on purpose: anybody can check it, and a series of five or ten figures bears no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

FEWEST = 5
"""Figures without which there is no forecast."""
FURTHEST = 5
"""Periods ahead that a short series is carried on."""
METHOD = "Straight line (least squares) carried on, with a 95% prediction interval"
STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Student's t for 95% either side, by degrees of freedom from 1."""
MANY = 1.96


@dataclass(frozen=True)
class Ahead:
    """A figure that is expected, and between what it will probably lie."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Forecast:
    """The figures ahead and how they were got."""

    ahead: tuple[Ahead, ...]
    slope: float
    figures: int
    method: str = METHOD


def forecast(
    values: Sequence[float], periods: int = 3, *, least: float | None = None, most: float | None = None
) -> Forecast | None:
    """The figures of the next periods, kept between the least and the most that are possible.

    None where there are too few figures to say.
    """
    n = len(values)
    if n < FEWEST:
        return None
    middle, level = (n - 1) / 2, fmean(values)
    width = sum((x - middle) ** 2 for x in range(n))
    slope = sum((x - middle) * (y - level) for x, y in enumerate(values)) / width
    rest = sum((y - level - slope * (x - middle)) ** 2 for x, y in enumerate(values))
    error = sqrt(rest / (n - 2))
    student = STUDENT[n - 3] if n - 3 < len(STUDENT) else MANY

    def at(x: int) -> Ahead:
        value = level + slope * (x - middle)
        half = student * error * sqrt(1 + 1 / n + (x - middle) ** 2 / width)
        return Ahead(*(_within(one, least, most) for one in (value, value - half, value + half)))

    return Forecast(tuple(at(n + step) for step in range(min(periods, FURTHEST))), slope, n)


def _within(value: float, least: float | None, most: float | None) -> float:
    """The nearest possible value."""
    value = value if least is None else max(value, least)
    return value if most is None else min(value, most)
