"""Placing things that hang from one another in layers: who stands on which, in which order, where.

A thing may hang from two; a line that passes a layer gets a lane of its own there, so that lines
never run through a thing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

Thing = TypeVar("Thing", str, int)
"""What a thing is known by."""


def without_circles(above: Mapping[Thing, Sequence[Thing]]) -> dict[Thing, list[Thing]]:
    """The same, without the lines that would make a circle, to itself or to what is not there."""
    kept: dict[Thing, list[Thing]] = {}
    open_: set[Thing] = set()

    def visit(code: Thing) -> None:
        open_.add(code)
        kept[code] = []
        for parent in above[code]:
            if parent in open_ or parent not in above:
                continue
            if parent not in kept:
                visit(parent)
            kept[code].append(parent)
        open_.discard(code)

    for code in above:
        if code not in kept:
            visit(code)
    return {code: kept[code] for code in above}


def levels(above: Mapping[Thing, Sequence[Thing]]) -> dict[Thing, int]:
    """How far below the top each thing stands: one below the lowest it hangs from."""
    found: dict[Thing, int] = {}

    def of(code: Thing) -> int:
        if code not in found:
            found[code] = 1 + max((of(parent) for parent in above[code]), default=-1)
        return found[code]

    for code in above:
        of(code)
    return found


@dataclass
class Place:
    """A thing in its layer, or a lane through the layer for the lines that hang from `owner`."""

    code: str
    level: int
    width: int
    owner: str
    lane: bool = False
    x: float = 0.0
    """Its middle."""
    ups: list["Place"] = field(default_factory=list)
    downs: list["Place"] = field(default_factory=list)


def placed(
    above: Mapping[str, Sequence[str]], widths: Mapping[str, int], *, gap: int, lane: int
) -> list[list[Place]]:
    """Every layer from the top, each in its order with the middles set, the leftmost edge at nought."""
    level = levels(above)
    places = {code: Place(code, level[code], widths[code], owner=code) for code in above}
    layers: list[list[Place]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for place in places.values():
        layers[place.level].append(place)
    for code, parents in above.items():
        for parent in parents:
            _join(places[code], _way_down(places[parent], level[code] - 1, layers, lane))
    _order(layers)
    for _ in range(12):
        _settle(layers, gap, down=True)
        _settle(layers, gap, down=False)
    _settle(layers, gap, down=True)
    left = min((place.x - place.width / 2 for layer in layers for place in layer), default=0)
    for layer in layers:
        for place in layer:
            place.x -= left
    return layers


def _join(below: Place, above: Place) -> None:
    below.ups.append(above)
    above.downs.append(below)


def _way_down(place: Place, level: int, layers: list[list[Place]], lane: int) -> Place:
    """The lane of a thing at a level further down; made where there is none yet."""
    while place.level < level:
        following = next((p for p in place.downs if p.lane and p.owner == place.owner), None)
        if following is None:
            following = Place(
                f"{place.owner} {place.level + 1}", place.level + 1, lane, place.owner, lane=True
            )
            layers[following.level].append(following)
            _join(following, place)
        place = following
    return place


def _order(layers: list[list[Place]]) -> None:
    """Bring what hangs together near one another, as long as fewer lines cross."""
    best, fewest = [list(layer) for layer in layers], crossings(layers)
    for turn in range(8):
        down = turn % 2 == 0
        for layer in layers if down else reversed(layers):
            near = {id(p): _middle(layers, p.ups if down else p.downs) for p in layer}
            at = {id(p): index for index, p in enumerate(layer)}
            layer.sort(key=lambda p: near[id(p)] if near[id(p)] is not None else at[id(p)])
        if (now := crossings(layers)) < fewest:
            best, fewest = [list(layer) for layer in layers], now
    for layer, order in zip(layers, best, strict=True):
        layer[:] = order


def _middle(layers: list[list[Place]], near: list[Place]) -> float | None:
    """Where the things somebody is tied to stand on the average, counted in their own layer."""
    if not near:
        return None
    return sum(layers[p.level].index(p) for p in near) / len(near)


def crossings(layers: list[list[Place]]) -> int:
    """How many pairs of lines cross."""
    count = 0
    for upper, lower in pairwise(layers):
        at = {id(p): index for index, p in enumerate(upper)}
        ends = [(at[id(up)], index) for index, p in enumerate(lower) for up in p.ups]
        count += sum(a < c and b > d for a, b in ends for c, d in ends)
    return count


def _settle(layers: list[list[Place]], gap: int, *, down: bool) -> None:
    """Move each layer as near to what it is tied to as the widths allow."""
    for layer in layers if down else list(reversed(layers)):
        wanted = []
        for place in layer:
            near = (place.ups if down else place.downs) or [place]
            wanted.append(sum(p.x for p in near) / len(near))
        offsets = list(_offsets(layer, gap))
        free = _rising([want - offset for want, offset in zip(wanted, offsets, strict=True)])
        for place, at, offset in zip(layer, free, offsets, strict=True):
            place.x = at + offset


def _offsets(layer: Iterable[Place], gap: int) -> Iterator[float]:
    """Where each middle would be if the layer were packed from nought."""
    at, before = 0.0, None
    for place in layer:
        if before is not None:
            at += (before.width + place.width) / 2 + gap
        yield at
        before = place


def _rising(values: list[float]) -> list[float]:
    """The nearest values that never fall (least squares, pooling neighbours)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = value, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            more, many = pools.pop()
            total, count = total + more, count + many
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]
