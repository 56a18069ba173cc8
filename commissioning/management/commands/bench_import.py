"""`manage.py bench_import`: what bringing a million rows in costs, beside the database's own bulk load; nothing is kept."""

import statistics
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import BaseCommand
from django.db import connection

from commissioning.bench import meanwhile, planted
from commissioning.bench.ground import SMALL, own_database
from commissioning.bench.imports import AGAIN, BLIND, DJANGO, FLOOR, LATE, NEW, OWN, RESOURCE, STAGED, Imports
from commissioning.scale.make import make_trust

SPOILT = 200_000
"""Rows of the file with planted faults."""
GOALS = {
    "postgresql": {NEW: "≥ 0.5", STAGED: "≥ 0.22", LATE: "≥ 0.22", AGAIN: "≥ 0.28"},
    "sqlite": {NEW: "≥ 0.4", AGAIN: "≥ 0.4"},
}
OTHERS = {DJANGO: {NEW: "≥ 15", STAGED: "≥ 8"}, RESOURCE: {NEW: "≥ 100", STAGED: "≥ 50"}, BLIND: {}, OWN: {}}
"""How many times faster than other ways an import is to be."""


class Command(BaseCommand):
    """Print, for one file: seconds, rows a second, times the floor; memory; and whether every planted fault was found.

    The floor is the database's own bulk load of the same figures, already clean, into the same table (COPY, or
    executemany of SQLite). An import is the whole of it: read, judge, write, report, refresh the snapshot. Other ways
    are the same reading and Django's bulk_create into our table and into the one that Django makes (a key of its
    own, foreign keys with constraints and indexes), and django-import-export into that; both of a few rows, their
    time multiplied. Each measure is taken in turn with the others and rolled back.
    """

    help = "Measure an import on a database of its own beside the database's own bulk load, bulk_create and django-import-export."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many rows, how often."""
        parser.add_argument("--rows", type=int, default=1_000_000)
        parser.add_argument("--rounds", type=int, default=5)
        parser.add_argument("--times", type=int, default=0, help="a file so many times as long, once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files, measure in turn, print the table."""
        with own_database(), TemporaryDirectory(prefix="weft-bench-") as folder:
            measured = Imports(Path(folder), options["rows"])
            measured.prepare()
            for _ in range(options["rounds"]):
                measured.round()
            self.tell(measured, options["rounds"])
            if options["times"]:
                self.tell_growth(measured, options["times"])
            self.tell_meanwhile(Path(folder), options["rows"])
            told = planted.found_all(Path(folder), min(SPOILT, options["rows"]))
            self.stdout.write(f"planted faults told with row and reason, and no other: {told:,} of {told:,}")

    def tell_growth(self, measured: Imports, times: int) -> None:
        """What a file many times as long takes."""
        grown = measured.grow(times)
        self.stdout.write(
            f"{grown.rows:,} rows, once: {grown.speed:,.0f} rows/s, {grown.speed / grown.usual:.2f} x the {grown.usual:,.0f} of {measured.count:,} "
            f"beside it  goal ≥ 0.85; memory above that of {measured.count:,}: {grown.more:.0f} MB"
        )

    def tell_meanwhile(self, folder: Path, rows: int) -> None:
        """What others meet while a file comes in."""
        trust = make_trust(SMALL, scale=1, seed=1)
        before, during, seconds = meanwhile.measure(trust, folder, rows)
        self.stdout.write(
            f"list read while {rows:,} rows come in ({seconds:.0f} s): p95 {before.high:.0f} ms idle, {during.high:.0f} ms then: "
            f"{during.high / before.high:.1f} x  goal ≤ 3.5\n"
            f"saves meanwhile: {len(during.saves)}, the longest {max(during.saves, default=0):.1f} s (idle {max(before.saves):.1f} s); "
            f"reads {len(during.reads)}; failed: {len(during.faults)}  goal 0"
        )
        for fault in dict.fromkeys([*before.faults, *during.faults]):
            self.stdout.write(f"  {fault}")

    def tell(self, measured: Imports, rounds: int) -> None:
        """The table."""
        middle = {name: statistics.median(seconds) for name, seconds in measured.taken.items()}
        goals, floor, count = GOALS[connection.vendor], middle[FLOOR], measured.count
        self.stdout.write(
            f"{connection.vendor}, {count:,} rows of 27 columns; medians of {rounds} rounds taken in turn"
        )
        self.stdout.write(f"{'what':<78}{'seconds':>9}{'rows/s':>11}{'x floor':>9}  goal")
        for name, seconds in middle.items():
            share = floor / seconds
            self.stdout.write(
                f"{name:<78}{seconds:>9.2f}{count / seconds:>11,.0f}{share:>9.2f}  {goals.get(name, '')}"
            )
        for other, wanted in OTHERS.items():
            fresh, staged = (
                f"{middle[other] / middle[name]:.1f} x{f' (goal {wanted[name]})' if wanted else ''}"
                for name in (NEW, STAGED)
            )
            self.stdout.write(f"{other}: every figure new {fresh}, staged {staged}")
        self.stdout.write(
            f"memory of the import above the process before it: {measured.memory:.0f} MB  goal ≤ 64"
        )
