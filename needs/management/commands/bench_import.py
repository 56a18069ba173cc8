"""`manage.py bench_import`: what bringing a million rows in costs, beside the database's own bulk load."""

import resource
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction

from needs.actions import batch as batches
from needs.figures import store
from needs.figures.heading import read
from needs.figures.intake import asked_of, bring_in
from needs.figures.library import Library
from needs.figures.rejects import Rejects
from needs.figures.survey import survey
from needs.figures.table import opened
from needs.figures.validate import SEPARATOR, Validator
from needs.models import Batch, Observation

HEADING = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,"
    "Value note,Recent Trend,Compared to England value or percentiles,Compared to Region value or percentiles,"
    "Time period Sortable,New data,Compared to goal,Time period range"
)
SMALL_AREAS = 33_000
YEARS = 12
FEW = 20_000
"""Rows through the object-relational mapper, whose time grows in step with their number."""


class Command(BaseCommand):
    """Print, for one file: seconds, rows a second, times the floor, and memory.

    The floor is the database's own bulk load of the same figures, already clean, into the same table.
    Each measure is taken in turn with the others and rolled back; nothing is kept.
    """

    help = "Measure an import of many rows against COPY (or executemany) into the same table, and against bulk_create."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many rows, how often."""
        parser.add_argument("--rows", type=int, default=1_000_000)
        parser.add_argument("--rounds", type=int, default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, measure in turn, print the table."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "figures.csv"
            count = write_file(path, options["rows"])
            taken: dict[str, list[float]] = {}
            base = memory()
            for _ in range(options["rounds"]):
                self.round(path, count, taken)
            self.print(count, taken, memory() - base)

    def round(self, path: Path, count: int, taken: dict[str, list[float]]) -> None:
        """Every measure once, each in a transaction that is taken back."""
        batch = batches.receive(file_name=path.name)
        try:
            with transaction.atomic():
                self.timed(taken, "import, all new", lambda: self.brought(batch, path, count))
                self.timed(taken, "the same file again", lambda: self.brought(batch, path, 0))
                transaction.set_rollback(True)
            with transaction.atomic():
                self.timed(taken, FLOOR, lambda: self.floor(batch, path, count), from_inside=True)
                transaction.set_rollback(True)
            with transaction.atomic():
                self.timed(taken, MAPPER, lambda: self.mapper(batch, path), from_inside=True)
                transaction.set_rollback(True)
        finally:
            Batch.objects.filter(pk=batch.pk).delete()

    def timed(
        self, taken: dict[str, list[float]], name: str, work: Callable[[], Any], *, from_inside: bool = False
    ) -> None:
        """How long it takes; some say themselves what part of it counts."""
        started = time.perf_counter()
        said = work()
        taken.setdefault(name, []).append(said if from_inside else time.perf_counter() - started)

    def brought(self, batch: Batch, path: Path, new: int) -> None:
        """A whole import; asserts that it is right."""
        rejects = Rejects()
        outcome = bring_in(batch, path, rejects, kept=lambda outcome: None)
        rejects.close()
        if (outcome.new, outcome.changed, outcome.rejected) != (new, 0, 0):
            raise CommandError(
                f"{outcome.new} new, {outcome.changed} changed, {outcome.rejected} rejected: not as written"
            )

    def floor(self, batch: Batch, path: Path, count: int) -> float:
        """The bulk load of clean figures alone."""
        taken = 0.0
        loader = store.Loader(store.FIGURES, numbered=False, batch=batch.pk)
        for block in self.blocks(batch, path):
            started = time.perf_counter()
            loader.add(block)
            loader.settle()
            taken += time.perf_counter() - started
        loader.close()
        if Observation.objects.filter(batch=batch).count() != count:
            raise CommandError("The floor did not load every row.")
        return taken

    def mapper(self, batch: Batch, path: Path) -> float:
        """Django's bulk_create of a part, as if of the whole."""
        rows = []
        names = [f.attname for f in Observation._meta.concrete_fields]
        lines = (line for block in self.blocks(batch, path) for line in block[1])
        for line in islice(lines, FEW):
            values = dict(zip((*store.KEY, *store.SAYS), line.split(SEPARATOR), strict=True))
            rows.append({name: values[name] or None for name in names if name in values})
        started = time.perf_counter()
        Observation.objects.bulk_create(
            (Observation(batch_id=batch.pk, **row) for row in rows), batch_size=2_000
        )
        return (time.perf_counter() - started) / len(rows)

    def blocks(self, batch: Batch, path: Path) -> Any:
        """The clean figures of the file."""
        seen = survey(path)
        with opened(seen) as tables:
            reading = read(tables, asked_of(batch, seen))
            yield from Validator(reading, Library(batch), lambda row, reason: None, whole=True).blocks()

    def print(self, count: int, taken: dict[str, list[float]], more: float) -> None:
        """The table."""
        middle = {name: statistics.median(rounds) for name, rounds in taken.items()}
        middle[MAPPER] *= count
        floor = middle[FLOOR]
        self.stdout.write(
            f"{connection.vendor}, {count:,} rows of 27 columns; medians of {len(taken[FLOOR])} rounds in turn"
        )
        self.stdout.write(f"{'what':<44}{'seconds':>9}{'rows/s':>11}{'x floor':>9}")
        for name, seconds in middle.items():
            self.stdout.write(f"{name:<44}{seconds:>9.2f}{count / seconds:>11,.0f}{floor / seconds:>9.2f}")
        self.stdout.write(f"import against bulk_create: {middle[MAPPER] / middle['import, all new']:.0f} x")
        self.stdout.write(f"memory above the process before it: {more:.0f} MB")


FLOOR = "the database's own bulk load of clean rows"
MAPPER = f"bulk_create (from {FEW:,} rows)"


def write_file(path: Path, rows: int) -> int:
    """A file in the layout of Fingertips, sorted by indicator and area as such files are; how many rows it has."""
    written = 0
    with path.open("w") as file:
        file.write(HEADING + "\n")
        for indicator in range(1, 10_000):
            for area in range(1, SMALL_AREAS):
                for year in range(2010, 2010 + YEARS):
                    if written == rows:
                        return written
                    written += 1
                    value = 5 + (area * 7 + year) % 1000 / 100
                    file.write(
                        f"{indicator},Indicator {indicator}: % of children,E06000047,County Durham,E01{area:06},Area {area},LSOA,"
                        f"Persons,All ages,,,{year},{value},{value - 1.25:.4f},{value + 1.25:.4f},,,{area % 90},{area % 900 + 90},"
                        f",Cannot be calculated,Not compared,Not compared,{year}0000,,,1y\n"
                    )
    return written


def memory() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
