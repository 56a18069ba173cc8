"""What a workbook costs: our export of many rows beside the library that writes it, and what it keeps in memory."""

import tempfile
import tracemalloc
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.core.management import CommandError

from commissioning.bench.clockwork import Taken, measure
from trusts.exports import as_xlsx

ROWS, COLUMNS = 20_000, 20
CLOSE = 0.1
"""How far the lengths of two workbooks of the same cells may differ: styles and the like."""
OURS, ALONE = "our export", "xlsxwriter alone"


def cells(rows: int) -> Iterator[list[Any]]:
    """Rows of texts and numbers, half and half."""
    for number in range(rows):
        yield [f"Agreement {number}", number] * (COLUMNS // 2)


def ours(rows: int = ROWS) -> int:
    """The export; how long the file is."""
    return sum(len(part) for part in as_xlsx(cells(rows), name="list").streaming_content)


def alone(rows: int = ROWS) -> int:
    """The same cells by the library alone, told what each is."""
    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(cells(rows)):
                for column, value in enumerate(row):
                    write = sheet.write_string if isinstance(value, str) else sheet.write_number
                    write(number, column, value)
        return file.tell()


def measure_files(rounds: int) -> dict[str, Taken]:
    """Both, in turn."""
    if abs(ours() / alone() - 1) > CLOSE:
        raise CommandError("The two workbooks do not hold the same.")
    return measure({OURS: ours, ALONE: alone}, rounds)


def memory_of(rows: int) -> float:
    """The most that an export of so many rows holds at a time, in megabytes."""
    tracemalloc.start()
    ours(rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6
