"""How sure a published figure is: confidence intervals of proportions and of rates, as public health counts them."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054
"""Standard errors either side of a figure that hold 95 in 100."""
SAID = "95% confidence interval"


@dataclass(frozen=True)
class Interval:
    """From the least to the most that a figure is likely to be."""

    lower: float
    upper: float

    def holds(self, value: float) -> bool:
        """Whether a value lies inside."""
        return self.lower <= value <= self.upper


def wilson(count: float, of: float, scale: float = 100) -> Interval | None:
    """The interval of a proportion (Wilson score): so many of so many; None where it is no proportion."""
    if of <= 0 or not 0 <= count <= of:
        return None
    share = count / of
    middle = share + Z**2 / (2 * of)
    half = Z * sqrt(share * (1 - share) / of + Z**2 / (4 * of**2))
    below = 1 + Z**2 / of
    return Interval(max(0.0, (middle - half) / below) * scale, min(1.0, (middle + half) / below) * scale)


def byar(count: float, of: float, scale: float = 10_000) -> Interval | None:
    """The interval of a rate of events (Byar's method); None where there is no such rate."""
    if of <= 0 or count < 0:
        return None
    lower = count * (1 - 1 / (9 * count) - Z / (3 * sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    upper = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    return Interval(max(0.0, lower) / of * scale, upper / of * scale)


def interval(count: float | None, of: float | None, scale: float | None) -> Interval | None:
    """The interval of a figure whose count and population are known: a proportion per 100, else a rate."""
    if count is None or of is None or not scale:
        return None
    return wilson(count, of, scale) if scale == 100 else byar(count, of, scale)  # noqa: PLR2004 (per cent)
