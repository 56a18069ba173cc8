"""Several querysets read by one query say what each says alone, in the same order, on either database."""

import pytest
from django.db.models import Count, F, Prefetch

from commissioning.models import Exercise
from commissioning.models.exercise import PARTS
from tests.factories.sandover import sandover
from trusts.models import Body, Item, Locality, Membership, Organisation, Trust
from trusts.together import parts_of, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust():
    """A trust with exercises of two places, asked about."""
    made = sandover()
    for title in ("Beta", "Alpha"):
        made.ask(
            made.at("draft", officer=made.officer, title=title, localities=[*made.trust.localities.all()[:2]])
        )
    return made


def wanted(trust) -> list:
    """Querysets of every sort: joined, sorted, cut, counted, of values, of nothing."""
    return [
        Item.objects.filter(trust=trust.trust).select_related("body", "meeting").order_by("title"),
        Exercise.objects.order_by("-title")[:1],
        Body.objects.annotate(asked=Count("items")).order_by("-asked", "pk"),
        Membership.objects.order_by("pk").values_list("person__name", "starts", "body"),
        Exercise.objects.none(),
        Trust.objects.filter(pk=trust.trust.pk).values_list(F("pk") + 1, "generated", "name"),
        Locality.objects.order_by("name"),
    ]


def said(row) -> object:
    """What a row says, with the type of each value."""
    if isinstance(row, tuple):
        return row
    own = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    joined = {name: said(one) for name, one in row._state.fields_cache.items() if one is not None}
    return own, joined, getattr(row, "asked", None), [type(value) for value in own.values()]


def test_they_say_together_what_they_say_apart(trust, django_assert_num_queries):
    apart, at_once = wanted(trust), wanted(trust)
    with django_assert_num_queries(1):
        together(*at_once)
        found = [[said(row) for row in rows] for rows in at_once]
    assert found == [[said(row) for row in rows] for rows in apart]
    assert [len(rows) for rows in found[:2]] == [2, 1]
    assert [row[0]["title"] for row in found[0]] == sorted(row[0]["title"] for row in found[0])


def test_what_belongs_to_many_is_handed_to_each(trust, django_assert_num_queries):
    mine, theirs = (list(Exercise.objects.order_by("pk")) for _ in range(2))
    with django_assert_num_queries(1):
        together(parts=parts_of(mine, *PARTS.values()))
        found = [[row.pk for row in one.all(name)] for one in mine for name in PARTS]
        assert all(mark.exercise is one for one in mine for mark in one.all("marks_set"))
    assert found == [[row.pk for row in one.all(name)] for one in theirs for name in PARTS]
    assert mine[0].localities.count() == 2
    assert [len(one.all("items")) for one in mine] == [1, 1]


def test_a_narrowed_part_is_as_narrow_as_it_was_asked_for(trust):
    [mine] = Exercise.objects.filter(title="Alpha")
    one = Locality.objects.order_by("-name").filter(pk__in=mine.localities.all()).first()
    own = Prefetch("localities", Locality.objects.filter(pk=one.pk))
    partners = Organisation.objects.order_by("pk")
    together(partners, parts=parts_of([mine], own))
    assert mine.all("localities") == [one]
    assert mine.localities.count() == 2
    assert list(partners) == list(Organisation.objects.order_by("pk"))


def test_of_nobody_nothing_is_asked(trust, django_assert_num_queries):
    with django_assert_num_queries(0):
        together(Exercise.objects.none(), Item.objects.none(), parts=parts_of([], "localities"))
