"""What a person said about a file that the file itself does not say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from needs.figures.faults import BadFile, BadRow
from needs.figures.headings import words
from needs.statistics import periods


@dataclass(frozen=True)
class Asked:
    """The name of the data set, what columns hold, and what is the same for every row."""

    file_name: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    """Folded heading to role, for a layout that is none of the known ones."""
    constants: dict[str, str] = field(default_factory=dict)
    """Role to what is the same for every row: indicator, period, area-code, unit."""
    remembered: dict[str, tuple[dict[str, str], dict[str, str]]] = field(default_factory=dict)
    """Columns and constants of layouts that somebody explained before, by the hash of their heading."""

    @property
    def title(self) -> str:
        """What the data set is called: as somebody said, or after its file."""
        if self.constants.get("indicator"):
            return self.constants["indicator"]
        stem = re.sub(
            r"\s*\(\d+\)$|[_-]?(19|20)\d{2}.*$|[_-]?(v|version)[ _-]?\d+.*$",
            "",
            PurePath(self.file_name).stem,
        )
        return words(stem.replace("-", " ")) or "Figures"


def period_key(text: str, identifier: str = "") -> int:
    """The key of the period a text names; raises BadRow."""
    try:
        return periods.read(text, identifier).key
    except periods.Unreadable as error:
        raise BadRow(f"Period: {error}") from error
    except ValueError as error:
        raise BadRow(f"Period: “{text[:40]}” is not a period we know") from error


def fixed_period(asked: Asked) -> int | None:
    """The period somebody gave for the whole file."""
    said = asked.constants.get("period", "")
    if not said:
        return None
    try:
        return period_key(said)
    except BadRow as error:
        raise BadFile(str(error)) from error


def at(names: Sequence[str], *wanted: str) -> int:
    """Where the first of these folded names stands; -1 where none does."""
    return next((names.index(name) for name in wanted if name in names), -1)
