"""Registers: every row once under every order, at the same cost for few rows and many; what is filtered is what is exported."""

import csv
import io
import random
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.scale.make import make_trust
from tests.factories.visitor import text_of, visitor
from trusts import paging
from trusts.governance import clock
from trusts.governance.permissions import standing
from trusts.models import Appointment, Membership
from trusts.nouns import noun_of, nouns

pytestmark = pytest.mark.django_db
KINDS = [noun.kind for noun in nouns() if noun.form is not None]
LISTS = [*KINDS, "exercise", "item"]
MOST_QUERIES = 7


@pytest.fixture(scope="module")
def trial(django_db_setup, django_db_blocker):
    """An invented trust with a few dozen records of most kinds, made once and taken back."""
    from django.db import transaction  # noqa: PLC0415

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_trust(1, scale=0.25, seed=7)
        transaction.set_rollback(True)


@pytest.fixture
def reader(trial):
    """Somebody who reads everything of it."""
    for held in Membership.objects.filter(trust=trial).select_related("person"):
        if standing(held.person, trial).has_scope("record.view", "trust"):
            return visitor(held.person)
    raise LookupError("nobody reads everything")


def address(trial, kind: str) -> str:
    named = {"exercise": ("exercises", [trial.code]), "item": ("items", [trial.code])}
    name, arguments = named.get(kind, ("records", [trial.code, kind]))
    return reverse(name, args=arguments)


def orders(table) -> list[str]:
    """Every order a register offers, both ways."""
    names = [name for name, column in table.columns.items() if column.orderable]
    return [f"{way}{name}" for name in names for way in ("", "-")]


def walked(reader, url: str, way: str, **asked) -> list[list[int]]:
    """The rows of page after page, by primary key, following one link."""
    pages = []
    while True:
        page = reader.get(url, asked)
        assert page.status_code == 200
        table = page.context["table"]
        pages.append([row.pk for row in table.sheet.rows])
        if way not in table.links:
            return pages
        asked = dict(parse_qsl(urlsplit(table.links[way]).query))
        assert len(pages) < 500


@pytest.mark.parametrize("kind", LISTS)
def test_every_row_stands_on_one_page_under_every_order(kind, trial, reader, monkeypatch):
    url = address(trial, kind)
    table = reader.get(url).context["table"]
    everything = sorted(table.data.data.values_list("pk", flat=True))
    assert everything
    monkeypatch.setattr(paging, "PAGE", max(7, len(everything) // 6))
    for order in orders(table):
        pages = walked(reader, url, "next", sort=order)
        shown = [key for page in pages for key in page]
        assert sorted(shown) == everything, order
        last = reader.get(url, {"sort": order}).context["table"]
        assert [row.pk for row in last.sheet.rows] == pages[0]


@pytest.mark.parametrize("kind", ["agreement", "assessment", "allocation", "exercise"])
def test_going_back_meets_the_same_pages(kind, trial, reader, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 9)
    url = address(trial, kind)
    for order in orders(reader.get(url).context["table"]):
        there, asked = [], {"sort": order}
        while True:
            table = reader.get(url, asked).context["table"]
            there.append([row.pk for row in table.sheet.rows])
            if "next" not in table.links:
                break
            asked = dict(parse_qsl(urlsplit(table.links["next"]).query))
        back = walked(reader, url, "previous", **asked)
        assert back == there[::-1], order


@pytest.mark.parametrize("kind", LISTS)
def test_rows_of_equal_and_of_no_value_are_kept_apart(kind, trial, reader, monkeypatch):
    model = noun_of(kind).model if kind != "item" else None
    if model is None:
        pytest.skip("an item's date is never empty")
    rows = model._base_manager.filter(trust=trial)
    table = reader.get(address(trial, kind)).context["table"]
    chance = random.Random(1)
    for order in orders(table)[::2]:
        keys = paging.keys_of(model, table.columns[order].order_by, "number")
        key = keys[0]
        if "__" in key.path or key.path in ("number", "title") or not key.nullable:
            continue
        some = chance.sample(list(rows.values_list("pk", flat=True)), max(1, rows.count() // 2))
        rows.filter(pk__in=some).update(**{key.path: None})
    everything = sorted(table.data.data.values_list("pk", flat=True))
    monkeypatch.setattr(paging, "PAGE", max(4, len(everything) // 8))
    for order in orders(table):
        shown = [key for page in walked(reader, address(trial, kind), "next", sort=order) for key in page]
        assert sorted(shown) == everything, order


@pytest.mark.parametrize("kind", LISTS)
def test_a_register_costs_the_same_for_one_row_and_for_many(kind, trial, reader):
    url = address(trial, kind)
    everything = reader.get(url).context["table"]
    assert everything.count > 1
    one = (
        {"q": str(everything.sheet.rows[0].number)}
        if kind in KINDS
        else {"q": everything.sheet.rows[0].title}
    )
    counted = []
    for asked in ({}, one):
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(url, asked).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= MOST_QUERIES


@pytest.mark.parametrize("mark", ["x", "", "\0", "WzFd:1:2", "[]"])
def test_a_page_that_is_nowhere_is_the_first(mark, trial, reader):
    url = address(trial, "agreement")
    first = [row.pk for row in reader.get(url).context["table"].sheet.rows]
    for name in ("after", "before"):
        found = reader.get(url, {name: mark})
        assert [row.pk for row in found.context["table"].sheet.rows] == first


def test_the_mark_of_another_order_is_the_first_page(trial, reader, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 5)
    url = address(trial, "agreement")
    following = reader.get(url, {"sort": "title"}).context["table"].links["next"]
    asked = dict(parse_qsl(urlsplit(following).query)) | {"sort": "number"}
    first = [row.pk for row in reader.get(url, {"sort": "number"}).context["table"].sheet.rows]
    assert [row.pk for row in reader.get(url, asked).context["table"].sheet.rows] == first


def test_of_very_many_it_is_said_that_there_are_more(trial, reader, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 10)
    assert "More than 10 results" in text_of(reader.get(address(trial, "agreement")))
    assert "More than" not in text_of(reader.get(address(trial, "veto")))


def test_a_menu_too_long_to_choose_from_becomes_words_to_look_for(trial, reader, monkeypatch):
    url = address(trial, "agreement")
    provider = noun_of("provider").model.objects.filter(trust=trial, agreements__isnull=False).first()
    chosen = reader.get(url, {"provider": provider.pk}).context["table"]
    assert {row.provider_id for row in chosen.sheet.rows} == {provider.pk}
    monkeypatch.setattr("trusts.register.MANY", 1)
    typed = reader.get(url, {"provider": provider.title}).context["table"]
    assert {row.provider_id for row in typed.sheet.rows} >= {provider.pk}
    assert len(typed.sheet.rows) < len(reader.get(url).context["table"].sheet.rows)


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_leads_to_the_page_of_its_record(kind, trial, reader):
    table = reader.get(address(trial, kind)).context["table"]
    assert [line.url for line in table.lines] == [row.get_absolute_url() for row in table.sheet.rows]


@pytest.mark.parametrize("kind", ["agreement", "return", "finding"])
def test_what_is_filtered_is_what_is_exported(kind, trial, reader):
    url = address(trial, kind)
    field = {"finding": "severity"}.get(kind, "state")
    value = noun_of(kind).model.objects.filter(trust=trial).values_list(field, flat=True).first()
    asked = {field: value, "sort": "title"}
    count = noun_of(kind).model.objects.filter(trust=trial, **{field: value}).count()
    assert 0 < count < noun_of(kind).model.objects.filter(trust=trial).count()
    assert reader.get(url, asked).context["table"].count == count
    file = reader.get(url, asked | {"format": "csv"}).getvalue().decode("utf-8-sig")
    [heading, *rows] = csv.reader(io.StringIO(file, newline=""))
    assert heading[:2] == ["Number", "Title"]
    numbers = (
        noun_of(kind).model.objects.filter(trust=trial, **{field: value}).values_list("number", flat=True)
    )
    assert sorted(int(row[0]) for row in rows) == sorted(numbers)


def test_who_reads_only_their_own_is_offered_nothing_else(trial):
    """A provider's registers, menus and files hold what names its organisation."""
    day = clock.today()
    files_returns = {row.role for row in trial.framework.delegations("return.file", day)}
    given = Appointment.objects.filter(trust=trial, role__in=files_returns).exclude(organisation=None).first()
    own = visitor(given.person)
    rows = noun_of("agreement").model.objects.filter(trust=trial)
    mine = rows.filter(provider__organisation=given.organisation)
    assert 0 < mine.count() < rows.count()
    page = own.get(address(trial, "agreement"))
    assert page.context["table"].count == mine.count()
    offered = page.context["filter"].form.fields["provider"].choices
    providers = noun_of("provider").model.objects.filter(trust=trial, organisation=given.organisation)
    assert {str(key) for key, _ in offered} - {""} == {str(one.pk) for one in providers}
