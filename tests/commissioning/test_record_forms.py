"""The forms of records: headings, likely answers, and choices that stay usable however many there are."""

import pytest
from django.urls import reverse

from needs.models import Finding
from tests.factories.visitor import form_of, text_of, visitor
from tests.rules.records import maker
from trusts.forms.record_choice import FEW, matching
from trusts.forms.record_groups import HEADINGS
from trusts.governance import clock
from trusts.nouns import noun_of
from trusts.record_words import plain

pytestmark = pytest.mark.django_db
CODE = "county-durham"


@pytest.fixture
def made(db):
    return maker(CODE)


@pytest.fixture
def officer(made):
    return visitor(made.by)


@pytest.fixture
def many(made):
    """More assessments than a list offers; the title of each names its number."""
    return [made.make("assessment", title=f"Assessment of ward {n}") for n in range(1, FEW + 6)]


def new(kind: str) -> str:
    return reverse("record-make", args=[CODE, kind])


def test_a_long_form_has_headings_and_loses_no_field(officer):
    form = officer.get(new("agreement")).context["form"]
    headings = [heading for heading, _ in form.parts()]
    assert headings == [heading for heading in HEADINGS if heading in headings]
    assert len(headings) > 3
    shown = [bound.name for _, fields in form.parts() for bound in fields]
    assert sorted(shown) == sorted(bound.name for bound in form.visible_fields())
    assert len(shown) == len(set(shown))


def test_a_short_form_has_none(officer):
    assert [heading for heading, _ in officer.get(new("contribution")).context["form"].parts()] == [""]


def test_a_new_record_says_what_is_likely(officer, made):
    assert officer.get(new("specification")).context["form"]["officer"].value() == made.by.pk
    assert officer.get(new("review")).context["form"]["opened_on"].value() == plain(clock.today())
    year = clock.today().year - (clock.today().month < 4)
    assert officer.get(new("contribution")).context["form"]["year"].value() == year


def test_a_change_says_what_is_on_record_and_nothing_likely(officer, made):
    made_by_nobody = made.make("specification", officer=None)
    url = reverse("record-edit", args=[CODE, "specification", made_by_nobody.number])
    assert officer.get(url).context["form"]["officer"].value() is None


def test_few_records_are_a_list(officer, made):
    made.make("assessment", title="The only one")
    assert "<select" in str(officer.get(new("finding")).context["form"]["assessment"])


@pytest.mark.parametrize("typed", ["53", "#53", "53. Assessment of ward 53", "ward 53"])
def test_one_of_many_is_found_by_number_or_words(typed, many, officer):
    url = new("finding")
    page = officer.get(url)
    assert "<datalist" in page.content.decode()
    sent = form_of(officer, url, title="Waits", summary="Long.", severity="high", assessment=typed)
    assert officer.post(url, sent).status_code == 302
    assert Finding.objects.get().assessment.title == "Assessment of ward 53"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("ward", "More than one matches: "), ("9999", "Nothing among the"), ("no such thing", "Nothing among the"), ("5" * 40, "Nothing among the")],
)  # fmt: skip
def test_what_leads_to_none_or_to_several_is_said_and_kept(typed, said, many, officer):
    url = new("finding")
    page = officer.post(
        url, form_of(officer, url, title="Waits", summary="Long.", severity="high", assessment=typed)
    )
    assert page.status_code == 422
    assert said in text_of(page)
    assert f'value="{typed}"' in page.content.decode()
    assert not Finding.objects.exists()


def test_another_trusts_record_is_not_found_among_many(many, officer):
    theirs = maker("gateshead").make("assessment", title="Of another trust")
    url = new("finding")
    for typed in ("Of another trust", f"{theirs.number}. Of another trust"):
        sent = form_of(officer, url, title="Waits", summary="Long.", severity="high", assessment=typed)
        page = officer.post(url, sent)
        found = list(Finding.objects.values_list("assessment__trust__code", flat=True))
        assert page.status_code == 422 or found == [CODE]


def test_words_narrow_and_a_number_names_one(many):
    rows = noun_of("assessment").model.objects.filter(trust=many[0].trust)
    assert {one.number for one in matching(rows, "ward 7")} == {7, 17, 27, 37, 47}
    assert [one.number for one in matching(rows, "12")] == [12]
    assert matching(rows, "").count() == len(many)


def test_links_are_narrowed_and_an_empty_answer_offers_no_more(made, officer):
    finding = made.make("finding", assessment=made.make("assessment"))
    for n in range(FEW + 5):
        made.make("evidence", title=f"Piece {n}")
    url = reverse("record-link", args=[CODE, "finding", finding.number, "evidence"])
    page = officer.get(url)
    assert f"The newest {FEW} of {FEW + 5}" in text_of(page)
    assert officer.get(url, {"q": "Piece 3"}).context["count"] == 15
    assert "No evidence match" in text_of(officer.get(url, {"q": "nothing like it"}))
    refused = officer.post(url, form_of(officer, url))
    assert refused.status_code == 422
    assert refused.content.decode().count('name="others"') == FEW


def test_the_records_home_counts_by_state_and_stage(made, officer):
    for _ in range(3):
        made.make("priority")
    made.make("priority", state="agreed")
    page = officer.get(reverse("records-group", args=[CODE, "needs"]))
    [group] = page.context["groups"]
    kind = next(kind for kind in group.kinds if kind.noun.kind == "priority")
    assert kind.count == 4
    assert [(label, count) for label, count, _ in kind.states] == [("Draft", 3), ("Agreed", 1)]
    assert "3 draft" in text_of(page)
    assert officer.get(reverse("records-group", args=[CODE, "nonsense"])).status_code == 404
    everything = officer.get(reverse("records-home", args=[CODE]))
    assert [group.code for group in everything.context["groups"]] == [
        "needs",
        "plans",
        "money",
        "contracts",
        "reviews",
    ]


def test_a_provider_is_led_to_what_names_it(made):
    from trusts.models import Person  # noqa: PLC0415

    provider = Person.objects.filter(appointments__trust__code=CODE, appointments__role="provider").first()
    page = visitor(provider).get(reverse("trust-home", args=[CODE]))
    entries = [entry["text"] for entry in page.wsgi_request.nav]
    assert "Contracts" in entries
    assert "Reviews" in entries
    assert not {"Needs", "Plans", "Decisions"} & set(entries)
