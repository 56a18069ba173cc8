"""A file as rows of text, one after another, however large it is."""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from typing import Any, TextIO
from zipfile import BadZipFile, ZipFile

from needs.figures.faults import BadFile
from needs.figures.survey import Survey

MOST_COLUMNS = 2_000
LOOKED_AT = 40
"""How many rows at the top may hold titles and notes before the heading."""
SAMPLE = 400
AT_ONCE = 1 << 16
"""Letters, and the line that they end in, that are looked at together for a quotation mark."""
LONGEST_FIELD = 100_000
DELIMITERS = ",;\t|"
LARGEST_UNPACKED = 1 << 30
LARGEST_STRINGS = 24 << 20
MOST_SHEETS = 40
BOMB = 250
"""Times that a part of a workbook may unpack to before it is taken for a trap."""


@dataclass
class Table:
    """Rows of text with their numbers: the first of the file is row 1."""

    rows: Iterator[list[str]]
    position: Callable[[], int]
    """Bytes read so far."""
    size: int
    sheet: str = ""


@contextmanager
def opened(seen: Survey) -> Iterator[list[Table]]:
    """The tables of a file: one of a CSV file, one for each sheet of a workbook."""
    try:
        if seen.kind == "xlsx":
            with _workbook(seen) as tables:
                yield tables
        else:
            with seen.path.open("rb") as raw, _text(raw, seen.encoding) as text:
                yield [Table(_csv_rows(text), raw.tell, seen.size)]
    except UnicodeDecodeError as error:
        raise BadFile(
            "The file changes its way of writing letters in the middle. Save it as UTF-8."
        ) from error


def _text(raw: Any, encoding: str) -> TextIO:
    import io  # noqa: PLC0415 (beside its one use)

    return io.TextIOWrapper(raw, encoding=encoding, newline="")


def _csv_rows(text: TextIO) -> Iterator[list[str]]:
    """The rows of a CSV file, by the delimiter its first lines use."""
    csv.field_size_limit(LONGEST_FIELD)
    start = text.read(65_536)
    text.seek(0)
    first = [line for line in start.splitlines()[:LOOKED_AT] if line.strip()]
    delimiter = max(DELIMITERS, key=lambda sign: max((line.count(sign) for line in first), default=0))
    if max((line.count(delimiter) for line in first), default=0) >= MOST_COLUMNS:
        raise BadFile(f"The file has more than {MOST_COLUMNS:,} columns. Keep those that hold figures.")
    yield from chain.from_iterable(_runs(text, delimiter))


def _runs(text: TextIO, delimiter: str) -> Iterator[Iterable[list[str]]]:
    """The rows in runs: lines without a quotation mark only have to be split, which takes little more than half the time."""
    before = 0
    while lines := text.readlines(AT_ONCE):
        run = "".join(lines)
        if '"' in run or max(map(len, lines)) > LONGEST_FIELD:
            reader = csv.reader(chain(lines, text), delimiter=delimiter)
            yield _quoted(reader, len(lines), before)
            before += reader.line_num
            continue
        before += len(lines)
        if "\r" in run:
            run = run.replace("\r\n", "\n").replace("\r", "\n")
        yield [line.split(delimiter) if line else [] for line in run.removesuffix("\n").split("\n")]


def _quoted(reader: Any, many: int, before: int) -> Iterator[list[str]]:
    """The rows of so many lines, and of those that the last of them goes on in; raises BadFile."""
    try:
        while reader.line_num < many:
            yield next(reader)
    except csv.Error as error:
        raise BadFile(
            f"The file cannot be read from line {before + reader.line_num:,} on: a quotation mark is not closed, or a field "
            "is longer than 100,000 letters. Export it again."
        ) from error


@contextmanager
def _workbook(seen: Survey) -> Iterator[list[Table]]:
    """The sheets of a workbook, read row by row."""
    from openpyxl import load_workbook  # noqa: PLC0415 (heavy, and most files are CSV)

    _is_safe(seen)
    try:
        book = load_workbook(seen.path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise BadFile("The workbook is damaged or is not an Excel file. Save it again as .xlsx.") from error
    try:
        yield [
            Table(_sheet_rows(sheet), lambda: 0, seen.size, sheet.title)
            for sheet in book.worksheets[:MOST_SHEETS]
            if sheet.sheet_state == "visible"
        ]
    finally:
        book.close()


def _is_safe(seen: Survey) -> None:
    """Refuse a workbook that is no workbook, or that unpacks to more than it may."""
    try:
        with ZipFile(seen.path) as zipped:
            parts = zipped.infolist()
    except (BadZipFile, OSError, ValueError) as error:
        raise BadFile("The workbook is damaged or cut short. Save it again, or download it again.") from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise BadFile("This is an archive, not an Excel file. Unpack it and load the table inside.")
    whole = sum(part.file_size for part in parts)
    trap = any(
        part.file_size > BOMB * max(part.compress_size, 1) and part.file_size > LARGEST_STRINGS
        for part in parts
    )
    strings = max(
        (part.file_size for part in parts if part.filename.endswith("sharedStrings.xml")), default=0
    )
    if trap or whole > LARGEST_UNPACKED or strings > LARGEST_STRINGS:
        raise BadFile("The workbook unpacks to more than can be read safely. Save the sheet you need as CSV.")


def _sheet_rows(sheet: Any) -> Iterator[list[str]]:
    """The rows of a sheet as text; what the sheet says about its own size is not believed."""
    sheet.reset_dimensions()
    number = 0
    try:
        for row in sheet.iter_rows():
            at = next((cell.row for cell in row if getattr(cell, "row", None)), number + 1)
            while number + 1 < min(at, number + LOOKED_AT):
                number += 1
                yield []
            number = max(at, number + 1)
            if len(row) > MOST_COLUMNS:
                raise BadFile(
                    f"The sheet has more than {MOST_COLUMNS:,} columns. Keep those that hold figures."
                )
            cells = [written(cell.value) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
    except (
        BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        SyntaxError,
        EOFError,
    ) as error:
        raise BadFile(
            f"The workbook is damaged from row {number + 1:,} on. Save it again as .xlsx."
        ) from error


def written(value: Any) -> str:
    """A cell as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)
