"""Registers and files asked for in every odd way: always a page, never more than the trust's own, nothing that runs."""

import csv
import io
import zipfile

import pytest

from tests.factories.visitor import text_of
from tests.records.conftest import MARK, with_pages
from trusts.exports import harmless
from trusts.nouns import noun_of

KINDS = [noun.kind for noun in with_pages()]
JUNK = [
    "page=abc&per_page=0", "page=-1&per_page=-5", "page=0&per_page=x", "page=99999999999999999999999999", "sort=junk",
    "sort=-number&sort=title", "sort=created_by__password", "sort=-trust__audit_hash", "format=junk", "format=", "q=%00",
    "q=%27%3B--", "q=" + "x" * 60_000, "q=" + "9" * 5000, "q=%25_%5C", "q=%C2%B2", "state=junk", "state=%00", "outcomes=junk",
    "localities=abc", "localities=" + "9" * 40, "provider=-1", "officer=%F0%9F%98%80", "trust=1", "state__ne=draft",
    "&&&==", "%FF%FE=%FF",
]  # fmt: skip


@pytest.mark.parametrize("query", JUNK, ids=lambda query: query[:24])
def test_a_register_answers_whatever_is_asked(query, world):
    client = world.client()
    for kind in KINDS[JUNK.index(query) % 3 :: 3]:  # each kind meets a third of it
        page = client.get(f"{world.url('records', kind)}?{query}")
        assert page.status_code == 200, kind
        assert MARK not in page.content.decode()


def test_nobody_asks_for_a_longer_page_than_fifty(world):
    for number in range(55):
        world.made.make("evidence", title=f"Piece {number}")
    page = world.client().get(world.url("records", "evidence"), {"per_page": "100000"})
    assert page.content.decode().count("/records/evidence/") < 120


@pytest.mark.parametrize("address", ["items", "exercises", "audit"])
def test_the_other_lists_answer_whatever_is_asked(address, world):
    for query in [*JUNK, "before=abc", "before=%C2%B2", "before=" + "9" * 5000, "since=junk"]:
        if len(query) < 6000:
            assert world.client("observer").get(f"{world.url(address)}?{query}").status_code == 200, query


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_holds_the_trusts_own_records_and_no_formula(kind, world):
    formula = "=cmd|' /C calc'!A0"
    record = world.records[kind]
    texts = ["title"] + [
        c.value for c in noun_of(kind).columns if record.has(c.value) and not _coded(record, c.value)
    ]
    type(record).objects.filter(pk=record.pk).update(**dict.fromkeys(texts, formula))
    for shape in ("csv", "xlsx"):
        file = world.client().get(world.url("records", kind), {"format": shape})
        content = b"".join(file.streaming_content) if file.streaming else file.content
        cells = _cells(shape, content)
        assert (f"'{formula}" if shape == "csv" else formula) in cells, shape
        live = [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]
        assert shape == "xlsx" or not live  # in a workbook a text is a text by its type
        assert MARK not in " ".join(map(str, cells))
        assert b"<f>" not in _raw(shape, content)


def _coded(record, name):
    field = record._meta.get_field(name)
    return field.is_relation or field.choices or name == "sort" or field.get_internal_type() != "CharField"


def _cells(shape, content):
    if shape == "csv":
        return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    import re  # noqa: PLC0415
    from html import unescape  # noqa: PLC0415

    return [
        unescape(text) for text in re.findall(r"<t[^>]*>(.*?)</t>", _raw(shape, content).decode(), re.DOTALL)
    ]


def _raw(shape, content):
    if shape == "csv":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(
            book.read(name) for name in book.namelist() if "sheet1" in name or "sharedStrings" in name
        )


@pytest.mark.parametrize(
    "lead", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_what_a_spreadsheet_would_run_is_made_harmless(lead):
    assert harmless(f"{lead}1+1") == f"'{lead}1+1"
    assert harmless("1-1") == "1-1"


def test_a_search_finds_only_the_own_trust(world):
    for kind in KINDS:
        page = text_of(world.client().get(world.url("records", kind), {"q": MARK}))
        assert f"{MARK} {kind}" not in page
