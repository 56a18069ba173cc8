"""Many plain rows at once, column by column: nearly every row of nearly every file, and twice as quick.

Plain is a row as wide as the heading that names things there are, and whose figures are numbers as
the databases read them. Of every other row `validate` says whether it can be kept.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import itemgetter, le
from typing import Any

from needs.figures.faults import BadFile, BadRow
from needs.figures.plan import Measure, Plan

Row = list[str]
Found = tuple[list[int], list[str]]
"""The number of each figure's row, and the figures."""


class NotPlain(Exception):
    """One of the rows needs a closer look."""


@dataclass
class Known:
    """The keys of what the rows of a file have named so far, by the texts that named it."""

    plan: Plan
    width: int
    areas: dict[Any, str] = field(default_factory=dict)
    periods: dict[Any, str] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)
    ages: dict[str, str] = field(default_factory=dict)
    groups: dict[Any, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=lambda: {"": "0"})

    def __post_init__(self) -> None:
        """Where a plan has no column, its text is that of one column more than the heading has: always empty."""
        self.series: tuple[dict[Any, str], ...] = tuple({} for _ in self.plan.measures)
        self.area_of, self.period_of, self.groups_of, self.series_of = (
            itemgetter(*columns) if columns else itemgetter(self.width)
            for columns in (self.plan.area, self.plan.period, self.plan.groups, self.plan.indicator)
        )
        self.sex_at, self.age_at, self.note_at = (
            n if n >= 0 else self.width for n in (self.plan.sex, self.plan.age, self.plan.note)
        )

    def group(self, row: Row) -> str:
        """Sex, category, age and mark of a row; raises KeyError where one is new."""
        return (
            f"{self.sexes[row[self.sex_at]]};{self.groups[self.groups_of(row)]};"
            f"{self.ages[row[self.age_at]]};{self.marks[row[self.note_at]]}"
        )

    def has(self, row: Row) -> bool:
        """Whether it names nothing for the first time."""
        try:
            self.group(row)
            for series in self.series:
                series[self.series_of(row)]
        except KeyError:
            return False
        return self.area_of(row) in self.areas and self.period_of(row) in self.periods


class Plain:
    """Writes plain rows as the lines that the databases take."""

    def __init__(
        self, known: Known, learn: Callable[[Row], None], closely: Callable[[Row], list[str]]
    ) -> None:
        """`learn` looks up what a row names for the first time, `closely` reads one without a plain figure."""
        plan = known.plan
        self._known, self._learn, self._closely = known, learn, closely
        self._measures = list(zip(known.series, plan.measures, strict=True))
        self._area, self._period, self._series, self._group = (
            _column(columns)
            for columns in (plan.area, plan.period, plan.indicator, (plan.sex, *plan.groups, plan.age, plan.note))
        )  # fmt: skip
        self._groups: dict[Any, str] = {}

    def lines(self, numbers: Sequence[int], rows: list[Row]) -> Found:
        """Every figure of these rows; raises NotPlain."""
        if {*map(len, rows)} != {self._known.width}:
            raise NotPlain
        try:
            try:
                found = self._written(rows)
            except KeyError:
                self._learn_from(rows)
                found = self._written(rows)
        except ValueError:
            return self._apart(numbers, rows)
        text = "".join(found)
        if not text.isascii() or "_" in text or not text.isprintable():
            raise NotPlain  # Python reads these as numbers, the databases do not
        return [*numbers] * len(self._measures), found

    def _written(self, rows: list[Row]) -> list[str]:
        """The lines; raises KeyError where a row names something new, ValueError where a figure is no number."""
        known, found = self._known, []
        places = (
            list(map(known.areas.__getitem__, self._area(rows))),
            list(map(known.periods.__getitem__, self._period(rows))),
            list(map(self._groups.__getitem__, self._group(rows))),
        )
        indicators = [list(map(series.__getitem__, self._series(rows))) for series, _ in self._measures]
        for indicator, (_, measure) in zip(indicators, self._measures, strict=True):
            found += map(";".join, zip(indicator, *places, *_figures(rows, measure), strict=True))
        return found

    def _learn_from(self, rows: list[Row]) -> None:
        """Look up what these rows name for the first time; raises NotPlain where there is no such thing."""
        known, (series, _) = self._known, self._measures[0]
        said = zip(
            rows, self._area(rows), self._period(rows), self._series(rows), self._group(rows), strict=True
        )
        try:
            for row, area, period, one, group in said:
                if (
                    area in known.areas
                    and period in known.periods
                    and one in series
                    and group in self._groups
                ):
                    continue
                whole = [*row, ""]
                if not known.has(whole):
                    if not any(map(str.strip, whole)):
                        raise NotPlain
                    self._learn(whole)
                self._groups[group] = known.group(whole)
        except (BadRow, BadFile):
            raise NotPlain from None

    def _apart(self, numbers: Sequence[int], rows: list[Row]) -> Found:
        """The same where a row has no figure, or a sign in its place: such rows closely, the others as they are."""
        odd, plain = [], []
        for one in zip(numbers, rows, strict=True):
            (plain if self._has_figures(one[1]) else odd).append(one)
        if not odd:
            raise NotPlain  # another of its numbers is none
        whose, found = self.lines([n for n, _ in plain], [row for _, row in plain]) if plain else ([], [])
        for number, row in odd:
            try:
                lines = self._closely([*row, ""])
            except BadRow:
                raise NotPlain from None
            found += lines
            whose += [number] * len(lines)
        return whose, found

    def _has_figures(self, row: Row) -> bool:
        """Whether each of its values is a number."""
        try:
            for _, measure in self._measures:
                float(row[measure.value])
        except ValueError:
            return False
        return True


def _column(columns: tuple[int, ...]) -> Callable[[list[Row]], Iterable[Any]]:
    """Several columns of every row; an empty text for each row where a file has none of them."""
    there = [n for n in columns if n >= 0]
    return (lambda rows: map(itemgetter(*there), rows)) if there else (lambda rows: repeat("", len(rows)))


def _figures(rows: list[Row], measure: Measure) -> list[list[str]]:
    """Value, limits, count and denominator as they are written; raises NotPlain, or ValueError where one is no number."""
    texts = [
        list(map(itemgetter(at), rows)) if at >= 0 else [""] * len(rows)
        for at in (measure.value, measure.lower, measure.upper, measure.count, measure.denominator)
    ]
    values = list(map(float, texts[0]))
    lows, highs, counts, wholes = (list(map(float, filter(None, column))) for column in texts[1:])
    total = sum(map(sum, (values, lows, highs, counts, wholes)))
    if total - total != 0.0:  # not a number, or without end
        raise NotPlain
    if min(counts, default=0.0) < 0.0 or min(wholes, default=0.0) < 0.0:
        raise NotPlain
    if len(lows) == len(highs) == len(rows):
        in_order = all(map(le, lows, highs))
    else:
        pairs = zip(texts[1], texts[2], strict=True)
        in_order = all(float(low) <= float(high) for low, high in pairs if low and high)
    if not in_order:
        raise NotPlain
    return texts
