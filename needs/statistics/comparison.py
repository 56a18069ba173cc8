"""One area beside others: its place among them, the gap, and whether the gap is more than chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median

from needs.statistics.certainty import Interval


class Verdict(StrEnum):
    """How one figure compares with another."""

    HIGHER = "higher"
    LOWER = "lower"
    SIMILAR = "similar"
    BETTER = "better"
    WORSE = "worse"
    UNTESTED = "not tested"


@dataclass(frozen=True)
class Figure:
    """A value with its interval, where one is known."""

    value: float
    interval: Interval | None = None


@dataclass(frozen=True)
class Gap:
    """The difference between two figures, in the unit and in per cent of the other."""

    difference: float
    percent: float | None
    verdict: Verdict


def gap(own: Figure, other: Figure, polarity: str = "") -> Gap:
    """How far a figure is from another; better or worse where the indicator says which way is better."""
    difference = own.value - other.value
    percent = difference / abs(other.value) * 100 if other.value else None
    return Gap(difference, percent, _judged(significance(own, other), polarity))


def significance(own: Figure, other: Figure) -> Verdict:
    """Higher or lower where the intervals do not overlap.

    Where only the own interval is known, the other value is taken as fixed, as it is for England. This
    is careful: a difference can be real though the intervals overlap a little.
    """
    if own.interval is None:
        return Verdict.UNTESTED
    low, high = (other.interval.lower, other.interval.upper) if other.interval else (other.value, other.value)
    if own.interval.lower > high:
        return Verdict.HIGHER
    return Verdict.LOWER if own.interval.upper < low else Verdict.SIMILAR


def _judged(verdict: Verdict, polarity: str) -> Verdict:
    """Higher or lower, as better or worse."""
    if verdict not in (Verdict.HIGHER, Verdict.LOWER) or polarity not in ("high", "low"):
        return verdict
    return Verdict.BETTER if (verdict == Verdict.HIGHER) == (polarity == "high") else Verdict.WORSE


@dataclass(frozen=True)
class Place:
    """Where one of many stands: 3rd of 12, or joint 3rd."""

    rank: int
    of: int
    joint: bool


def places(values: Mapping[int, float], *, best_first: str = "") -> dict[int, Place]:
    """The place of each; the highest value is first, or the lowest where lower is better."""
    low_first = best_first == "low"
    ordered = sorted(values.values(), reverse=not low_first)
    first: dict[float, int] = {}
    for number, value in enumerate(ordered, 1):
        first.setdefault(value, number)
    return {key: Place(first[value], len(ordered), ordered.count(value) > 1) for key, value in values.items()}


def average(values: Sequence[float]) -> float | None:
    """The plain mean of a group of areas: each counts as one, however large."""
    return fmean(values) if values else None


def middle(values: Sequence[float]) -> float | None:
    """The middle value of a group of areas."""
    return median(values) if values else None
