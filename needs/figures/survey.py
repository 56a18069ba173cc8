"""The first look at a file: is it text, in which letters, whole, of a shape a table can have? Reads it once."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from needs.figures.faults import BadFile

CHUNK = 1 << 20
LONGEST_LINE = 2 << 20
"""Bytes without a line break after which a file is no table."""
LARGEST = 4 << 30
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
NOT_TABLES = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture",
              b"\x1f\x8b": "a compressed file", b"Rar!": "an archive", b"7z\xbc\xaf": "an archive",
              b"PAR1": "a Parquet file", b"<!DO": "a web page", b"<htm": "a web page", b"{\\rt": "a text document"}  # fmt: skip


@dataclass(frozen=True)
class Survey:
    """What the first look found."""

    path: Path
    size: int
    hash: str
    kind: str
    """csv, xlsx or json."""
    encoding: str = "utf-8"
    ends_whole: bool = True
    """Whether its last line ends with a line break."""


def survey(path: Path) -> Survey:
    """Look at a file; raises BadFile where it is nothing that holds a table."""
    size = path.stat().st_size
    if size == 0:
        raise BadFile("The file is empty. Download it again, or export it again.")
    if size > LARGEST:
        raise BadFile("The file is larger than 4 GB. Split it, or leave out what the trust does not need.")
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(ZIP):
        return Survey(path, size, _hash(path), "xlsx")
    _is_text(head)
    for encoding in _encodings(head):
        try:
            digest, ends_whole = _decoded(path, encoding)
        except UnicodeDecodeError:
            continue
        begins = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")[:1]
        kind = "json" if begins in ("{", "[") else "csv"
        return Survey(path, size, digest, kind, encoding, ends_whole)
    raise BadFile("This is not text that can be read. Save it as CSV in UTF-8, or as Excel (.xlsx).")


def _is_text(head: bytes) -> None:
    """Refuse files that are known not to be tables, by how they begin."""
    if head.startswith(OLD_EXCEL):
        raise BadFile("This is an old Excel file (.xls). Open it and save it as .xlsx or CSV.")
    for sign, what in NOT_TABLES.items():
        if head[: len(sign)].lower() == sign.lower():
            raise BadFile(f"This is {what}, not a table. Use a CSV or Excel (.xlsx) file.")


def _encodings(head: bytes) -> list[str]:
    """The ways of writing letters to try, the likeliest first."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
                       (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if head.startswith(mark):
            return [name]
    if b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) > len(head) // 3 and min(even, odd) == 0:
            return ["utf-16-be" if even > odd else "utf-16-le"]
        raise BadFile("This is not text: it holds bytes that no table has. Use a CSV or Excel (.xlsx) file.")
    return ["utf-8", "cp1252"]


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _decoded(path: Path, encoding: str) -> tuple[str, bool]:
    """The hash of a text file and whether it ends whole; raises where it is not in this encoding."""
    digest, decoder, since, last = hashlib.sha256(), codecs.getincrementaldecoder(encoding)(), 0, "\n"
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            text = decoder.decode(chunk)
            if "\0" in text:
                raise BadFile(
                    "This is not text: it holds bytes that no table has. Use a CSV or Excel (.xlsx) file."
                )
            broken = max(text.rfind("\n"), text.rfind("\r"))
            since = since + len(text) if broken < 0 else len(text) - broken
            if since > LONGEST_LINE:
                raise BadFile("A line of this file is longer than two million letters, which no table has.")
            last = text[-1:] or last
    decoder.decode(b"", final=True)
    return digest.hexdigest(), last in "\r\n"
