"""The edge of an area that is drawn in parts: every border that two of the parts share is left out."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import gcd

Point = tuple[int, int]
FINE = 100_000
"""Outlines are kept to the fifth decimal of a degree; whole numbers can be compared."""


def edges_of(rings: Sequence[Sequence[Sequence[float]]]) -> list[list[list[float]]]:
    """Closed lines around all rings together. Of what lies on one straight line, every stretch that is there twice goes."""
    lines: dict[tuple[int, int, int], list[Point]] = defaultdict(list)
    for ring in rings:
        for a, b in pairwise([(round(x * FINE), round(y * FINE)) for x, y in ring]):
            if a != b:
                lines[_line(a, b)] += [a, b]
    stretches = []
    for ends in lines.values():
        ends.sort()
        stretches += [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if a != b]
    return [[[x / FINE, y / FINE] for x, y in chain] for chain in _chains(stretches)]


def _line(a: Point, b: Point) -> tuple[int, int, int]:
    """The straight line through two points, the same for any two of its points."""
    (dx, dy) = (b[0] - a[0], b[1] - a[1]) if a < b else (a[0] - b[0], a[1] - b[1])
    step = gcd(dx, dy)
    dx, dy = dx // step, dy // step
    return dx, dy, dx * a[1] - dy * a[0]


def _chains(stretches: list[tuple[Point, Point]]) -> list[list[Point]]:
    """Stretches joined end to end, as one pen would draw them."""
    beside: dict[Point, list[Point]] = defaultdict(list)
    for a, b in stretches:
        beside[a].append(b)
        beside[b].append(a)
    found = []
    for start, others in beside.items():
        while others:
            chain = [start]
            while beside[chain[-1]]:
                step = beside[chain[-1]].pop()
                beside[step].remove(chain[-1])
                chain.append(step)
            found.append(chain)
    return found
