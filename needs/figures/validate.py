"""Every row of a file, judged as it goes by: a figure that can be kept, or a reason why not.

The one loop that every row of every file goes through, in constant memory. A figure comes out as
one line, `indicator;area;period;sex;category;age;mark;value;lower;upper;count;denominator`, which
both databases take as it is.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from needs.figures.faults import BadFile, BadRow
from needs.figures.heading import Reading
from needs.figures.headings import BYTE_ORDER_MARK
from needs.figures.library import Library
from needs.figures.plain import Known, NotPlain, Plain
from needs.figures.plan import Measure
from needs.figures.texts import NOTHING, SIGNS

AT_ONCE, FEW = 128, 4
"""Rows that are judged at once where they are plain; so few that it is not worth trying."""
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
        self._known = Known(self.plan, self.width)
        self._plain = Plain(self._known, self._learn, self._closely)
        self._last = reading.first - 1
        self._numbers: list[int] = []
        self._lines: list[str] = []

    def blocks(self) -> Iterator[Block]:
        """The figures that can be kept, in blocks; what cannot is told to `reject`."""
        while self._read_some():
            if len(self._lines) >= BLOCK:
                yield self._block()
        if self._lines:
            yield self._block()

    def _block(self) -> Block:
        block = self._numbers, self._lines
        self.verdict.figures += len(self._lines)
        self._numbers, self._lines = [], []
        return block

    def _read_some(self) -> bool:
        """Read the next rows and judge them; whether there were any."""
        rows: list[list[str]] = []
        first = self._last + 1
        try:
            rows.extend(islice(self.reading.rows, AT_ONCE))
        finally:  # where the file cannot be read on, what stands before is judged all the same
            self._last += len(rows)
            self._judge(first, rows)
        return bool(rows)

    def _judge(self, first: int, rows: list[list[str]]) -> None:
        """Judge rows: as many at once as are plain, the others one by one, all in their order."""
        if len(rows) <= FEW:
            for number, row in enumerate(rows, first):
                self._judge_one(number, row)
            return
        try:
            numbers, lines = self._plain.lines(range(first, first + len(rows)), rows)
        except NotPlain:
            half = len(rows) // 2
            self._judge(first, rows[:half])
            self._judge(first + half, rows[half:])
        else:
            self.verdict.rows += len(rows)
            self._numbers += numbers
            self._lines += lines

    def _judge_one(self, number: int, row: list[str]) -> None:
        """Judge one row, whatever is in it."""
        if len(row) != self.width and not self._fit(number, row):
            return
        row.append("")
        try:
            if not self._known.has(row):
                if not any(cell.strip() for cell in row):
                    return
                self._learn(row)
            lines = self._closely(row)
        except BadRow as fault:
            self.reject(number, str(fault))
            return
        self.verdict.rows += 1
        self._lines += lines
        self._numbers += [number] * len(lines)

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
        return sorted({int(key) for series in self._known.series for key in series.values()})

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
        if len(row) <= self.plan.needed or (not self._whole and self._is_last(number)):
            self.reject(number, f"Cut short: {len(row):,} columns where the heading has {self.width:,}")
            return False
        row.extend([""] * (self.width - len(row)))
        return True

    def _is_last(self, number: int) -> bool:
        """Whether a short row is the last of a file that does not end with a line break: cut off in the middle."""
        if number < self._last:
            return False
        after = list(islice(self.reading.rows, 1))
        self.reading.rows = chain(after, self.reading.rows)
        return not after

    def _learn(self, row: list[str]) -> None:
        """Look up what a row names for the first time; raises BadRow where there is no such thing."""
        plan, library, known = self.plan, self.library, self._known
        if all(
            cell.strip(BYTE_ORDER_MARK + " ") == name for cell, name in zip(row, self._heading, strict=False)
        ):
            raise BadRow("The heading once more")
        known.areas[known.area_of(row)] = str(library.area(plan.place(row)))
        known.periods[known.period_of(row)] = str(plan.when(row))
        known.sexes[row[known.sex_at]] = str(library.sex(row[plan.sex])) if plan.sex >= 0 else "0"
        known.ages[row[known.age_at]] = str(library.age(row[plan.age])) if plan.age >= 0 else "0"
        known.groups[known.groups_of(row)] = str(library.groups(plan.broken_down(row)))
        if plan.note >= 0:
            note = row[plan.note].strip()
            known.marks[row[plan.note]] = str(library.mark(note[:300])) if note else "0"
        said = known.series_of(row)
        for series, measure in zip(known.series, plan.measures, strict=True):
            if said not in series:
                series[said] = str(library.indicator(plan.series(row, measure)))

    def _closely(self, row: list[str]) -> list[str]:
        """The figures of a row, signs for missing ones and separators seen to; raises KeyError or BadRow."""
        known = self._known
        head = f"{known.areas[known.area_of(row)]};{known.periods[known.period_of(row)]};{known.group(row)}"
        where, _, note = head.rpartition(SEPARATOR)
        return [
            SEPARATOR.join([series[known.series_of(row)], where, *self._settled(row, measure, note)])
            for series, measure in zip(known.series, self.plan.measures, strict=True)
        ]

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
            marks = self._known.marks
            mark = marks[sign] = marks.get(sign) or str(self.library.mark(sign))
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
