"""Page, file, picture, paper and evidence say what the answer says, no more: what it hides is in none of them (MED-112)."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from django.urls import reverse

from needs.answers.answer import Answer
from needs.answers.profile import profile
from needs.answers.questions import QUESTIONS, ask
from needs.figures import snapshots
from needs.models import Area, Evidence, Indicator
from tests.factories.figures import (
    DURHAM,
    ENGLAND,
    GATESHEAD,
    NORTH_EAST,
    area,
    category,
    figure,
    figures,
    indicator,
    place_of,
)
from tests.factories.sandover import Sandover, sandover
from tests.factories.visitor import form_of, visitor
from tests.needs.answers.puzzle import HARTLEPOOL

pytestmark = [pytest.mark.django_db, pytest.mark.rule("MED-112")]

KINDS = ("page", "csv", "xlsx", "docx", "pdf", "svg")
SHOWN = {GATESHEAD: (400, 40_000), NORTH_EAST: (614, 51_226), ENGLAND: (84_000, 12_000_000)}
HIDDEN = {DURHAM: (3, 1_253), HARTLEPOOL: (211, 9_973)}
SEXES = {"Female": (3, 19_987), "Male": (397, 20_013)}
LOCALITIES = (2, 1_013), (398, 38_987)
INSIDE = {"Female": ((1, 509), (2, 19_478)), "Male": ((1, 504), (396, 19_509))}
"""The sexes of each locality."""
RATE = 10_000
DISTINCT = 8
"""Smaller numbers stand anywhere."""


@pytest.fixture
def made(db) -> Sandover:
    """A trust whose region, groups and localities have something to hide each."""
    made = sandover()
    place_of(made.trust)
    one = indicator()
    for year in ("2022", "2023", "2024"):
        figures(one, year, {
            code: (count / people * RATE, count, people) for code, (count, people) in (SHOWN | HIDDEN).items()
        })  # fmt: skip
    for name, told in SEXES.items():
        put(one, area(GATESHEAD), told, sex=category("sex", name))
    for number, locality in enumerate(made.trust.localities.order_by("name")):
        said = {"trust": made.trust, "code": locality.code, "name": locality.name, "kind": "locality"}
        place = Area.objects.create(**said, locality=locality)
        put(one, place, LOCALITIES[number])
        for name, told in INSIDE.items():
            put(one, place, told[number], sex=category("sex", name))
    snapshots.refresh([one.pk])
    return made


def put(of: Indicator, where: Area, told: tuple[int, int], **group: Any) -> None:
    """One figure of 2024: how many of how many people."""
    count, people = told
    figure(of, where, "2024", value=count / people * RATE, count=count, denominator=people, **group)


def secrets() -> set[float]:
    """What is hidden, as it could stand anywhere: rates, populations and gaps; a count of three could be any three."""
    told = set()
    for count, people in [*HIDDEN.values(), *SEXES.values(), *LOCALITIES, *INSIDE["Female"], *INSIDE["Male"]]:
        rate = count / people * RATE
        told |= {float(people), rate, abs(rate - 100), abs(rate - 70)}
    return {one for one in told if one > DISTINCT}


def given_away(said: str) -> list[tuple[str, float]]:
    """The numbers in a text that are one of the secrets, rounded as they are."""
    found = []
    for whole, rest in set(re.findall(r"(\d[\d,]*)((?:\.\d+)?)", said)):
        number = float(whole.replace(",", "") + rest)
        places = max(len(rest) - 1, 0)
        found += [
            (whole + rest, one) for one in secrets() if (round(one, places) if places else one) == number
        ]
    return found


def answer_to(made: Sandover, question: str) -> Answer:
    """The answer itself."""
    return (
        profile(made.trust) if question == "profile" else ask(made.trust, Indicator.objects.get(), question)
    )


def address(question: str) -> str:
    """Where it is asked."""
    named = {} if question == "profile" else {"number": Indicator.objects.get().pk, "question": question}
    return reverse("profile" if question == "profile" else "answer", args=["sandover", *named.values()])


def in_rows(content: bytes, kind: str) -> list[list[str]]:
    """The tables of a file or a page, row by row."""
    if kind == "csv":
        return [*csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
        return [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    if kind == "docx":
        tables = docx.Document(io.BytesIO(content)).tables
        return [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    found = re.findall(r"<tr.*?</tr>", content.decode(), re.DOTALL)
    return [[plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in found]


def plain(markup: str) -> str:
    """Words without their tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def bare(cell: object) -> object:
    """What a cell holds: a number however it is written, or words."""
    try:
        return round(float(str(cell).lstrip("'").replace(",", "")), 9)
    except ValueError:
        return str(cell)


def words(content: bytes, kind: str) -> str:
    """All that a form says to those who see it and to those who do not."""
    if kind == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if kind == "docx":
        paper = docx.Document(io.BytesIO(content))
        drawn = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
        return "\n".join([*(one.text for one in paper.paragraphs), *drawn, *map(str, in_rows(content, kind))])
    if kind == "xlsx":
        return str(in_rows(content, kind))
    text = content.decode("utf-8-sig")
    if kind == "csv":
        return text
    aside = re.findall(r'(?:alt|aria-label|title|content)="([^"]*)"', text)
    return "\n".join(
        [plain(re.sub(r"<(style|script).*?</\1>", " ", text, flags=re.DOTALL)), *map(unescape, aside)]
    )


def forms(made: Sandover, question: str) -> Iterator[tuple[str, bytes]]:
    """An answer in every form it comes in, as a browser gets it, and once more as evidence."""
    officer, where = visitor(made.officer), address(question)
    yield "page", officer.get(where).content
    for kind in KINDS[1:]:
        if answer_to(made, question).comes_as(kind):
            yield kind, b"".join(officer.get(f"{where}?format={kind}"))
    officer.post(f"{where}use/", form_of(officer, where))
    kept = Evidence.objects.get()
    yield "page", officer.get(kept.get_absolute_url()).content
    for kind in KINDS[1:]:
        reply = officer.get(reverse("exhibit", args=["sandover", kept.number, kind]))
        if reply.status_code == 200:
            yield kind, b"".join(reply)


@pytest.mark.parametrize("question", [*QUESTIONS, "profile"])
def test_every_form_of_an_answer_says_the_same_and_nothing_that_it_hides(made, question):
    answer = answer_to(made, question)
    met = set()
    for kind, content in forms(made, question):
        met.add(kind)
        said = words(content, kind)
        assert answer.said in said.replace("\n", " ") or kind in ("csv", "xlsx", "pdf", "svg")
        assert not given_away(said), kind
        if kind in ("page", "docx", "csv", "xlsx"):
            shown = [[*map(bare, row)] for row in in_rows(content, kind)]
            is_file = kind in ("csv", "xlsx")
            rows = [
                [bare(cell.for_file if is_file else cell.text) for cell in line.cells]
                for line in answer.lines
            ]
            assert [row for row in rows if row not in shown] == []
        elif kind == "pdf":
            told = "".join(said.split())
            rows = ["".join("".join(cell.text.split()) for cell in line.cells) for line in answer.lines]
            assert [row for row in rows if row not in told] == []
    assert met >= {"page", "csv", "xlsx", "docx", "pdf"}


@pytest.mark.parametrize(
    ("question", "hidden"), [("region", {DURHAM, HARTLEPOOL}), ("groups", {"Female", "Male"})]
)
def test_there_is_something_to_hide(made, question, hidden):
    lines = answer_to(made, question).lines
    assert {
        name for name in hidden for line in lines if name in line.key and line.cells[2].text == "c"
    } == hidden
