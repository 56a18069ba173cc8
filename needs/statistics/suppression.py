"""Small counts are hidden, and with them every count from which they could be worked out (MED-112).

The one function that every page, chart, text, document and file asks. A trust's framework says which
profile it follows. Two counts in one sum hide one another; whether they do so well enough is measured
by `leeway`: a hidden count must be able to lie anywhere in a range of at least three.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from needs.statistics.leeway import ENDLESS, Bounds, Network, Sum

__all__ = ["DFE", "NHS", "Profile", "Release", "Shown", "Sum", "judge", "profile"]

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

    @property
    def said(self) -> str:
        """The rule, as every note beneath figures says it."""
        rounded = f"; all others are rounded to the nearest {self.nearest}" if self.nearest > 1 else ""
        return f"Counts of 1 to {self.hides_to} are hidden, and further figures so that none of them can be worked out{rounded}."

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


DFE = Profile("dfe", 5, 1, "c")
NHS = Profile("nhs", 7, 5, "*")
PROFILES = {one.code: one for one in (DFE, NHS)}


def profile(code: str, below: int | None = None) -> Profile:
    """The profile of a framework; `below` is its own threshold, where it names one."""
    usual = PROFILES[code]
    return usual if below is None else replace(usual, hides_to=below - 1)


@dataclass(frozen=True)
class Shown:
    """A count as it may be shown: a number, or the mark that stands in its place."""

    count: int | None
    mark: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether there is a count that is not shown."""
        return bool(self.mark)


@dataclass(frozen=True)
class Release:
    """Counts as they stood once, and which of them were hidden then."""

    counts: Mapping[Any, int | None]
    hidden: Collection[Any] = ()
    block: Collection[Any] = ()
    """Those of the hidden that were so with what they are a part of."""


@dataclass(frozen=True)
class Judged:
    """What must be hidden, and which hidden counts can be worked out even so: from what was shown before, or is given."""

    hidden: set[Any]
    lost: set[Any] = field(default_factory=set)


def judge(
    counts: Mapping[Any, int | None],
    sums: Iterable[Sum] = (),
    *,
    profile: Profile,
    before: Sequence[Release] = (),
    also: Collection[Any] = (),
    block: Collection[Any] = (),
    given: Collection[Any] = (),
    secret: Collection[Any] | None = None,
) -> Judged:
    """What must be hidden, and what a reader could work out even so.

    `sums` are the parts and totals that a reader sees. A count that is None is one that its publisher hid.
    `before` is how the same counts stood and were shown earlier: what was hidden stays hidden, and what was
    shown and has not changed hides nothing. `also` is hidden whatever it is; a `block` is hidden with what
    it is a part of, and is as safe as that is. What is `given` is taken as known to the reader and is judged elsewhere.
    `secret` are the hidden counts that matter; all of them, unless said.
    """
    hidden = {
        cell for cell, count in counts.items()
        if count is None or profile.is_small(count) or cell in also or cell in block or any(cell in one.hidden for one in before)
    }.difference(given)  # fmt: skip
    tied = list(sums)
    if not hidden or not tied:
        return Judged(hidden)
    table = _Table(counts, tied, profile, before, (block, given, secret))
    return Judged(table.covered(hidden), table.lost)


class _Table:
    """Counts that a reader sees side by side, with the sums that tie them together, and how they stood before."""

    def __init__(
        self, counts: Mapping[Any, int | None], sums: list[Sum], profile: Profile, before: Sequence[Release],
        said: tuple[Collection[Any], Collection[Any], Collection[Any] | None],
    ) -> None:  # fmt: skip
        self.profile, self.sums = profile, sums
        self.block, given, self.secret = said
        self.given = frozenset(given)
        self.releases = [*before, Release(counts, (), self.block)]
        self.now = len(before)
        there = [
            [one for one in map(partial(_within, release.counts), sums) if one] for release in self.releases
        ]
        self.counts = [
            _completed(release.counts, tied) for release, tied in zip(self.releases, there, strict=True)
        ]
        self.known = self.counts[-1]
        self.tied = [
            {number for number, one in enumerate(sums) if self._ties(release, known, one)}
            for release, known in zip(self.releases, self.counts, strict=True)
        ]
        self.of: dict[Any, list[int]] = defaultdict(list)
        for number, one in enumerate(sums):
            for cell in (one.total, *one.parts):
                self.of[cell].append(number)
        self.networks: dict[int, Network] = {}
        self.lost: set[Any] = set()
        self.least = 1
        self.telling = not before
        """Whether a reader is taken to know which of the hidden counts are small."""
        self.need = min(RANGE, profile.hides_to - 1)

    def _ties(self, release: Release, known: Mapping[Any, int], one: Sum) -> bool:
        """Whether a sum binds; not where its total was rounded so far that it tells a reader nothing."""
        there = _within(release.counts, one)
        if there is None:
            return False
        unsure = any(release.counts[cell] is None for cell in (there.total, *there.parts))
        return unsure or abs(known[one.total] - sum(known[part] for part in there.parts)) < RANGE

    def _network(self, since: int) -> Network:
        """The sums that bound from one release on."""
        if since not in self.networks:
            binding = sorted({number for tied in self.tied[since:] for number in tied})
            self.networks[since] = Network([self.sums[number] for number in binding])
        return self.networks[since]

    def covered(self, hidden: set[Any]) -> set[Any]:
        """What must be hidden, so that nothing of it can be worked out.

        Where all that is left are noughts, those are hidden too: five hidden counts in a hidden total of
        five are one each, unless some of them can be nought. Where what was shown earlier gives a count away to
        a reader who knows which counts are small, it is enough that a reader cannot know which those are. Where
        that fails too, nothing new is shown beside it. What can be worked out even so is `lost`.
        """
        while exposed := [cell for cell in self._exposed(hidden) if cell not in self.lost]:
            more = self._cover(exposed, hidden)
            if not more and self.least:
                self.least = 0
                more = {
                    cell for cell, count in self.known.items() if not count and self._covers(cell)
                } - hidden
            if not more and self.telling:
                self.telling = False
                continue
            more = more or self._beside(exposed[0]) - hidden
            if not more:
                self.lost.add(exposed[0])
            hidden = hidden | more
        if self.now and self.block:
            bounds = [self._bounds_in_block(since, hidden) for since in range(self.now + 1)]
            self.lost |= {
                cell for cell in self.block if cell in self.known and self._stuck(cell, hidden, bounds)
            }
        return hidden

    def _stuck(self, cell: Any, hidden: set[Any], bounds: Sequence[Mapping[Any, Bounds]]) -> bool:
        """Whether a count in a block, or its hidden total, cannot be another, for all else in its sums is as it was.

        It is safe if from any release on all that is hidden could be another together.
        """
        return self._was_secret(cell, hidden) and all(
            self._network(since).room(cell, bounds[since], 1) < 1 for since in range(self.now, -1, -1)
        )

    def _was_secret(self, cell: Any, hidden: set[Any]) -> bool:
        """Whether a count was hidden for as long as it has been what it is."""
        for at in range(self.now, -1, -1):
            if cell not in self.counts[at]:
                continue
            if self.counts[at][cell] != self.known[cell]:
                return True
            if (
                cell not in (hidden if at == self.now else self.releases[at].hidden)
                and cell not in self.releases[at].block
            ):
                return False
        return True

    def _bounds_in_block(self, since: int, hidden: set[Any]) -> dict[Any, Bounds]:
        """The same as `_bounds`, with the totals that were hidden from one release on free to move."""
        bounds = self._bounds(since, hidden)
        for total in self.given & self.known.keys():
            there = [at for at in range(since, self.now + 1) if total in self.counts[at]]
            if not self._known_at(total, there[0]) and all(total in self.releases[at].block for at in there):
                down = min(self.counts[at][total] for at in there)
                bounds[total] = Bounds(self.known[total], self.known[total] - down, ENDLESS)
        return bounds

    def _exposed(self, hidden: set[Any]) -> list[Any]:
        """The hidden counts that a reader can work out, or nearly; of those hidden for long, only what is certain."""
        order = sorted(hidden, key=lambda one: (self.known[one], repr(one)))
        bounds: dict[int, dict[Any, Bounds]] = {}
        found = []
        for cell in order:
            if self.secret is not None and cell not in self.secret:
                continue
            since = self._secret_since(cell, hidden)
            if since is None or cell in self.releases[since].block:
                continue
            if since not in bounds:
                bounds[since] = self._bounds(since, hidden)
            need = self.need if since == self.now else 1
            if self._network(since).room(cell, bounds[since], need) < need:
                found.append(cell)
        return found

    def _cover(self, exposed: list[Any], hidden: set[Any]) -> set[Any]:
        """What more to hide, at the least loss, so that one of the exposed counts is less so."""
        bounds = self._bounds(self.now, hidden)
        costs = {
            cell: count + 1
            for cell, count in self.known.items()
            if cell not in hidden and count and self._covers(cell)
        }
        for cell in exposed:
            if self._secret_since(cell, hidden) != self.now:
                continue
            if found := self._network(self.now).cheapest(cell, bounds, costs, self.need):
                return {*found}
        return set()

    def _beside(self, cell: Any) -> set[Any]:
        """Everything new in the sums of a count."""
        return {
            other
            for number in self.of[cell]
            for other in (self.sums[number].total, *self.sums[number].parts)
            if other in self.known and self._covers(other)
        }

    def _covers(self, cell: Any) -> bool:
        """Whether hiding a count takes anything from a reader."""
        return cell not in self.given and not self._known_at(cell, self.now)

    def _known_at(self, cell: Any, at: int) -> bool:
        """Whether a count stood before as it stands in a release: then the earlier one tells of it."""
        was = next((n for n in range(at - 1, -1, -1) if cell in self.counts[n]), None)
        return was is not None and self.counts[was][cell] == self.counts[at][cell]

    def _secret_since(self, cell: Any, hidden: Collection[Any]) -> int | None:
        """The first release from which on a reader does not know a count; None where it was shown once and has not changed."""
        for at in range(self.now + 1):
            there = cell in self.counts[at]
            concealed = cell in hidden if at == self.now else cell in self.releases[at].hidden
            if there and concealed and not self._known_at(cell, at):
                return at
        return None

    def _bounds(self, since: int, hidden: set[Any]) -> dict[Any, Bounds]:
        """How far every count could be another in all releases at once from one on, for all that a reader knows."""
        return {cell: self._bound(cell, since, hidden) for cell in self._network(since).ends}

    def _bound(self, cell: Any, since: int, hidden: set[Any]) -> Bounds:
        """The same of one count."""
        count = self.known.get(cell, 0)
        fixed = Bounds(count, count, count)
        if cell in self.given or cell not in self.known:
            return fixed
        first = next(at for at in range(since, self.now + 1) if cell in self.counts[at])
        if self._known_at(cell, first):
            return fixed
        down, up = ENDLESS, ENDLESS
        for at in range(since, self.now + 1):
            if cell not in self.counts[at]:
                if any(number in self.tied[at] for number in self.of[cell]):
                    return fixed
                continue
            mine = self.counts[at][cell]
            low, high = self._range(cell, at, mine, hidden)
            down, up = min(down, mine - low), min(up, high - mine)
        return Bounds(count, count - down, count + up)

    def _range(self, cell: Any, at: int, count: int, hidden: set[Any]) -> tuple[int, int]:
        """What a count of one release could be: a small one is small, a hidden one is not nought."""
        concealed = cell in hidden if at == self.now else cell in self.releases[at].hidden
        if not concealed:
            low, high = self.profile.could_be(count)
            return min(low, count), max(high, count)
        known = self.releases[at].counts[cell] is not None and cell not in self.block
        small = self.telling and known and self.profile.is_small(count)
        return min(count, self.least), self.profile.hides_to if small else ENDLESS


def _within(counts: Mapping[Any, Any], one: Sum) -> Sum | None:
    """A sum of what there is; None where its total or all of its parts are missing."""
    parts = tuple(part for part in one.parts if part in counts)
    return Sum(one.total, parts) if parts and one.total in counts else None


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
