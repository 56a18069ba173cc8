"""How far a hidden count could move without anything shown changing: what a reader who does sums can learn.

Counts that add up are a network: a sum is a node, a count is an arc from the sum where it is counted to
the sum where it is taken off. A hidden count can move by what can flow back to where it began.
"""

import heapq
from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

OUTSIDE = -1
"""Where a count goes that is in one sum only."""
ENDLESS = 10**12


@dataclass(frozen=True)
class Sum:
    """Parts that make up a total."""

    total: Hashable
    parts: tuple[Hashable, ...]


@dataclass(frozen=True)
class Bounds:
    """A count, and the least and the most that it may be for all that a reader knows."""

    count: int
    least: int
    most: int

    def moved(self, by: int) -> "Bounds":
        """The same, so much more."""
        return replace(self, count=self.count + by)


Step = tuple[Hashable, int]
"""A cell, and whether its count rises (1) or falls (-1)."""


class Network:
    """Cells that add up, each in no more than two sums, with what a reader knows of each."""

    def __init__(self, sums: Sequence[Sum]) -> None:
        signs = _signs(sums)
        self.ends: dict[Hashable, tuple[int, int]] = {}
        for cell, where in _where(sums).items():
            tail = [number for number, part in where if part * signs[number] > 0]
            head = [number for number, part in where if part * signs[number] < 0]
            self.ends[cell] = (tail[0] if tail else OUTSIDE, head[0] if head else OUTSIDE)
        self.at: dict[int, list[Step]] = defaultdict(list)
        for cell, (start, end) in self.ends.items():
            self.at[start].append((cell, 1))
            self.at[end].append((cell, -1))

    def room(self, cell: Hashable, bounds: Mapping[Hashable, Bounds], enough: int) -> int:
        """How wide the range is in which a count can lie, measured no further than `enough`."""
        if cell not in self.ends:
            return enough
        rise = self._push(cell, 1, dict(bounds), enough)
        return rise + self._push(cell, -1, dict(bounds), enough - rise)

    def cheapest(
        self, cell: Hashable, bounds: Mapping[Hashable, Bounds], costs: Mapping[Hashable, int], enough: int
    ) -> list[Hashable]:
        """The cells that, were they hidden too, would give a count more room at the least cost; none if none would."""
        ways = [self._cheapest(cell, step, dict(bounds), costs, enough) for step in (1, -1)]
        found = [way for way in ways if way]
        return min(found, key=lambda way: way[0])[1] if found else []

    def _cheapest(
        self,
        cell: Hashable,
        direction: int,
        state: dict[Hashable, Bounds],
        costs: Mapping[Hashable, int],
        enough: int,
    ) -> tuple[int, list[Hashable]] | None:
        """What it costs to let a count rise or fall further than it can, and the cells to hide."""
        self._push(cell, direction, state, enough)
        if not _free(state[cell], direction):
            return None
        begin, end = self._ends(cell, direction)
        best: dict[int, int] = {begin: 0}
        came: dict[int, tuple[int, Step]] = {}
        queue = [(0, begin)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == end:
                return cost, [one for one, _ in _trail(came, begin, end) if one in costs]
            if cost > best[node]:
                continue
            for one, step, there in self._from(node, cell):
                price = cost + costs.get(one, 0)
                if price < best.get(there, ENDLESS) and (one in costs or _free(state[one], step)):
                    best[there], came[there] = price, (node, (one, step))
                    heapq.heappush(queue, (price, there))
        return None

    def _ends(self, cell: Hashable, direction: int) -> tuple[int, int]:
        """From where to where something must flow so that the sums still add up."""
        tail, head = self.ends[cell]
        return (head, tail) if direction > 0 else (tail, head)

    def _from(self, node: int, without: Hashable) -> Iterator[tuple[Hashable, int, int]]:
        """The cells that lead on from a sum, which way each would move, and to which sum it leads."""
        for cell, step in self.at[node]:
            if cell != without:
                yield cell, step, self.ends[cell][1 if step > 0 else 0]

    def _push(self, cell: Hashable, direction: int, state: dict[Hashable, Bounds], enough: int) -> int:
        """Move a count as far as it goes, and the others with it; returns how far."""
        done = 0
        while done < enough and _free(state[cell], direction) and (way := self._way(cell, direction, state)):
            for one, step in [*way, (cell, direction)]:
                state[one] = state[one].moved(step)
            done += 1
        return done

    def _way(self, cell: Hashable, direction: int, state: Mapping[Hashable, Bounds]) -> list[Step]:
        """The shortest way on which every count can move by one; empty where there is none."""
        begin, end = self._ends(cell, direction)
        came: dict[int, tuple[int, Step]] = {}
        queue = deque([begin])
        while queue:
            node = queue.popleft()
            if node == end:
                return [*_trail(came, begin, end)]
            for one, step, there in self._from(node, cell):
                if there not in came and there != begin and _free(state[one], step):
                    came[there] = (node, (one, step))
                    queue.append(there)
        return []


def _trail(came: Mapping[int, tuple[int, Step]], begin: int, end: int) -> Iterator[Step]:
    """The steps on the way back from an end."""
    while end != begin:
        end, step = came[end]
        yield step


def _free(bounds: Bounds, step: int) -> bool:
    """Whether a count can move by one."""
    return bounds.count < bounds.most if step > 0 else bounds.count > bounds.least


def _where(sums: Sequence[Sum]) -> dict[Hashable, list[tuple[int, int]]]:
    """The sums that each cell is in, and whether it is counted (1) or taken off (-1)."""
    found: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    for number, one in enumerate(sums):
        for cell, part in [(one.total, -1), *((part, 1) for part in one.parts)]:
            found[cell].append((number, part))
    if crowded := [cell for cell, where in found.items() if len(where) > 2]:  # noqa: PLR2004
        raise ValueError(f"{crowded[0]!r} is in more than two sums: show the table in parts")
    return found


def _signs(sums: Sequence[Sum]) -> list[int]:
    """A sign for each sum, so that a cell in two of them is counted in one and taken off in the other."""
    beside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for where in _where(sums).values():
        if len(where) == 2:  # noqa: PLR2004
            (one, mine), (other, its) = where
            beside[one].append((other, -mine * its))
            beside[other].append((one, -mine * its))
    signs = [0] * len(sums)
    for start in range(len(sums)):
        if not signs[start]:
            _spread(start, beside, signs)
    return signs


def _spread(start: int, beside: Mapping[int, list[tuple[int, int]]], signs: list[int]) -> None:
    """Give a sum a sign, and all that hang together with it theirs."""
    signs[start] = 1
    queue = [start]
    while queue:
        node = queue.pop()
        for there, factor in beside.get(node, ()):
            if not signs[there]:
                signs[there] = signs[node] * factor
                queue.append(there)
            elif signs[there] != signs[node] * factor:
                raise ValueError("these sums cross one another: show the table in parts")
