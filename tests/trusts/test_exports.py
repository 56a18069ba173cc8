"""What is listed can be taken away as a file, and no spreadsheet finds anything in it to run."""

import csv
import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories.exercise import ExerciseFactory
from tests.factories.sandover import sandover
from tests.factories.visitor import visitor
from trusts.exports import as_csv, as_xlsx, harmless

FORMULAS = [
    "=1+1",
    '=HYPERLINK("https://example.org","Click")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
]
HARMLESS = ["Swings", "a=b", "1 + 1", "", "£5", "“quoted”, and, commas", "two\nlines", "🐟", "שלום"]


def rows_of(response) -> list[list[str]]:
    """A CSV answer as a spreadsheet reads it."""
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def parts_of(response) -> dict[str, str]:
    """The parts of a workbook, by name."""
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as book:
        return {name: book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml")}


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_only_text_in_a_csv_file(text):
    [[cell]] = rows_of(as_csv([[text]], name="list"))

    assert cell == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_left_as_it_is(text):
    [[cell]] = rows_of(as_csv([[text]], name="list"))

    assert cell == text


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_only_text_in_a_workbook(text):
    sheet = parts_of(as_xlsx([["Title"], [text]], name="list"))["xl/worksheets/sheet1.xml"]

    assert "<f>" not in sheet
    assert re.search(r'<c r="A2"[^>]* t="(inlineStr|s)"', sheet)


def test_a_link_in_a_text_is_not_made_a_link_in_a_workbook():
    book = parts_of(as_xlsx([["https://example.org"]], name="list"))

    assert "hyperlink" not in book["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (-5, -5), (-1.5, -1.5), (date(2026, 1, 2), date(2026, 1, 2))]
)
def test_numbers_and_dates_stay_what_they_are(value, cell):
    assert harmless(value) == cell


def test_a_csv_file_says_that_it_is_utf_8_so_that_excel_reads_its_letters():
    answer = as_csv([["Zoë"]], name="list")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"] == 'attachment; filename="list.csv"'


def test_what_is_listed_is_what_is_exported(db):
    made = sandover()
    ExerciseFactory(owner=made.body(), title="=Swings", value=Decimal("1234.50"), officer=made.officer)
    ExerciseFactory(owner=made.body(), title="Slides", state="closed")

    answer = visitor(made.officer).get(
        reverse("exercises", args=["sandover"]), {"format": "csv", "stands": "running"}
    )
    heading, row = rows_of(answer)

    assert answer["Content-Disposition"] == 'attachment; filename="sandover-exercises.csv"'
    told = dict(zip(heading, row, strict=True))
    assert (told["Title"], told["State"], told["Stands at"]) == ("'=Swings", "Running", "1. Think")
    assert (told["Owner"], told["Officer"], told["Value (£)"]) == (
        "Sandover Group",
        made.officer.name,
        "1234.5",
    )


def test_a_workbook_holds_the_same(db):
    made = sandover()
    ExerciseFactory(owner=made.body(), title="=Swings")

    answer = visitor(made.officer).get(reverse("exercises", args=["sandover"]), {"format": "xlsx"})
    sheet = parts_of(answer)["xl/worksheets/sheet1.xml"]

    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "=Swings" in sheet or "=Swings" in parts_of(answer).get("xl/sharedStrings.xml", "")
    assert "<f>" not in sheet


def test_a_stranger_takes_nothing_away(db):
    made = sandover()

    assert (
        visitor(made.stranger).get(reverse("exercises", args=["sandover"]), {"format": "csv"}).status_code
        == 404
    )
