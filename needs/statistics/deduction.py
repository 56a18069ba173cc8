"""What follows from many sums together: between which bounds each count must lie.

`leeway` judges one table of counts, exactly. Counts of several tables hang together by their totals, and those of several
releases by what did not change. This looks at all of them at once: it takes sums from one another until each tells of as
few counts as it can, then narrows every count by every sum that it is in, for as long as that brings anything.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

Range = tuple[int, int]
"""The least and the most that a count can be."""
ENDLESS = 10**9
"""More than any count of people."""
Count = Any
"""Whatever a count goes by."""
Number = Fraction | int
Row = tuple[Mapping[Count, Number], Number]
"""Counts, each with how often it is taken, and what they come to."""
ROUNDS = 50
"""How often all sums are gone through at most."""


def deduced(tables: Iterable[Sequence[Row]], ranges: Mapping[Count, Range]) -> dict[Count, Range]:
    """The range of every count that follows from its own and from all the sums.

    The sums of one table are taken from one another, in either order, for which of them is left over says which
    bounds are met; those of different tables are not. What turns out to be known is taken off, and all begins again.
    """
    found, bundles = dict(ranges), [list(table) for table in tables]
    while True:
        before = _known(found)
        rows: list[Row] = []
        for number, table in enumerate(bundles):
            bundles[number] = [row for row in (_opened(one, found) for one in table) if row[0]]
            rows += [*bundles[number], *_reduced(bundles[number]), *_reduced(reversed(bundles[number]))]
        for _ in range(ROUNDS):
            narrower = [row for row in rows if _narrowed(row, found)]
            if not narrower:
                break
        if _known(found) == before:
            return found


def _known(ranges: Mapping[Count, Range]) -> int:
    """How many counts can be one number only."""
    return sum(low == high for low, high in ranges.values())


def _opened(row: Row, ranges: Mapping[Count, Range]) -> Row:
    """A sum without the counts that are known."""
    left, total = dict(row[0]), row[1]
    for count, times in row[0].items():
        low, high = ranges[count]
        if low == high:
            total -= times * low
            del left[count]
    return left, total


def _reduced(rows: Iterable[Row]) -> list[Row]:
    """Sums taken from one another until each has a count that no other has."""
    done: dict[Count, Row] = {}
    for row in rows:
        terms, total = row
        for known in [count for count in terms if count in done]:
            terms, total = _without(known, (terms, total), done[known])
        if terms:
            lead, times = min(terms.items(), key=lambda one: abs(one[1]) != 1)
            new = {count: _divided(often, times) for count, often in terms.items()}, _divided(total, times)
            done = {own: _without(lead, one, new) for own, one in done.items()} | {lead: new}
    return list(done.values())


def _divided(number: Number, by: Number) -> Number:
    """Exactly; a whole number where it can be, for those are quick."""
    return number * by if abs(by) == 1 else Fraction(number) / by


def _without(lead: Count, row: Row, by: Row) -> Row:
    """A sum from which another is taken as often as it takes to lose a count."""
    times = row[0].get(lead)
    if times is None:
        return row
    terms = dict(row[0])
    for count, often in by[0].items():
        left = terms.get(count, 0) - times * often
        if left:
            terms[count] = left
        else:
            terms.pop(count, None)
    return terms, row[1] - times * by[1]


def _narrowed(row: Row, ranges: dict[Count, Range]) -> bool:
    """Narrow the counts of one sum by what the others leave for each; whether any was."""
    terms, total = row
    ends = {count: sorted(times * end for end in ranges[count]) for count, times in terms.items()}
    low, high = (sum(end[at] for end in ends.values()) for at in (0, 1))
    better = False
    for count, times in terms.items():
        least, most = ends[count]
        down, up = sorted(_divided(total - rest, times) for rest in (low - least, high - most))
        was = ranges[count]
        now = max(was[0], math.ceil(down)), min(was[1], math.floor(up))
        if now != was and now[0] <= now[1]:  # sums that contradict one another tell nothing
            ranges[count] = now
            better = True
    return better
