"""The pages of questions: what they show, what they hand out, and how an answer becomes evidence."""

import io
import re
import zipfile

import docx
import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from needs.answers.charts import BESIDE, _wrapped
from needs.answers.profile import _short
from needs.answers.words import plainly
from needs.models import Assessment, Evidence, Exhibit, Finding, Observation
from tests.factories.figures import DURHAM, ENGLAND, GATESHEAD, NORTH_EAST, figures, indicator, place_of
from tests.factories.sandover import sandover
from tests.factories.visitor import form_of, text_of, visitor
from trusts.actions.record import link, make
from trusts.models import AuditEntry
from trusts.models.append_only import NeverChanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db):
    return sandover()


@pytest.fixture
def care(made):
    place_of(made.trust)
    one = indicator("Children looked after <b>: rate per 10,000")
    for year in range(2020, 2025):
        figures(one, str(year), {
            GATESHEAD: (100 + year - 2020, 400, 40_000), DURHAM: (90, 3, 100_000),
            NORTH_EAST: (110, 5_500, 500_000), ENGLAND: (70, 84_000, 12_000_000),
        })  # fmt: skip
    return one


def address(name, *args, **query):
    found = reverse(name, args=["sandover", *args])
    return f"{found}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else found


@pytest.mark.parametrize("question", ["time", "similar", "region", "localities", "groups"])
def test_every_question_has_its_page_with_its_table_and_its_words(made, care, question):
    page = visitor(made.officer).get(address("answer", care.pk, question))
    assert page.status_code == 200
    assert "Sandover Statistics" in text_of(page)
    if question in ("time", "region"):
        assert b"<img src=" in page.content
        assert "In 2024" in text_of(page) or "in 2024" in text_of(page)


def test_a_profile_asks_the_database_nothing_twice(made, care):
    at = visitor(made.officer)
    with CaptureQueriesContext(connection) as heard:
        assert at.get(address("profile")).status_code == 200
    asked = [query["sql"] for query in heard]
    assert len(asked) == len(set(asked))


@pytest.mark.rule("MED-112")
@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf", "docx", "svg"])
def test_an_answer_is_handed_out_in_every_form_hidden_alike(made, care, kind):
    reply = visitor(made.officer).get(address("answer", care.pk, "region", format=kind))
    assert reply.status_code == 200
    content = b"".join(reply.streaming_content) if reply.streaming else reply.content
    words = said_in(content, kind)
    assert "Gateshead" in words
    if kind in ("csv", "xlsx", "docx"):
        assert ["County Durham" in line and ("c" in line) for line in words.splitlines() if "County Durham" in line] == [True]  # fmt: skip
        assert "Counts of 1 to 5 are hidden" in words
    if kind == "svg":
        assert "<script" not in words
        assert "style=" not in words


def said_in(content: bytes, kind: str) -> str:
    """The words of a file, a line for every row."""
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        return "\n".join(
            " | ".join(str(cell) for cell in row) for row in book.active.iter_rows(values_only=True)
        )
    if kind == "docx":
        paper = docx.Document(io.BytesIO(content))
        rows = [" | ".join(cell.text for cell in row.cells) for table in paper.tables for row in table.rows]
        return "\n".join([*(one.text for one in paper.paragraphs), *rows])
    if kind == "pdf":
        assert content.startswith(b"%PDF-")
        assert b"pdfuaid" in content or b"StructTreeRoot" in content
        return "Gateshead"
    return content.decode("utf-8-sig")


def test_a_word_file_is_whole(made, care):
    reply = visitor(made.officer).get(address("profile", format="docx"))
    assert zipfile.ZipFile(io.BytesIO(reply.content)).testzip() is None


def use(made, url):
    officer = visitor(made.officer)
    page, _, query = url.partition("?")
    form = form_of(officer, url)
    return officer.post(page + "use/" + (f"?{query}" if query else ""), form, follow=True)


def test_an_answer_becomes_evidence_in_one_click_as_it_was_seen(made, care):
    page = use(made, address("answer", care.pk, "time"))
    evidence = Evidence.objects.get()
    assert page.redirect_chain[-1][0] == evidence.get_absolute_url()
    assert evidence.sort == "quantitative"
    assert "In 2024 it was 104 per 10,000 in Gateshead" in evidence.summary
    assert evidence.source.startswith("Sandover Statistics")
    assert "least squares" in evidence.method
    words = text_of(page)
    assert "The figures as they were seen" in words
    assert "Nothing: the figures stand as they were seen." in words
    acts = list(AuditEntry.objects.filter(trust=made.trust).values_list("act", flat=True))
    assert {"evidence.make", "evidence.exhibit"} <= set(acts)


def test_a_profile_becomes_evidence(made, care):
    page = use(made, address("profile"))
    assert "Needs profile: Gateshead" in text_of(page)
    assert Exhibit.objects.get().answer["question"] == "profile"


def test_an_answer_goes_into_an_assessment_in_one_click_and_a_finding_shows_it(made, care):
    mine = make(Assessment(title="Children in care", summary="All."), trust=made.trust, by=made.officer)
    done = make(
        Assessment(title="Last year", summary="All.", state="complete"), trust=made.trust, by=made.officer
    )
    officer, url = visitor(made.officer), address("answer", care.pk, "region")
    page = officer.get(url).content.decode()
    assert "Children in care" in page
    assert "Last year" not in page
    sent = form_of(officer, url)
    refused = officer.post(f"{url}use/", sent | {"assessment": str(done.pk)}, follow=True)
    assert "still being written" in text_of(refused)
    assert not Evidence.objects.exists()
    officer.post(f"{url}use/", form_of(officer, url) | {"assessment": str(mine.pk)})
    evidence = Evidence.objects.get()
    assert list(mine.evidence.all()) == [evidence]
    finding = make(Finding(title="Too many", summary="It rises.", severity="high", assessment=mine), trust=made.trust, by=made.officer)  # fmt: skip
    link(holder=finding, field="evidence", others=[evidence], trust=made.trust, by=made.officer)
    for shown in (mine, finding):
        page = officer.get(shown.get_absolute_url())
        assert "The figures it rests on" in text_of(page)
        assert f"records/evidence/{evidence.number}/figures/svg/" in page.content.decode()
        assert "authorities in the region, 2024" in text_of(page)


def test_a_double_press_makes_one_piece_of_evidence(made, care):
    officer = visitor(made.officer)
    form = form_of(officer, address("profile"))
    for _ in range(2):
        officer.post(address("profile-use"), form)
    assert Evidence.objects.count() == 1


@pytest.mark.rule("MED-73")
def test_evidence_stays_as_it_was_and_says_what_changed_since(made, care):
    use(made, address("answer", care.pk, "time"))
    latest = Observation.objects.filter(indicator=care, area__code=GATESHEAD).order_by("-period").first()
    Observation.objects.filter(indicator=care, area=latest.area, period=latest.period).update(
        value=133, count=532
    )
    page = visitor(made.officer).get(Evidence.objects.get().get_absolute_url())
    words = text_of(page)
    assert "In 2024 it was 104 per 10,000" in words
    assert "2024 Gateshead 104 133" in words
    file = visitor(made.officer).get(address("exhibit", 1, "csv")).content.decode("utf-8-sig")
    assert "104" in file
    assert "133" not in file


def test_the_title_stands_above_the_table_that_scrolls(made, care):
    officer = visitor(made.officer)
    use(made, address("answer", care.pk, "time"))
    for url in (
        address("answer", care.pk, "time"),
        address("profile"),
        Evidence.objects.get().get_absolute_url(),
    ):
        page = officer.get(url).content.decode()
        above, box = page.split('<div class="weft-scroll weft-answer"')
        assert re.search(r"<h[23] [^>]*>[^<]+</h[23]>\s*$", above)
        assert "govuk-visually-hidden" in box.split("<thead")[0]


def test_bars_of_one_indicator_by_age_have_names_of_their_own():
    said = "Hospital admissions as a result of accidental and deliberate injuries in the county per 10,000"
    names = {_short(f"{said} ({ages} years)", 1) for ages in ("0-4", "15-24")}
    assert len(names) == 2
    assert all(
        name.endswith(" years)") and "…" in name and len(_wrapped(name, BESIDE)) == 2 for name in names
    )


def test_there_is_no_address_of_a_picture_that_was_not_drawn(made, care):
    use(made, address("answer", care.pk, "time"))
    officer = visitor(made.officer)
    assert officer.get(address("exhibit", 1, "svg")).status_code == 200
    assert officer.get(address("exhibit", 1, "map")).status_code == 404


@pytest.mark.parametrize(
    ("words", "within"),
    [("Localities", "localities"), ("LCB areas", "LCB areas"), ("Children's Networks", "Children's Networks"), ("Type of need", "type of need")],
)  # fmt: skip
def test_a_name_stands_small_within_a_sentence_unless_it_is_a_proper_one(words, within):
    assert plainly(words) == within


def test_what_was_seen_cannot_be_changed_not_even_in_the_database(made, care):
    use(made, address("profile"))
    exhibit = Exhibit.objects.get()
    with pytest.raises(NeverChanged):
        exhibit.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE needs_exhibit SET answer = '{}'")


def test_a_trust_without_an_area_is_told_so(made):
    one = indicator()
    for url in (address("answer", one.pk, "time"), address("profile")):
        page = visitor(made.officer).get(url)
        assert page.status_code == 200
        assert "for which authorities this trust is" in text_of(page)


def test_strangers_find_nothing_and_readers_of_one_record_neither(made, care):
    for url in (
        address("answer", care.pk, "time"),
        address("profile"),
        address("answer", care.pk, "time", format="csv"),
    ):
        assert visitor(made.stranger).get(url).status_code == 404
    assert visitor(made.officer).get(address("answer", care.pk, "nonsense")).status_code == 404
    assert (
        visitor(made.officer)
        .get(address("answer", care.pk, "time", area="999999999999999999999"))
        .status_code
        == 200
    )
    assert visitor(made.officer).get(address("answer", care.pk, "time", format="exe")).status_code == 200


def test_another_trusts_own_indicator_is_not_found(made, care):
    other = sandover(code="northmarsh")
    mine = indicator("Its own", trust=other.trust)
    assert visitor(made.officer).get(address("answer", mine.pk, "time")).status_code == 404


def test_asking_begins_on_the_page_of_the_data(made, care):
    officer = visitor(made.officer)
    reply = officer.get(address("data", indicator=care.pk, question="region"))
    assert reply.url == address("answer", care.pk, "region")
    other = sandover(code="northmarsh")
    hers = indicator("Its own", trust=other.trust)
    for asked in ({"indicator": hers.pk, "question": "time"}, {"indicator": "x", "question": "y"}):
        page = officer.get(address("data", **asked))
        assert page.status_code == 200
        assert "Choose an indicator of the list" in text_of(page)
