"""All pages of a trust, or of two, about one indicator: what they show of every count, and what they hide.

Everything a page, a file, a picture and a piece of evidence shows is an answer, so answers are what is read;
`tests/needs/answers/test_answer_pages.py` shows that files and pictures say the same.
"""

from collections.abc import Iterator, Sequence

from needs.answers.answer import Answer, Cell, Line
from needs.answers.asking import Asking
from needs.answers.profile import profile
from needs.answers.questions import QUESTIONS, answer
from needs.data_page import Line as Listed
from needs.data_page import compared, lines
from needs.models import Area, Indicator
from tests.factories.figures import DURHAM, ENGLAND, GATESHEAD, NORTH_EAST, area
from tests.needs.answers.puzzle import BREAKDOWNS, EVERYBODY, Setting
from tests.needs.answers.puzzle import Cell as Place
from trusts.models import Trust

MARKS = ("c", "*")
TINY = 1e-9
NAMED = {"Gateshead": GATESHEAD, "North East": NORTH_EAST, "England": ENGLAND}
Told = Iterator[tuple[Place, Cell]]


class Contradiction(AssertionError):
    """Pages that do not agree."""


class Pages:
    """Every page, read once."""

    def __init__(self, setting: Setting, indicator: Indicator) -> None:
        self.indicator = indicator
        self.shown: dict[Place, float] = {}
        self.hidden: set[Place] = set()
        self.answers: list[Answer] = []
        self._read(setting.trust, GATESHEAD, setting.places)
        if setting.beside:
            self._read(setting.beside, DURHAM, ())

    def _read(self, trust: Trust, own: str, inside: Sequence[str]) -> None:
        """Every page of one trust."""
        places = {one.code: one for one in Area.objects.filter(trust=trust, code__in=inside)}
        places[own] = area(own)
        for code, place in places.items():
            self._ask(trust, code, place)
        for code in (own, *inside[:1]):
            self._look_up(trust, code, places[code])
        everywhere = [*places.values(), area(GATESHEAD), area(DURHAM), area(NORTH_EAST), area(ENGLAND)]
        for where, listed in compared(trust, self.indicator, everywhere):
            self._listed(where.code, listed)

    def _met(self, place: Place, cell: Cell) -> None:
        """Remember what a cell shows."""
        if cell.text in MARKS:
            self.hidden.add(place)
        if cell.number is not None and abs(self.shown.setdefault(place, cell.number) - cell.number) > TINY:
            raise Contradiction(f"{place} differs between pages")

    def _ask(self, trust: Trust, code: str, place: Area) -> None:
        """All questions about a place."""
        asking = Asking.of(trust, self.indicator, area=str(place.pk))
        for question in QUESTIONS:
            for by in BREAKDOWNS if question == "two-way" else ("",):
                asking.by = f"{by}|"
                one = answer(asking, question)
                self.answers.append(one)
                names = [heading.text.split(" (")[0] for heading in one.headings]
                for line in one.lines:
                    for where, cell in told(question, code, names, line):
                        self._met(where, cell)

    def _look_up(self, trust: Trust, code: str, place: Area) -> None:
        """The profile of a place, and the list of indicators for it."""
        one = profile(trust, area=str(place.pk))
        self.answers.append(one)
        for line in (line for line in one.lines if line.key == str(self.indicator.pk)):
            for at, where in ((2, code), (4, ENGLAND), (5, NORTH_EAST)):
                self._met((where, EVERYBODY), line.cells[at])
        for listed in lines(trust, [self.indicator], place):
            self._listed(code, listed)

    def _listed(self, code: str, listed: Listed) -> None:
        if listed.seen:
            self._met(
                (code, EVERYBODY), Cell(listed.seen.mark if listed.seen.hidden else "", listed.seen.value)
            )

    def loose_numbers(self) -> set[float]:
        """Values in pictures that stand in no table; gaps of a profile are worked out from the values of its rows."""
        there = {round(value, 6) for value in self.shown.values()}
        cells = (cell for one in self.answers for line in one.lines for cell in line.cells)
        there |= {round(cell.number, 6) for cell in cells if cell.number is not None}
        drawn = [
            picture for one in self.answers if one.question != "profile" for picture in (one.chart, one.map)
        ]
        values = (row.get("value") for picture in drawn for row in rows_of(picture))
        return {value for value in values if isinstance(value, int | float) and round(value, 6) not in there}


def told(question: str, code: str, names: Sequence[str], line: Line) -> Told:
    """What a row of an answer tells of which cells."""
    cells = line.cells
    if question == "time":
        yield from _over_time(code, names, line)
    elif question == "groups":
        dimension, _, name = line.key.replace("||", "|").partition("|")
        yield from _valued((code, (dimension, name)), cells[2], cells[4], cells[3])
    elif question == "two-way":
        keys = {key[1]: key for group in BREAKDOWNS.values() for key in group} | {"Everybody": EVERYBODY}
        for name, cell in zip(names, cells, strict=True):
            if name in keys:
                yield (line.key, keys[name]), cell
    else:
        yield from _valued((line.key, EVERYBODY), cells[2], cells[4], cells[3], cells[5])


def _over_time(code: str, names: Sequence[str], line: Line) -> Told:
    """A row of a period, with those the place is a part of."""
    if not line.key.startswith("forecast"):
        yield from _valued((code, EVERYBODY), line.cells[1], line.cells[3], line.cells[2])
        for name, cell in zip(names[4:], line.cells[4:], strict=True):
            if name in NAMED:
                yield (NAMED[name], EVERYBODY), cell


def _valued(place: Place, value: Cell, count: Cell, *others: Cell) -> Told:
    """A value with its number of people; neither that nor interval nor gap stands without it."""
    if value.number is None and any(cell.text not in (*MARKS, "–") for cell in (count, *others)):
        raise Contradiction(f"the value of {place} is hidden, what belongs to it is not")
    yield place, value
    yield place, Cell(count.text if count.text in MARKS else "")


def rows_of(drawn: object) -> Iterator[dict]:
    """Every row of data in a picture."""
    if isinstance(drawn, dict):
        if isinstance(drawn.get("values"), list):
            yield from (row for row in drawn["values"] if isinstance(row, dict))
        for inner in drawn.values():
            yield from rows_of(inner)
    elif isinstance(drawn, list):
        for inner in drawn:
            yield from rows_of(inner)
