"""A reader with every page open: what all of them together show of every count, and what follows from it."""

import random
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from needs.answers.figures import profile_of
from needs.statistics.leeway import Sum
from needs.statistics.suppression import Profile
from tests.needs.answers.pages import Contradiction, Pages
from tests.needs.answers.puzzle import Cell as Place
from tests.needs.answers.puzzle import Puzzle, Table

MOST = 10_000
SEARCHES, STEPS = 30, 4_000
"""How long other counts that add up are looked for: two trusts' places are tied together many times over."""
Bounds = tuple[int, int]
Seen = dict[Place, float]
"""The values that are shown somewhere."""


@dataclass
class Found:
    """What reading through a table brought."""

    files: int = 0
    counts: int = 0
    hidden: int = 0
    faults: list[str] = field(default_factory=list)


def read_through(puzzle: Puzzle, folder: Path, releases: int = 2) -> Found:
    """Bring a table's releases in, reading every page after each file."""
    found, trust = Found(), puzzle.setting.trust
    reader = Releases(profile_of(trust), puzzle.setting.sums)
    for number in range(releases):
        if number:
            puzzle.revised()
        for indicator, table in puzzle.bring(folder):
            try:
                pages = Pages(puzzle.setting, indicator)
                reader.add(table, pages.shown, puzzle.sort)
            except Contradiction as fault:
                found.faults.append(str(fault))
                return found
            found.files += 1
            found.counts += len(table)
            found.hidden += len(pages.hidden)
            found.faults += [
                f"{cell} is shown on one page and hidden on another"
                for cell in pages.hidden & set(pages.shown)
            ]
            found.faults += [f"{number} stands in a picture alone" for number in pages.loose_numbers()]
            found.faults += [f"{name} is {reader.counts[name]}" for name in reader.given_away()]
            if found.faults:
                return found
    return found


@dataclass
class Releases:
    """What was shown of one release after another, as one puzzle."""

    profile: Profile
    sums: Sequence[Sum]
    ranges: dict[Hashable, Bounds] = field(default_factory=dict)
    counts: dict[Hashable, int] = field(default_factory=dict)
    tied: list[Sum] = field(default_factory=list)
    names: dict[tuple[int, Place], Hashable] = field(default_factory=dict)
    seen: list[tuple[Table, Seen]] = field(default_factory=list)

    def add(self, table: Table, shown: Seen, sort: str) -> None:
        """One more release: a reader is told of every count whether it changed."""
        number = len(self.seen)
        for cell, (count, base) in table.items():
            was = next((n for n in range(number - 1, -1, -1) if cell in self.seen[n][0]), None)
            same = was is not None and self.seen[was][0][cell][0] == count
            name: Hashable = self.names[was, cell] if same else (number, cell)
            self.names[number, cell] = name
            self.counts[name] = count
            now = self._read(shown[cell], base, sort) if cell in shown else (0, MOST)
            before = self.ranges.get(name, (0, MOST))
            self.ranges[name] = (max(now[0], before[0]), min(now[1], before[1]))
            if not self.ranges[name][0] <= count <= self.ranges[name][1]:
                raise Contradiction(f"{cell} is {count}, and was read as {self.ranges[name]}")
        for one in self.sums:
            if one.total in table and all(part in table for part in one.parts):
                self.tied.append(Sum(self.names[number, one.total], tuple(self.names[number, p] for p in one.parts)))  # fmt: skip
        self.seen.append((table, shown))

    def _read(self, value: float, base: int, sort: str) -> Bounds:
        """What a shown value says of its count."""
        rule = self.profile
        around = rule.rounded(base) if rule.nearest > 1 else base
        scale = {"rate": 10_000, "percentage": 100, "number": 1}[sort]
        count = round(value * around / scale) if sort != "number" else round(value)
        if rule.nearest == 1 or not count:
            return count, count
        return max(rule.hides_to + 1, count - 2), count + 2

    def given_away(self) -> list[Hashable]:
        """The small counts for which no other table looks the same; large ones are hidden only to keep those."""
        solver = Solver(self.ranges, self.tied, self.counts)
        hidden = {name for (number, cell), name in self.names.items() if cell not in self.seen[number][1]}
        few = {name for name in hidden if self.profile.is_small(self.counts[name])}
        secret = [name for name in sorted(few, key=repr) if not self._shown_once(name)]
        return [name for name in secret if solver.knows(name)]

    def _shown_once(self, name: Hashable) -> bool:
        """Whether a count stood on a page before, and has not changed."""
        return any(
            self.names.get((n, cell)) == name and cell in shown
            for n, (_, shown) in enumerate(self.seen)
            for cell in shown
        )


class Solver:
    """Finds other counts that add up as well, and takes a hidden count for found where there are none."""

    def __init__(self, ranges: Mapping, sums: Sequence[Sum], counts: Mapping) -> None:
        self.ranges, self.counts = ranges, counts
        self.rows = [[(part, 1) for part in one.parts] + [(one.total, -1)] for one in sums]
        self.rows = [row for row in self.rows if not sum(counts[cell] * sign for cell, sign in row)]
        self.of: dict[Hashable, list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            for cell, _ in row:
                self.of[cell].append(number)

    def knows(self, name: Hashable) -> bool:
        """Whether a count can be nothing else."""
        count = self.counts[name]
        for by in (-1, 1, -2, 2, -3, 3, -5, 5, -count):
            if self.ranges[name][0] <= count + by <= self.ranges[name][1]:
                for seed in range(SEARCHES):
                    self.left, self.rng = STEPS, random.Random(seed)
                    moved = {name: by}
                    off = defaultdict(int)
                    for number, sign in self._signs(name):
                        off[number] += sign * by
                    if self._repaired(moved, off):
                        return False
        return True

    def _signs(self, cell: Hashable) -> Iterator[tuple[int, int]]:
        for number in self.of[cell]:
            yield number, next(sign for one, sign in self.rows[number] if one == cell)

    def _repaired(self, moved: dict, off: dict[int, int]) -> bool:
        """Whether the other counts can follow, each moving once."""
        wrong = [number for number, by in off.items() if by]
        if not wrong:
            return True
        self.left -= 1
        if self.left < 0:
            return False
        choices = {number: [(c, s) for c, s in self.rows[number] if c not in moved and self._can(c, -s * off[number])] for number in wrong}  # fmt: skip
        number = min(wrong, key=lambda one: len(choices[one]))
        ways = choices[number]
        self.rng.shuffle(ways)

        def others(way: tuple[Hashable, int]) -> int:
            cell, sign = way
            by = -sign * off[number]
            return sum(1 if off[n] + s * by else -1 for n, s in self._signs(cell))

        for cell, sign in sorted(ways, key=others):
            by = -sign * off[number]
            then = defaultdict(int, off)
            for n, s in self._signs(cell):
                then[n] += s * by
            if self._repaired(moved | {cell: by}, then):
                return True
        return False

    def _can(self, cell: Hashable, by: int) -> bool:
        low, high = self.ranges[cell]
        return low <= self.counts[cell] + by <= high
