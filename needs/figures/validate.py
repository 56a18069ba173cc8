"""Every row of a file, judged as it goes by: a figure that can be kept, or a reason why not.

The one loop that every row of every file goes through, in constant memory. A figure comes out as
one line, `indicator;area;period;sex;category;age;mark;value;lower;upper;count;denominator`, which
both databases take as it is.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from needs.figures.faults import BadFile, BadRow
from needs.figures.heading import Reading
from needs.figures.headings import BYTE_ORDER_MARK
from needs.figures.library import Library
from needs.figures.plan import Measure
from needs.figures.texts import NOTHING, SIGNS

BLOCK = 20_000
"""Figures that are handed on at once."""
HOPELESS = 10_000
"""Rows after which a file of nothing but faults is given up."""
SEPARATOR = ";"
Block = tuple[list[int], list[str]]
"""The number of each figure's row, and the figures."""


@dataclass
class Verdict:
    """What was found out about a file while it was read."""

    rows: int = 0
    figures: int = 0
    rejected: int = 0
    reasons: Counter = field(default_factory=Counter)


class Validator:
    """Judges the rows of one file."""

    def __init__(
        self, reading: Reading, library: Library, reject: Callable[[int, str], None], *, whole: bool
    ) -> None:
        self.reading, self.plan, self.library = reading, reading.plan, library
        self.verdict, self._reject, self._whole = Verdict(), reject, whole
        self.late = 0
        self.width = len(reading.heading)
        self._heading = [name.strip() for name in reading.heading]
        self._areas: dict[Any, str] = {}
        self._periods: dict[Any, str] = {}
        self._sexes: dict[Any, str] = {}
        self._ages: dict[Any, str] = {}
        self._groups: dict[Any, str] = {}
        self._marks: dict[str, str] = {"": "0"}
        self._series: tuple[dict[Any, str], ...] = tuple({} for _ in self.plan.measures)
        self._get = {
            name: _getter(getattr(self.plan, name), self.width)
            for name in ("area", "indicator", "period", "groups")
        }

    def blocks(self) -> Iterator[Block]:  # noqa: C901, PLR0912 (one loop, unrolled: see below)
        """The figures that can be kept, in blocks; what cannot is told to `reject`."""
        # Names of this function's own are what makes it quick: every row goes through here.
        areas, periods, sexes, ages, groups, marks = (
            self._areas, self._periods, self._sexes, self._ages, self._groups, self._marks,
        )  # fmt: skip
        area_of, period_of, groups_of, series_of = (
            self._get["area"], self._get["period"], self._get["groups"], self._get["indicator"],
        )  # fmt: skip
        width, none = self.width, self.width
        sex_at, age_at, note_at = (
            n if n >= 0 else none for n in (self.plan.sex, self.plan.age, self.plan.note)
        )
        measures = tuple(
            (known, *(n if n >= 0 else none for n in (m.value, m.lower, m.upper, m.count, m.denominator)))
            for known, m in zip(self._series, self.plan.measures, strict=True)
        )
        verdict, numbers, lines = self.verdict, [], []
        for number, row in enumerate(self.reading.rows, self.reading.first):
            if len(row) != width and not self._fit(number, row):
                continue
            row.append("")
            while True:
                try:
                    where = (
                        f"{areas[area_of(row)]};{periods[period_of(row)]};{sexes[row[sex_at]]};"
                        f"{groups[groups_of(row)]};{ages[row[age_at]]};{marks[row[note_at]]}"
                    )
                    series = series_of(row)
                    found = []
                    for known, value_at, lower_at, upper_at, count_at, whole_at in measures:
                        indicator = known[series]
                        value, lower, upper, count, whole = (
                            row[value_at], row[lower_at], row[upper_at], row[count_at], row[whole_at],
                        )  # fmt: skip
                        figures = f"{value};{lower};{upper};{count};{whole}"
                        low = float(lower) if lower else 0.0
                        high = float(upper) if upper else low
                        counted = float(count) if count else 0.0
                        part_of = float(whole) if whole else 0.0
                        total = float(value) + low + high + counted + part_of
                        if (
                            low > high
                            or counted < 0.0
                            or part_of < 0.0
                            or total - total != 0.0  # not a number, or without end
                            or not figures.isascii()
                            or "_" in figures
                            or not figures.isprintable()
                        ):
                            raise ValueError
                        found.append(f"{indicator};{where};{figures}")
                except KeyError:
                    if self._learnt(number, row):
                        continue
                except ValueError:
                    found = self._slowly(number, row)
                    verdict.rows += 1
                    for line in found:
                        numbers.append(number)
                        lines.append(line)
                else:
                    verdict.rows += 1
                    for line in found:
                        numbers.append(number)
                        lines.append(line)
                break
            if len(lines) >= BLOCK:
                yield numbers, lines
                verdict.figures += len(lines)
                numbers, lines = [], []
        if lines:
            yield numbers, lines
            verdict.figures += len(lines)

    # What is not as it should be -----------------------------------------------------------

    def reject(self, number: int, reason: str) -> None:
        """Say why a row is not kept."""
        verdict = self.verdict
        verdict.rows += 1
        verdict.rejected += 1
        verdict.reasons[_sort(reason)] += 1
        self._reject(number, reason)
        if verdict.rejected == verdict.rows == HOPELESS:
            raise BadFile(
                f"None of the first {HOPELESS:,} rows can be kept. The first reason: {reason}. Is it the right file?"
            )

    def reject_later(self, number: int, reason: str) -> None:
        """Say of a row that seemed right why it is not kept after all."""
        self.late += 1
        self.verdict.rejected += 1
        self.verdict.reasons[_sort(reason)] += 1
        self._reject(number, reason)

    @property
    def indicators(self) -> list[int]:
        """The indicators seen so far."""
        return sorted({int(key) for known in self._series for key in known.values()})

    def _fit(self, number: int, row: list[str]) -> bool:
        """Make a row as wide as the heading; whether it can be read at all."""
        if not any(row):
            return False
        if len(row) > self.width:
            if any(cell.strip() for cell in row[self.width :]):
                self.reject(number, f"{len(row):,} columns where the heading has {self.width:,}")
                return False
            del row[self.width :]
            return True
        if len(row) <= self.plan.needed or (not self._whole and self._is_last(row)):
            self.reject(number, f"Cut short: {len(row):,} columns where the heading has {self.width:,}")
            return False
        row.extend([""] * (self.width - len(row)))
        return True

    def _is_last(self, row: list[str]) -> bool:
        """Whether a short row is the last of a file that does not end with a line break: cut off in the middle."""
        try:
            after = next(self.reading.rows)
        except StopIteration:
            return True
        from itertools import chain  # noqa: PLC0415 (once in a file, if ever)

        self.reading.rows = chain([after], self.reading.rows)
        return False

    def _learnt(self, number: int, row: list[str]) -> bool:
        """Look up what this row names for the first time; whether there is such a thing."""
        try:
            if not any(cell.strip() for cell in row):
                return False
            if [cell.strip(BYTE_ORDER_MARK + " ") for cell in row[: self.width]] == self._heading:
                raise BadRow("The heading once more")
            self._learn(row)
        except BadRow as fault:
            self.reject(number, str(fault))
            return False
        return True

    def _learn(self, row: list[str]) -> None:
        plan, library, none = self.plan, self.library, self.width
        self._areas[self._get["area"](row)] = str(library.area(plan.place(row)))
        self._periods[self._get["period"](row)] = str(plan.when(row))
        self._sexes[row[plan.sex if plan.sex >= 0 else none]] = (
            str(library.sex(row[plan.sex])) if plan.sex >= 0 else "0"
        )
        self._ages[row[plan.age if plan.age >= 0 else none]] = (
            str(library.age(row[plan.age])) if plan.age >= 0 else "0"
        )
        self._groups[self._get["groups"](row)] = str(library.groups(plan.broken_down(row)))
        if plan.note >= 0 and row[plan.note].strip():
            self._marks[row[plan.note]] = str(library.mark(row[plan.note].strip()[:300]))
        elif plan.note >= 0:
            self._marks[row[plan.note]] = "0"
        for known, measure in zip(self._series, plan.measures, strict=True):
            known[self._get["indicator"](row)] = str(library.indicator(plan.series(row, measure)))

    def _slowly(self, number: int, row: list[str]) -> list[str]:
        """A row whose figures need a closer look: signs for missing ones, separators, or faults."""
        plan = self.plan
        try:
            where = [
                self._areas[self._get["area"](row)], self._periods[self._get["period"](row)],
                self._sexes[row[plan.sex if plan.sex >= 0 else self.width]], self._groups[self._get["groups"](row)],
                self._ages[row[plan.age if plan.age >= 0 else self.width]],
            ]  # fmt: skip
            note = self._marks[row[plan.note if plan.note >= 0 else self.width]]
            return [
                ";".join([known[self._get["indicator"](row)], *where, *self._settled(row, measure, note)])
                for known, measure in zip(self._series, plan.measures, strict=True)
            ]
        except BadRow as fault:
            self.reject(number, str(fault))
            self.verdict.rows -= 1  # the loop counts it
            return []

    def _settled(self, row: list[str], measure: Measure, note: str) -> list[str]:
        """Mark, value, limits, count and denominator of one figure; raises BadRow."""
        found, sign = [], ""
        for label, at in (
            ("Value", measure.value), ("Lower limit", measure.lower), ("Upper limit", measure.upper),
            ("Count", measure.count), ("Denominator", measure.denominator),
        ):  # fmt: skip
            text = row[at].strip() if at >= 0 else ""
            number, missing = _number(label, text)
            found.append(number)
            if label == "Value" and not number:
                sign = missing or NOTHING
        value, lower, upper, count, whole = found
        if lower and upper and float(lower) > float(upper):
            raise BadRow(f"Confidence limits the wrong way round: {lower} is above {upper}")
        for label, text in (("Count", count), ("Denominator", whole)):
            if text and float(text) < 0:
                raise BadRow(f"{label} below nought: {text}")
        mark = note
        if sign and not (sign == NOTHING and note != "0"):
            mark = self._marks.setdefault(sign, "") or str(self.library.mark(sign))
            self._marks[sign] = mark
        return [mark, value, lower, upper, count, whole]


def _number(label: str, text: str) -> tuple[str, str]:
    """A number as the databases read it, or the sign that stands in its place; raises BadRow."""
    if not text:
        return "", ""
    sign = text.lower()
    if sign in SIGNS:
        return "", text
    plain = text.replace(",", "").replace("£", "").removesuffix("%").replace("−", "-").strip()
    try:
        number = float(plain)
    except ValueError:
        raise BadRow(f"{label} is not a number: “{text[:40]}”") from None
    if number - number != 0.0 or "_" in plain or not plain.isascii():
        raise BadRow(f"{label} is not a number: “{text[:40]}”")
    return repr(number), ""


def _sort(reason: str) -> str:
    """What sort of reason it is, to count by: what comes before the particular."""
    return reason.partition(":")[0].partition("“")[0].strip()


def _getter(columns: tuple[int, ...], none: int) -> Callable[[list[str]], Any]:
    """Several columns of a row at once; an empty text where there are none."""
    return itemgetter(*columns) if columns else itemgetter(none)
