"""Random figures in two releases, brought in as files are, for a reader who tries to work out what is hidden."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from needs.actions import batch as batches
from needs.models import Area, Batch, Indicator
from needs.statistics.leeway import Sum
from tests.factories.figures import DURHAM, ENGLAND, GATESHEAD, NORTH_EAST, area, place_of
from tests.factories.trust import LocalityFactory
from tests.needs.data.bringing import saved
from trusts.framework.sections.rules import HIDDEN_BELOW
from trusts.models import Trust

HARTLEPOOL, SOUTH_EAST, MEDWAY = "E06000001", "E12000008", "E06000035"
SEXES, PEOPLES = ("Female", "Male"), ("Asian", "Black", "White")
EVERYBODY = ("all", "")
BREAKDOWNS = {
    "sex": [("sex", name) for name in SEXES],
    "ethnicity": [("ethnicity", name) for name in PEOPLES],
}
KEYS = [EVERYBODY, *(key for keys in BREAKDOWNS.values() for key in keys)]
ELSEWHERE = (DURHAM, HARTLEPOOL, MEDWAY)
PERIOD = "2024"
Cell = tuple[str, tuple[str, str]]
"""An area's code and a group."""
Table = dict[Cell, tuple[int, int]]
"""A count and its population for every cell."""


@dataclass(frozen=True)
class Setting:
    """A trust with three localities in an authority, beside others; with another trust of its region, whose reader is the same."""

    trust: Trust
    places: tuple[str, ...]
    beside: Trust | None = None

    @classmethod
    def of(cls, trust: Trust, beside: Trust | None = None) -> "Setting":
        """Give a trust its areas, and the one beside it its own."""
        place_of(trust)
        if beside:
            place_of(beside, DURHAM)
        for code in (*ELSEWHERE, NORTH_EAST, SOUTH_EAST, ENGLAND):
            area(code)
        while trust.localities.count() < 3:
            LocalityFactory(trust=trust)
        for one in trust.localities.all():
            Area.objects.get_or_create(
                trust=trust, code=one.code, defaults={"name": one.name, "kind": "locality", "locality": one}
            )
        return cls(trust, tuple(sorted(one.code for one in trust.localities.all())[:3]), beside)

    @property
    def groups_of(self) -> tuple[str, ...]:
        """The places whose people are told by group: from one to the next they do not add up in more than one authority."""
        return (*self.places, DURHAM) if self.beside else self.places

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """Authorities of which only everybody is told."""
        return tuple(code for code in ELSEWHERE if code not in self.groups_of)

    @property
    def sums(self) -> list[Sum]:
        """Everything that adds up, as a reader knows."""
        own = (GATESHEAD, *self.groups_of)
        found = [
            Sum((code, EVERYBODY), tuple((code, key) for key in keys))
            for code in own
            for keys in BREAKDOWNS.values()
        ]
        found += [Sum((GATESHEAD, key), tuple((code, key) for code in self.places)) for key in KEYS]
        regions = {
            NORTH_EAST: (GATESHEAD, DURHAM, HARTLEPOOL),
            SOUTH_EAST: (MEDWAY,),
            ENGLAND: (NORTH_EAST, SOUTH_EAST),
        }
        return found + [
            Sum((whole, EVERYBODY), tuple((code, EVERYBODY) for code in parts)) for whole, parts in regions.items()
        ]  # fmt: skip


@dataclass
class Puzzle:
    """Figures of one indicator, as they are released one after another."""

    rng: random.Random
    setting: Setting
    name: str
    sort: str
    """What is published: a rate, a percentage, or a number alone."""
    releases: list[Table] = field(default_factory=list)
    people: dict = field(default_factory=dict)
    elsewhere: dict = field(default_factory=dict)
    brought: list[Batch] = field(default_factory=list)

    @classmethod
    def made(cls, rng: random.Random, setting: Setting, name: str) -> "Puzzle":
        """A first release."""
        one = cls(rng, setting, name, rng.choice(["rate", "percentage", "number"]))
        few = rng.choice([(0, 0, 1, 2, 3), (0, 1, 3, 6, 9, 14), (0, 0, 0, 0, 2, 30), (2, 5, 8, 11)])
        for cell in product(setting.groups_of, SEXES, PEOPLES):
            count = rng.choice(few)
            one.people[cell] = (
                count,
                count + rng.choice((0, 1, 4, 40)) if one.sort == "percentage" else 4_000,
            )
        for code in setting.elsewhere:
            count = rng.choice((0, 2, 4, 7, 9, 25, 200))
            one.elsewhere[code] = (count, count + 50 if one.sort == "percentage" else 40_000)
        one.releases.append(one.table())
        return one

    def table(self) -> Table:
        """Everything that is published of these people."""
        found: dict[Cell, list[int]] = defaultdict(lambda: [0, 0])
        for (code, sex, people), said in self.people.items():
            there = (code,) if code == DURHAM else (code, GATESHEAD)
            for where, key in product(there, (EVERYBODY, ("sex", sex), ("ethnicity", people))):
                for n in (0, 1):
                    found[where, key][n] += said[n]
        own = {
            code: tuple(found[code, EVERYBODY]) for code in (GATESHEAD, DURHAM) if (code, EVERYBODY) in found
        }
        for code, said in (self.elsewhere | own).items():
            for whole in (SOUTH_EAST if code == MEDWAY else NORTH_EAST, ENGLAND):
                for n in (0, 1):
                    found[whole, EVERYBODY][n] += said[n]
            found[code, EVERYBODY] = list(said)
        return {cell: (count, base) for cell, (count, base) in found.items()}

    def revised(self) -> None:
        """A later release: some people counted anew, in one cell or in many."""
        cells = self.rng.sample(sorted(self.people), self.rng.choice((1, 1, 2, 3, 9)))
        for cell in cells:
            count = self.rng.choice((0, 1, 2, 4, 7, 12, 24))
            self.people[cell] = (count, max(count, self.people[cell][1]))
        if self.rng.random() < 0.3:
            code = self.rng.choice(self.setting.elsewhere)
            count = self.rng.choice((1, 3, 8, 30))
            self.elsewhere[code] = (count, max(count + 50, self.elsewhere[code][1]))
        self.releases.append(self.table())

    def bring(self, folder: Path) -> Iterator[tuple[Indicator, Table]]:
        """The last release, by the importer, file after file: sometimes in two, sometimes after the earlier was undone."""
        table, shown = self.releases[-1], dict(self.releases[-2]) if len(self.releases) > 1 else {}
        if self.brought and self.rng.random() < 0.3 and self._is_remembered():
            for batch in reversed(self.brought):
                batches.undo(batch, by=None)
            self.brought.clear()
            shown = {}
        parts = [list(table)]
        first = self.rng.choice([None, None, None, lambda cell: cell[1] == EVERYBODY, lambda cell: cell[0] not in self.setting.places])  # fmt: skip
        # A correction in two files, also one by way of undoing, can be worked out from the first before the second comes.
        if first and len(self.releases) == 1:
            parts = [[cell for cell in table if first(cell)], [cell for cell in table if not first(cell)]]
        for cells in parts:
            self._bring(folder, {cell: table[cell] for cell in cells})
            shown |= {cell: table[cell] for cell in cells}
            owner = None if self.setting.beside else self.setting.trust
            yield Indicator.objects.get(trust=owner, name=self.name), dict(shown)

    def _is_remembered(self) -> bool:
        """Whether files that are undone now are kept in mind: where nothing was ever small, they are let go (docs/decisions)."""
        told = (number for table in self.releases[:-1] for said in table.values() for number in said)
        return any(0 < number < HIDDEN_BELOW for number in told)

    def _bring(self, folder: Path, table: Table) -> None:
        path = folder / "release.csv"
        scale = {"rate": 10_000, "percentage": 100, "number": 0}[self.sort]
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            more = ["count", "denominator"] if scale else []
            writer.writerow(["area_code", "period", "indicator", "unit", "value", "sex", "ethnicity", *more])
            unit = {"rate": "per 10,000", "percentage": "%", "number": "children"}[self.sort]
            # Groups are made in the order of the file, so that their keys stand in another order than their names.
            for (code, (dimension, name)), (count, base) in reversed(table.items()):
                value = (count / base * scale if base else 0) if scale else count
                said = [count, base] if scale else []
                writer.writerow([code, PERIOD, self.name, unit, repr(value), *(name if dimension == d else "" for d in BREAKDOWNS), *said])  # fmt: skip
        batch, faults = saved(path, trust=self.setting.trust, local=not self.setting.beside)
        assert batch.state == Batch.State.SAVED, (batch.answer, faults[:3])
        if batch.new or batch.changed:
            self.brought.append(batch)
