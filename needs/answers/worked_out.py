"""What a reader can work out of everything that pages show of one period, beside all that they showed before (MED-112).

The levels are settled one after another, each with the one above taken as known (`needs.answers.together`). What follows
only from several of them together, and from what a file left as it was, is found here: a figure whose change one breakdown
tells gives away a group of another; rounded groups tell more of their place than its own rounded figure does.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from needs.answers.figures import bases_of, counts_of
from needs.answers.releases import FOREVER, About, Releases
from needs.statistics.deduction import ENDLESS, Number, Range, Row, deduced
from needs.statistics.suppression import Profile

Cells = Collection[Any]
Equal = tuple[Cells, Cells]
"""Totals, and the parts that are together as many."""
Numbers = list[tuple[datetime, dict[Any, int | None]]]
"""The counts, or the populations, of a table in one release after another."""
Version = tuple[Any, int]
"""A figure, and the number of the release from which on it has been what it is."""


@dataclass(frozen=True)
class Part:
    """A table as readers saw it in one release after another, what adds up in it, and since when what is hidden."""

    tables: Releases
    sums: Sequence[Equal]
    since: Mapping[Any, datetime]


def worked_out(
    parts: Sequence[Part], about: About, moments: Collection[datetime]
) -> set[tuple[Any, datetime]]:
    """The small figures that can be worked out though they are hidden, each with the moment from which on.

    Counts and populations both; of the moments only those named. What was known before already is nobody's fault of then.
    """
    found: set[tuple[Any, datetime]] = set()
    for of in (partial(counts_of, indicator=about.indicator, marks=about.marks), bases_of):
        numbers = [[(at, of(table)) for at, table in part.tables] for part in parts]
        if any(
            _matters(one, about.profile) for part in numbers for _, table in part for one in table.values()
        ):
            picture = _Picture(parts, numbers, about.profile)
            for number, at in enumerate(picture.times):
                found.update((cell, at) for cell in picture.known_at(number) if at in moments)
    return found


def _matters(count: int | None, profile: Profile) -> bool:
    """Whether a figure is hidden for itself; large ones are only hidden to keep others."""
    return count is None or profile.is_small(count)


class _Picture:
    """All tables side by side, of counts or of populations."""

    def __init__(self, parts: Sequence[Part], numbers: Sequence[Numbers], profile: Profile) -> None:
        self.parts, self.profile = parts, profile
        self.times = sorted({at for part in numbers for at, _ in part})
        self.since = _hidden_everywhere(parts)
        self.counts: list[dict[Any, int | None]] = []
        self.versions: list[dict[Any, Version]] = []
        for number, at in enumerate(self.times):
            stood = [next((table for when, table in reversed(part) if when <= at), {}) for part in numbers]
            self.counts.append({cell: count for table in stood for cell, count in table.items()})
            self.versions.append({cell: self._version(number, cell) for cell in self.counts[number]})
        self.found: set[Version] = set()

    def _version(self, number: int, cell: Any) -> Version:
        """Which figure it is that stands there: the one before, where that has not changed."""
        was = next((n for n in range(number - 1, -1, -1) if cell in self.counts[n]), None)
        same = was is not None and self.counts[was][cell] == self.counts[number][cell]
        return self.versions[was][cell] if same and was is not None else (cell, number)

    def _hides(self, number: int, cell: Any) -> bool:
        """Whether a figure was hidden in a release; in the last one, what came later counts as well."""
        when = self.times[number] if number < len(self.times) - 1 else FOREVER
        return self.counts[number][cell] is None or (cell in self.since and self.since[cell] <= when)

    def known_at(self, last: int) -> Iterator[Any]:
        """The small figures that can be worked out by a release, and could not be before."""
        ranges: dict[Version, Range] = {}
        shown: set[Version] = set()
        for number in range(last + 1):
            for cell, version in self.versions[number].items():
                count = self.counts[number][cell]
                least = int(count != 0)  # a reader thinks that noughts are shown
                low, high = ranges.get(version, (least, ENDLESS))
                if count is not None and not self._hides(number, cell):
                    shown.add(version)
                    least, most = self.profile.could_be(count)
                    low, high = max(low, least), min(high, most)
                ranges[version] = low, high
        few = {one for one in ranges if _matters(self.counts[one[1]][one[0]], self.profile)}
        secret = few - shown - self.found
        if not secret:
            return
        told = deduced([[*self._rows(part, last)] for part in self.parts], ranges)
        for version in secret:
            low, high = told[version]
            if low == high:
                self.found.add(version)
                yield version[0]

    def _rows(self, part: Part, last: int) -> Iterator[Row]:
        """What adds up in a table, in any release up to one."""
        seen = set()
        for number in range(last + 1):
            counts, versions = self.counts[number], self.versions[number]
            for totals, parts in part.sums:
                there = [cell for cell in parts if cell in counts]
                if not there or not all(cell in counts for cell in totals):
                    continue
                whole, together = _added(counts, totals), _added(counts, there)
                if None not in (whole, together) and whole != together:
                    continue
                terms: dict[Version, Number] = {versions[cell]: -1 for cell in totals}
                terms |= {versions[cell]: 1 for cell in there}
                if (name := frozenset(terms)) not in seen:
                    seen.add(name)
                    yield terms, 0


def _added(counts: Mapping[Any, int | None], cells: Iterable[Any]) -> int | None:
    """How many figures are together; None where one of them is not known."""
    found = 0
    for cell in cells:
        count = counts[cell]
        if count is None:
            return None
        found += count
    return found


def _hidden_everywhere(parts: Sequence[Part]) -> dict[Any, datetime]:
    """Since when figures are hidden in every table that has them."""
    found: dict[Any, datetime] = {}
    shown: set[Any] = set()
    for part in parts:
        for cell in {cell for _, table in part.tables for cell in table}:
            if cell in part.since:
                found[cell] = max(found.get(cell, part.since[cell]), part.since[cell])
            else:
                shown.add(cell)
    return {cell: at for cell, at in found.items() if cell not in shown}
