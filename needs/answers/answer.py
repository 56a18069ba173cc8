"""An answer: what a page, a chart, a file and a piece of evidence all show, word for word the same.

Everything in it is safe to show: small counts are hidden before an answer is made. It is plain data, so
that it can be frozen as it was seen.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

HIDDEN = ("c", "*")
"""The marks of hidden counts; what was once hidden is not told by what changed."""


@dataclass(frozen=True)
class Cell:
    """What stands in a table, and the number behind it for a file."""

    text: str
    number: float | None = None

    @property
    def for_file(self) -> float | str:
        """What a spreadsheet gets: the number, or the words where there is none."""
        return self.text if self.number is None else self.number


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    key: str
    """What it is a row about, whatever is shown of it: an area's code, a period's key, a group."""
    cells: tuple[Cell, ...]
    own: bool = False
    """Whether it is the trust's own."""


@dataclass(frozen=True)
class Heading:
    """The heading of a column."""

    text: str
    numeric: bool = False


@dataclass(frozen=True)
class Answer:
    """What is asked, in a sentence, in a table, in a picture, with its source and how it was worked out."""

    question: str
    title: str
    summary: tuple[str, ...]
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    source: str
    method: tuple[str, ...] = ()
    chart: dict[str, Any] = field(default_factory=dict)
    """Its picture as Vega-Lite; empty where there is nothing to draw."""
    map: dict[str, Any] = field(default_factory=dict)
    """The same as a map, where boundaries are loaded."""
    hidden: str = ""
    """What is hidden and by which rule, where anything is."""
    about: dict[str, Any] = field(default_factory=dict)
    """Which indicator, area and period it is of, so that it can be asked again."""

    @property
    def said(self) -> str:
        """The summary as one text: also what a chart says to those who do not see it."""
        return " ".join(self.summary)

    @property
    def on_the_map(self) -> str:
        """What the map says to those who do not see it."""
        return f"A map of the table beneath, in ranked classes. {self.summary[0]}" if self.map else ""

    @property
    def pictures(self) -> list[tuple[dict[str, Any], str]]:
        """What is drawn, each with what it says to those who do not see it."""
        return [
            (drawn, said) for drawn, said in ((self.chart, self.said), (self.map, self.on_the_map)) if drawn
        ]

    def comes_as(self, kind: str) -> bool:
        """Whether there is a file of this kind: pictures only where something is drawn."""
        return bool({"svg": self.chart, "map": self.map}.get(kind, True))

    @property
    def named(self) -> int:
        """The column that says what a row is about: the first of words."""
        return next((n for n, heading in enumerate(self.headings) if not heading.numeric), 0)

    def name_of(self, line: Line) -> str:
        """What a row is about, in words; with the next column where several rows begin alike."""
        first = line.cells[self.named].text
        alike = sum(one.cells[self.named].text == first for one in self.lines)
        return first if alike == 1 else f"{first}: {line.cells[self.named + 1].text}"

    def rows(self) -> list[list[float | str]]:
        """The table for a file, heading first, then where it is from and what was hidden."""
        notes = [self.source, *self.method, *filter(None, [self.hidden])]
        table: list[list[float | str]] = [[heading.text for heading in self.headings]]
        table += [[cell.for_file for cell in line.cells] for line in self.lines]
        table.append([])
        table += [[note] for note in notes]
        return table

    def frozen(self) -> dict[str, Any]:
        """As plain data that JSON can keep."""
        return asdict(self)

    @classmethod
    def thawed(cls, kept: dict[str, Any]) -> "Answer":
        """An answer that was frozen."""
        return cls(
            **{name: value for name, value in kept.items() if name not in ("headings", "lines", "summary", "method")},
            summary=tuple(kept["summary"]), method=tuple(kept["method"]),
            headings=tuple(Heading(**one) for one in kept["headings"]),
            lines=tuple(
                Line(one["key"], tuple(Cell(**cell) for cell in one["cells"]), one["own"]) for one in kept["lines"]
            ),
        )  # fmt: skip


@dataclass(frozen=True)
class Change:
    """What is different in an answer that is asked again."""

    row: str
    column: str
    before: str
    after: str


def changes(before: Answer, now: Answer) -> list[Change]:
    """Every figure that is not what it was, the trust's own first; rows are found by their key, columns by their heading."""
    headings = [heading.text for heading in before.headings]
    here = {line.key: line for line in now.lines}
    there = [heading.text for heading in now.headings]
    found = []
    for line in sorted(before.lines, key=lambda line: not line.own):
        new = here.pop(line.key, None)
        name = before.name_of(line)
        if new is None:
            found.append(Change(name, "", "", "No longer there"))
            continue
        cells = dict(zip(there, new.cells, strict=True))
        for place, (heading, cell) in enumerate(zip(headings, line.cells, strict=True)):
            if place == before.named:
                continue
            after = cells.get(heading)
            if after is not None and after.text != cell.text and cell.text not in HIDDEN:
                found.append(Change(name, heading, cell.text, after.text))
    found += [Change(now.name_of(line), "", "", "New") for line in here.values()]
    return found
