"""A file with thousands of planted faults: every one must be told with its row and its reason, and no other."""

from itertools import islice
from pathlib import Path

from django.core.management import CommandError

from commissioning.bench.imports import HEADING, lines
from needs.actions import batch as batches
from needs.figures.rejects import Rejects
from needs.models import Batch, Observation

EVERY = 41
"""One row in so many is spoilt: no whole number of years, so that faults fall on all of them."""
SPOILT = (
    (4, "E09000999", "is not the code of an area of England"),
    (4, "W06000001", "lies in Wales"),
    (7, "Sideways", "Unknown sex"),
    (11, "20x1", "is not a period we know"),
    (12, "many", "Value is not a number"),
    (12, "nan", "Value is not a number"),
    (13, "99", "the wrong way round"),
    (17, "-1", "Count below nought"),
    (18, "-3", "Denominator below nought"),
    (18, "1_000", "Denominator is not a number"),
)
"""A column, what is put there, and what the reason must say."""
REPEATED, CUT = "Repeats row", "Cut short"


def write_spoilt(path: Path, rows: int) -> dict[int, str]:
    """A file of so many rows; which of them are spoilt, and what must be said of each."""
    planted: dict[int, str] = {}
    with path.open("w") as file:
        file.write(HEADING + "\n")
        before = ""
        for row, line in enumerate(islice(lines(iter(range(5_001, 100_000))), rows), 2):
            if row % EVERY or not before:
                before = line
                file.write(line)
                continue
            kind = row // EVERY % (len(SPOILT) + 2)
            if kind < len(SPOILT):
                at, text, planted[row] = SPOILT[kind]
                cells = line.split(",")
                cells[at] = text
                file.write(",".join(cells))
            elif kind == len(SPOILT):
                planted[row] = REPEATED
                file.write(before)
            else:
                planted[row] = CUT
                file.write(line[: line.index(",LSOA")] + "\n")
    return planted


def found_all(folder: Path, rows: int) -> int:
    """Bring such a file in; how many faults were planted, each found and no other, or the measure fails."""
    path = folder / "spoilt.csv"
    planted = write_spoilt(path, rows)
    rejects = Rejects()
    batch = batches.receive(file_name=path.name)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.QUEUED)
    batch = batches.save(batch, path=path, rejects=rejects)
    told = dict(rejects)
    rejects.close()
    wrong = {row: told.get(row, "nothing") for row, said in planted.items() if said not in told.get(row, "")}
    if wrong or len(told) != len(planted):
        raise CommandError(
            f"{len(told)} faults told of {len(planted)} planted; wrong: {list(wrong.items())[:5]}"
        )
    kept = Observation.objects.filter(batch=batch).count()
    if (batch.state, batch.rejected, kept) != (Batch.State.SAVED, len(planted), rows - len(planted)):
        raise CommandError(f"{batch.state}: {batch.rejected} rejected, {kept} kept of {rows}: {batch.answer}")
    batches.undo(batch, by=None)
    return len(planted)
