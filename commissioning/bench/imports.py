"""What bringing in a file costs, beside the database's own bulk load of the same figures already clean, and the mapper."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.core.management import CommandError
from django.db import connection, transaction

from commissioning.bench import ordinary
from needs.actions import batch as batches
from needs.figures import store
from needs.figures.heading import read
from needs.figures.intake import asked_of, bring_in
from needs.figures.library import Library
from needs.figures.rejects import Rejects
from needs.figures.survey import survey
from needs.figures.table import opened
from needs.figures.validate import SEPARATOR, Block, Validator
from needs.models import Batch, Observation

HEADING = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,Denominator,"
    "Value note,Recent Trend,Compared to England value or percentiles,Compared to Region value or percentiles,"
    "Time period Sortable,New data,Compared to goal,Time period range"
)
SMALL_AREAS, YEARS, FIRST_YEAR = 33_000, 12, 2010
FIRST = "the first file, whose areas are new too"
NEW, AGAIN = "import, every figure new", "the same file again"
STAGED = "import, every figure new, a row twice at its head: staged"
LATE = "import, every figure new, a row of its middle once more at its end"
FLOOR = "the database's own bulk load of clean rows"
OWN = f"reading, then bulk_create into our own table ({ordinary.MAPPED:,} rows, extrapolated)"
DJANGO = f"reading, then bulk_create into the table as Django makes it ({ordinary.MAPPED:,}, extrapolated)"
RESOURCE = f"django-import-export into that table ({ordinary.RESOURCED:,}, extrapolated)"
BLIND = f"the same, not looking whether a row is there ({ordinary.RESOURCED:,}, extrapolated)"


def lines(indicators: Iterator[int]) -> Iterator[str]:
    """Rows in the layout of Fingertips, sorted by indicator and area as such files are."""
    for indicator in indicators:
        for area in range(1, SMALL_AREAS):
            for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
                value = 5 + (area * 7 + year) % 1000 / 100
                yield (
                    f"{indicator},Indicator {indicator}: % of children,E06000047,County Durham,E01{area:06},Area {area},LSOA,"
                    f"Persons,All ages,,,{year},{value},{value - 1.25:.4f},{value + 1.25:.4f},,,{area % 90},{area % 900 + 90},"
                    f",Cannot be calculated,Not compared,Not compared,{year}0000,,,1y\n"
                )


def write_file(path: Path, rows: int, *, first: int = 1, twice: str = "") -> int:
    """A file of so many rows, of indicators from the first on; one more, given twice, at its head or its end. How many figures it has."""
    with path.open("w") as file:
        file.write(HEADING + "\n")
        count, again = 0, ""
        for line in islice(lines(iter(range(first, 100_000))), rows):
            file.write(line)
            count += 1
            if count == 1 and twice == "head":
                file.write(line)
            if count == max(rows // 2, 1):
                again = line
        if twice == "end":
            file.write(again)
    return count


def brought(path: Path, new: int, rejected: int = 0) -> None:
    """A whole import; asserts that it is right."""
    batch, rejects = batches.receive(file_name=path.name), Rejects()
    outcome = bring_in(batch, path, rejects, kept=lambda outcome: None)
    rejects.close()
    if (outcome.new, outcome.changed, outcome.rejected) != (new, 0, rejected):
        raise CommandError(
            f"{outcome.new} new, {outcome.changed} changed, {outcome.rejected} rejected: not as written"
        )


@dataclass(frozen=True)
class Grown:
    """A file many times as long: rows, rows a second, those of the usual file beside it, and memory above its in MB."""

    rows: int
    speed: float
    usual: float
    more: float


@dataclass
class Imports:
    """The measures, taken in turn and each taken back; the areas are known, as they are after the first file."""

    folder: Path
    rows: int
    taken: dict[str, list[float]] = field(default_factory=dict)
    memory: float = 0.0

    def prepare(self) -> None:
        """Write the files, and bring in the first, by which the areas are known."""
        self.file, self.head, self.end, self.first = (
            self.folder / f"{name}.csv" for name in ("figures", "head", "end", "first")
        )
        self.count = write_file(self.file, self.rows, first=1_001)
        write_file(self.head, self.rows, first=1_001, twice="head")
        write_file(self.end, self.rows, first=1_001, twice="end")
        few = write_file(self.first, min(self.rows, SMALL_AREAS * YEARS))
        with _back():
            forget_peak()
            before = most_memory()
            self._time(NEW, lambda: brought(self.file, self.count))
            self.memory = most_memory() - before
        self.taken[FIRST] = self.taken.pop(NEW)
        brought(self.first, few)
        ordinary.make_table()

    def round(self) -> None:
        """Every measure once."""
        with _back():
            self._time(NEW, lambda: brought(self.file, self.count))
            self._time(AGAIN, lambda: brought(self.file, 0))
        with _back():
            self.taken.setdefault(FLOOR, []).append(self._floor())
        for name, file in ((STAGED, self.head), (LATE, self.end)):
            with _back():
                self._time(name, lambda file=file: brought(file, self.count, rejected=1))
        with _back():
            self.taken.setdefault(OWN, []).append(self._mapper() * self.count)
        with _back():
            self.taken.setdefault(DJANGO, []).append(self._ordinary() * self.count)
        for name, by in ((RESOURCE, ordinary.Resource), (BLIND, ordinary.Blind)):
            self.taken.setdefault(name, []).append(ordinary.imported(self.first, by) * self.count)

    def grow(self, times: int) -> Grown:
        """A file so many times as long, every figure new, beside the usual one before and after it: each taken back."""
        long = self.folder / "long.csv"
        many = write_file(long, self.rows * times, first=1_001)
        speeds, peaks = [], []
        for file, rows in ((self.file, self.count), (long, many), (self.file, self.count)):
            forget_peak()
            started = time.perf_counter()
            with _back():
                brought(file, rows)
                speeds.append(rows / (time.perf_counter() - started))
            peaks.append(most_memory())
        long.unlink()
        return Grown(many, speeds[1], (speeds[0] + speeds[2]) / 2, peaks[1] - peaks[0])

    def _time(self, name: str, work: Callable[[], None]) -> None:
        started = time.perf_counter()
        work()
        self.taken.setdefault(name, []).append(time.perf_counter() - started)

    def _floor(self) -> float:
        """The bulk load of clean figures alone."""
        batch, taken = batches.receive(file_name="floor"), 0.0
        with store.Loader(store.FIGURES, numbered=False, batch=batch.pk) as loader:
            for block in self._blocks(batch, self.file):
                started = time.perf_counter()
                loader.add(block)
                loader.settle()
                taken += time.perf_counter() - started
        if Observation.objects.filter(batch=batch).count() != self.count:
            raise CommandError("The floor did not load every row.")
        return taken

    def _mapper(self) -> float:
        """Reading a part and keeping it by bulk_create in our own table, which has no constraints to check; seconds a row."""
        started, rows = time.perf_counter(), []
        batch = batches.receive(file_name="mapper")
        for line in islice(self._clean(batch, self.file), ordinary.MAPPED):
            values = zip((*store.KEY, *store.SAYS), line.split(SEPARATOR), strict=True)
            rows.append(Observation(batch_id=batch.pk, **{name: text or None for name, text in values}))
        Observation.objects.bulk_create(rows, batch_size=ordinary.AT_ONCE)
        return (time.perf_counter() - started) / len(rows)

    def _ordinary(self) -> float:
        """The same into the table as Django makes it, of the first file: its constraints want areas and indicators there are."""
        return ordinary.bulk_created(self._clean(batches.receive(file_name="ordinary"), self.first))

    def _clean(self, batch: Batch, path: Path) -> Iterator[str]:
        """The clean figures of a file, one by one."""
        return (line for block in self._blocks(batch, path) for line in block[1])

    def _blocks(self, batch: Batch, path: Path) -> Iterator[Block]:
        """The clean figures of a file."""
        seen = survey(path)
        with opened(seen) as tables:
            reading = read(tables, asked_of(batch, seen))
            yield from Validator(reading, Library(batch), lambda row, reason: None, whole=True).blocks()


@contextmanager
def _back() -> Iterator[None]:
    """A transaction that is taken back, and what it leaves behind swept up."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    if connection.vendor == "postgresql":
        store.run("VACUUM ANALYZE")


def most_memory() -> float:
    """The most memory this process has had since the peak was forgotten, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def forget_peak() -> None:
    """Begin anew to note the most memory; where the system cannot (it is not Linux), what went before counts too."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
