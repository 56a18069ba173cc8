"""Small counts are hidden, and with them every count from which they could be worked out (MED-112).

The one function that every page, chart, text, document and file asks. A trust's framework says which
profile it follows. Two counts in one sum hide one another; whether they do so well enough is measured
by `leeway`: a hidden count must be able to lie anywhere in a range of at least three.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from needs.statistics.leeway import ENDLESS, Bounds, Network, Sum

__all__ = ["DFE", "NHS", "Profile", "Shown", "Sum", "profile", "protect"]

Cell = TypeVar("Cell", bound=Hashable)
RANGE = 3
"""How far apart the least and the most must be that a hidden count can be for all a reader knows."""


@dataclass(frozen=True)
class Profile:
    """A way of hiding small counts."""

    code: str
    hides_to: int
    """The largest count that is hidden; nought is always shown."""
    nearest: int
    """What all other counts are rounded to."""
    mark: str
    """What stands in place of a hidden count."""
    said: str

    def is_small(self, count: int) -> bool:
        """Whether a count is hidden for itself."""
        return 1 <= count <= self.hides_to

    def rounded(self, count: int) -> int:
        """A count as it is shown."""
        return (count + self.nearest // 2) // self.nearest * self.nearest

    def could_be(self, count: int) -> tuple[int, int]:
        """The least and the most that a count which is shown could be."""
        if self.nearest == 1 or count == 0:
            return count, count
        middle = self.rounded(count)
        return max(middle - self.nearest // 2, self.hides_to + 1), middle + (self.nearest - 1) // 2


DFE = Profile(
    "dfe", 5, 1, "c", "Counts of 1 to 5 are hidden, and others from which they could be worked out."
)
NHS = Profile("nhs", 7, 5, "*", "Counts of 1 to 7 are hidden; other counts are rounded to the nearest 5.")
PROFILES = {one.code: one for one in (DFE, NHS)}


def profile(code: str, below: int | None = None) -> Profile:
    """The profile of a framework; `below` is its own threshold, where it names one."""
    usual = PROFILES[code]
    if below is None or below - 1 == usual.hides_to:
        return usual
    rounds = usual.nearest > 1
    said = (
        f"Counts of 1 to {below - 1} are hidden; other counts are rounded to the nearest {usual.nearest}."
        if rounds
        else f"Counts of 1 to {below - 1} are hidden, and others from which they could be worked out."
    )
    return Profile(usual.code, below - 1, usual.nearest, usual.mark, said)


@dataclass(frozen=True)
class Shown:
    """A count as it may be shown: a number, or the mark that stands in its place."""

    count: int | None
    mark: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether there is a count that is not shown."""
        return bool(self.mark)


def protect(
    counts: Mapping[Cell, int | None],
    sums: Iterable[Sum] = (),
    *,
    profile: Profile,
    earlier: Mapping[Cell, Shown] | None = None,
) -> dict[Cell, Shown]:
    """Every count as it may be shown.

    `sums` are the parts and totals that a reader sees in one table. A count that is None is one that its
    publisher hid. `earlier` is how the same counts were shown before: what was hidden stays hidden, and
    what was shown and has not changed hides nothing.
    """
    seen = [one for one in sums if one.total in counts and all(part in counts for part in one.parts)]
    shown = earlier or {}
    hidden = {
        cell for cell, count in counts.items()
        if count is None or profile.is_small(count) or (cell in shown and shown[cell].is_hidden)
    }  # fmt: skip
    if hidden and seen:
        hidden = _Table(counts, seen, profile, shown).covered(hidden)
    return {
        cell: Shown(None, profile.mark) if count is None or cell in hidden else Shown(profile.rounded(count))
        for cell, count in counts.items()
    }


class _Table:
    """Counts that a reader sees side by side, with the sums that tie them together."""

    def __init__(
        self,
        counts: Mapping[Any, int | None],
        sums: list[Sum],
        profile: Profile,
        earlier: Mapping[Any, Shown],
    ) -> None:
        self.counts, self.profile, self.earlier = counts, profile, earlier
        self.known = _completed(counts, sums)
        self.fixed: dict[Any, Bounds] = {}
        """What is no cell of the table, but known to a reader: what rounding leaves over, earlier sums."""
        tied = [tie for number, one in enumerate(sums) if (tie := self._tied(number, one))]
        self.network = Network([*tied, *self._remembered(sums, tied)])
        self.least = 1
        self.telling = True
        """Whether a reader is taken to know which of the hidden counts are small."""
        self.need = min(RANGE, profile.hides_to - 1)

    def _tied(self, number: int, one: Sum) -> Sum | None:
        """A sum as it binds; none where its total was rounded so far that it tells a reader nothing."""
        gap = self.known[one.total] - sum(self.known[part] for part in one.parts)
        unsure = any(self.counts[cell] is None for cell in (one.total, *one.parts))
        if abs(gap) >= RANGE and not unsure:
            return None
        self.fixed["gap", number] = Bounds(gap, gap, gap)
        return Sum(one.total, (*one.parts, ("gap", number)))

    def _remembered(self, sums: list[Sum], tied: list[Sum]) -> Iterator[Sum]:
        """What a reader knows from earlier of counts that were hidden then, if they have not changed."""
        often = Counter(cell for one in tied for cell in (one.total, *one.parts))
        for number, one in enumerate(sums):
            if not all(cell in self.earlier for cell in (one.total, *one.parts)):
                continue
            total, parts = self.earlier[one.total], [self.earlier[part] for part in one.parts]
            hidden = tuple(part for part in one.parts if self.earlier[part].is_hidden)
            if not hidden or total.count is None or any(often[part] > 1 for part in hidden):
                continue
            rest = sum(part.count for part in parts if part.count is not None)
            slack = sum(self.profile.nearest // 2 for part in [*parts, total] if part.count)
            now = sum(self.known[part] for part in hidden)
            if abs(total.count - rest - now) <= slack:
                left = total.count - rest
                self.fixed["earlier", number] = Bounds(now, left - slack, left + slack)
                yield Sum(("earlier", number), hidden)

    def covered(self, hidden: set[Any]) -> set[Any]:
        """What must be hidden, so that nothing of it can be worked out.

        Where all that is left are noughts, those are hidden too: five hidden counts in a hidden total of
        five are one each, unless some of them can be nought. What was shown earlier cannot be hidden any
        more: where it gives a count away to a reader who knows which counts are small, it is enough that a
        reader cannot know which those are; and where that fails too, nothing new is shown.
        """
        while exposed := self._exposed(hidden):
            more = self._cover(exposed, hidden)
            if not more and self.least:
                self.least = 0
                more = {cell for cell in self.counts if not self.known[cell]}
            if not more and self.telling and self.earlier:
                self.telling = False
                continue
            if not more:
                return hidden | {cell for cell in self.counts if not self._told(cell)}
            hidden = hidden | more
        return hidden

    def _exposed(self, hidden: set[Any]) -> list[Any]:
        """The hidden counts that a reader can work out, or nearly."""
        bounds = self._bounds(hidden)
        order = sorted(hidden, key=lambda one: (self.known[one], repr(one)))
        return [
            cell
            for cell in order
            if not self._told(cell) and self.network.room(cell, bounds, self.need) < self.need
        ]

    def _cover(self, exposed: list[Any], hidden: set[Any]) -> set[Any]:
        """What more to hide, at the least loss, so that one of the exposed counts is less so."""
        bounds = self._bounds(hidden)
        costs = {
            cell: count + 1
            for cell, count in self.known.items()
            if cell not in hidden and count and not self._told(cell)
        }
        for cell in exposed:
            if found := self.network.cheapest(cell, bounds, costs, self.need):
                return {*found}
        return set()

    def _told(self, cell: Any) -> bool:
        """Whether a reader knows a count from what was shown earlier."""
        was = self.earlier.get(cell)
        return was is not None and was.count == self.profile.rounded(self.known[cell])

    def _bounds(self, hidden: set[Any]) -> dict[Any, Bounds]:
        """What a reader knows of every count: that a small one is small, that a hidden one is not nought."""
        found = dict(self.fixed)
        for cell, count in self.known.items():
            if cell in hidden and not self._told(cell):
                small = self.telling and self.profile.is_small(count)
                most = self.profile.hides_to if small else ENDLESS
                known = self.counts[cell] is not None
                found[cell] = Bounds(count, min(count, self.least), most if known else ENDLESS)
            elif cell in hidden:
                found[cell] = Bounds(count, count, count)
            else:
                found[cell] = Bounds(count, *self.profile.could_be(count))
        return found


def _completed(counts: Mapping[Any, int | None], sums: Iterable[Sum]) -> dict[Any, int]:
    """The counts, with those that their publisher hid as they could be: at least one, and adding up."""
    known = {cell: 1 if count is None else count for cell, count in counts.items()}
    for one in sums:
        open_ = [cell for cell in (*one.parts, one.total) if counts[cell] is None]
        if open_:
            lacking = known[one.total] - sum(known[part] for part in one.parts)
            cell, step = (open_[0], 1) if open_[0] != one.total else (one.total, -1)
            known[cell] = max(known[cell] + step * lacking, 1)
    return known
