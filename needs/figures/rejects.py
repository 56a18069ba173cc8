"""Rows that were not kept, with their numbers and reasons: some at hand, all in a file."""

import csv
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

AT_HAND = 200
MOST = 1_000_000
SORTED = 50_000


class Rejects:
    """Takes reasons as they come, in constant memory."""

    def __init__(self) -> None:
        self.first: list[tuple[int, str]] = []
        self.count = 0
        self._file: Any = TemporaryFile("w+", newline="", encoding="utf-8")  # noqa: SIM115 (closed by close)
        self._writer = csv.writer(self._file)

    def add(self, row: int, reason: str) -> None:
        """One row."""
        self.count += 1
        if len(self.first) < AT_HAND:
            self.first.append((row, reason))
        if self.count <= MOST:
            self._writer.writerow((row, reason))

    def clear(self) -> None:
        """Begin anew: the file is read once more."""
        self.first, self.count = [], 0
        self._file.seek(0)
        self._file.truncate()

    def sort(self) -> None:
        """Put what was found last in its place among the rows."""
        if self.count <= SORTED:
            ordered = sorted(self)
            self.clear()
            for row, reason in ordered:
                self.add(row, reason)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """All of them, as they came."""
        self._file.seek(0)
        for row, reason in csv.reader(self._file):
            yield int(row), reason
        self._file.seek(0, 2)

    def close(self) -> None:
        """Nobody needs them any more."""
        self._file.close()
