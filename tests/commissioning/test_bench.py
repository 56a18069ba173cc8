"""What measures is held to account: it compares like with like, says so when it cannot, and counts right."""

import pytest
from django.core.management.base import CommandError
from django.db import connection, transaction

from commissioning.bench import files, forms, pages
from commissioning.bench.clockwork import Taken, measure
from commissioning.bench.ground import double
from commissioning.scale.make import make_trust
from needs.models import Evidence

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pair(django_db_setup, django_db_blocker):
    """A small trust and a larger one, on the same framework."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_trust(1, scale=0.05, seed=1), make_trust(6, scale=0.5, seed=1)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def measured_site(settings):
    settings.ROOT_URLCONF = "commissioning.bench.site"
    for name, value in forms.with_usual_forms().items():
        setattr(settings, name, value)


def test_every_page_is_measured_at_both_sizes_and_asks_as_often(pair):
    small, large = pages.measure_pages(*pair, rounds=1)
    assert set(small) == set(large) == set(pages.pages_of(pair[0]))
    assert small[pages.FLOOR].queries == 4
    for name in (pages.FLOOR, pages.REGISTER, "register of exercises", "form of ten fields"):
        assert small[name].queries == large[name].queries, name
    assert small[pages.REGISTER].queries <= 8


def test_lists_that_show_other_rows_are_not_compared(pair, monkeypatch):
    monkeypatch.setattr("commissioning.bench.site.AgreementAdmin.ordering", ["title"])
    with pytest.raises(CommandError, match="same rows"):
        pages.measure_pages(*pair, rounds=1)


def test_a_form_is_drawn_both_ways_from_the_same_fields(pair):
    fields = forms.measure_forms(pair[0], rounds=1)
    assert {name: len(taken.seconds) for name, taken in fields.items()} == {forms.OURS: 1, forms.USUAL: 1}


@pytest.mark.parametrize("usual", ['<input class="form-control" name="b">', '<input name="a">', ""])
def test_forms_that_ask_for_something_else_are_not_compared(usual):
    forms.compare('<input class="govuk-input" name="a">', '<input class="form-control" type="text" name="a">')
    with pytest.raises(CommandError, match="same"):
        forms.compare('<input class="govuk-input" name="a">', usual)


def test_the_deepest_page_shows_the_oldest(pair):
    _, large = pair
    rows = Evidence.objects.filter(trust=large)
    before = rows.count()
    double(Evidence, large, before)
    double(Evidence, large, before * 2)
    assert rows.count() == before * 4
    assert rows.values("number").distinct().count() == before * 4
    count, taken = pages.measure_depth(large, rounds=1)
    assert count == before * 4
    assert taken[pages.FIRST].queries == taken[pages.DEEPEST].queries


def test_a_page_that_fails_is_no_measurement(pair):
    with pytest.raises(CommandError, match="404"):
        pages.take(pages.visitor_of(pair[0]), f"/{pair[0].code}/records/nothing/")()


def test_work_is_taken_in_turn_and_its_queries_counted():
    told = []

    def one():
        told.append("one")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    found = measure({"one": one, "two": lambda: told.append("two")}, rounds=3)
    assert found["one"].queries == 1
    assert found["two"].queries == 0
    assert told[-6:] == ["one", "two"] * 3
    assert len(found["one"].seconds) == 3


def test_the_median_and_the_slowest_but_one():
    taken = Taken(0, [number / 1000 for number in range(1, 21)])
    assert taken.median == pytest.approx(10.5)
    assert taken.high == pytest.approx(19)


def test_our_workbook_is_as_long_as_that_of_the_library_alone():
    assert abs(files.ours(500) / files.alone(500) - 1) < 0.1
    assert files.memory_of(2000) < files.memory_of(200) * 1.5
