"""Where the table of a file begins: its heading, and the plan that it makes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from needs.figures.faults import BadFile, Unmapped
from needs.figures.headings import BYTE_ORDER_MARK, folded
from needs.figures.layouts import plan_of
from needs.figures.layouts.asked import Asked
from needs.figures.layouts.wide import sorted_columns
from needs.figures.plan import Plan
from needs.figures.table import LOOKED_AT, MOST_COLUMNS, SAMPLE, Table

FEWEST = 2
CODES = ("code", "id", "ref")
"""How the names of columns end whose numbers count nothing."""


@dataclass
class Reading:
    """A table whose heading was understood."""

    table: Table
    heading: list[str]
    plan: Plan
    rows: Iterator[list[str]]
    """The rows after the heading."""
    first: int
    """The number of the first of them."""

    @property
    def unknown(self) -> list[str]:
        """The columns that are not read."""
        read = self.plan.columns
        return [name for n, name in enumerate(self.heading) if n not in read and name.strip()]


def read(tables: list[Table], asked: Asked) -> Reading:
    """The first table whose heading some layout fits; raises Unmapped or BadFile where there is none."""
    unmapped: list[str] | None = None
    counts = False
    for table in tables:
        top = list(islice(table.rows, LOOKED_AT + SAMPLE))
        for at, heading in _candidates(top):
            sample = [row for row in top[at + 1 : at + 1 + SAMPLE] if any(row)]
            plan = plan_of(heading, sample, asked)
            if plan is not None:
                return Reading(table, heading, plan, chain(top[at + 1 :], table.rows), at + 2)
        counts = counts or _counts(top)
        if unmapped is None:
            unmapped = next((heading for _, heading in _candidates(top)), None)
    if unmapped is None:
        raise BadFile("The file holds no table: no row of it has two columns or more.")
    if not counts:
        raise BadFile(
            "No column of this file holds figures: it is a list of words and codes, such as a classification. "
            "Only tables of figures are kept here."
        )
    raise Unmapped(unmapped)


def _counts(top: list[list[str]]) -> bool:
    """Whether some column of a table holds figures: numbers that are no codes."""
    for at, heading in _candidates(top):
        rows = [row for row in top[at + 1 : at + 1 + SAMPLE] if any(row)]
        codes = {n for n, name in enumerate(folded(heading)) if name.endswith(CODES)}
        if not rows or sorted_columns(heading, rows, codes).figures:
            return True
    return False


def _candidates(top: list[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows at the top that can be a heading: of two words or more, none of them a number."""
    for at, row in enumerate(top[:LOOKED_AT]):
        if len(row) > MOST_COLUMNS:
            raise BadFile(
                f"Row {at + 1} has {len(row):,} columns; a table has at most {MOST_COLUMNS:,}. Keep those that hold figures."
            )
        heading = [" ".join(cell.replace(BYTE_ORDER_MARK, "").split())[:300] for cell in row]
        named = [name for name in folded(heading) if name]
        if len(named) >= FEWEST and not any(name.replace(".", "").isdigit() for name in named):
            yield at, heading
