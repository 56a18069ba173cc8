"""Who reads and writes which records: by act and scope, on pages, in lists, files, threads, counts and links."""

import re

import pytest

from tests.factories.framework import SANDOVER
from tests.factories.maker import Maker
from tests.factories.sandover import sandover
from tests.factories.visitor import text_of, visitor
from tests.records.conftest import keys, with_pages
from trusts.governance.permissions import Grant, standing
from trusts.nouns import noun_of

KINDS = [noun.kind for noun in with_pages()]
NAMED = ("provider", "listing", "service", "agreement", "return", "review", "deficit")
"""The kinds whose planted record names the provider; an award does once it is made."""


def titled(world):
    """Every planted record with a title that can be told from any other."""
    for kind, record in world.records.items():
        record.title = f"ZZ-{kind}-ZZ"
        type(record).objects.filter(pk=record.pk).update(title=record.title)
    return world.records


def shown(page):
    """The kinds of the planted records whose titles a page shows."""
    return set(re.findall(r"ZZ-(\w+)-ZZ", page.content.decode()))


def test_a_provider_reads_what_names_it_and_nothing_else(world):
    records, client = titled(world), world.client("provider")
    for kind, record in records.items():
        page = client.get(record.get_absolute_url())
        assert page.status_code == (200 if kind in NAMED else 404), kind
        for url in (world.url("record-thread", kind, record.number), world.url("records", kind)):
            seen = client.get(url)
            if seen.status_code == 200:
                assert shown(seen) <= set(NAMED), f"{url} shows {shown(seen)}"
        if page.status_code == 200:
            assert shown(page) <= set(NAMED), f"the page of a {kind} shows {shown(page)}"
        files = [
            client.get(world.url("records", kind), {"format": "csv"}),
            client.get(world.url("records", kind)),
        ]
        assert all((f"ZZ-{kind}-ZZ" in file.content.decode()) == (kind in NAMED) for file in files), kind
    assert client.get(world.url("broken-threads")).status_code == 403


def test_a_provider_is_told_numbers_of_its_own_records_only(world):
    world.made.make("agreement", provider=world.made.make("provider", title="A rival of it"))
    page = text_of(world.client("provider").get(world.url("records-home")))
    for kind in KINDS:
        if noun_of(kind).in_menu:
            words = noun_of(kind).many(world.trust.framework)
            assert f"{words[:1].upper()}{words[1:]} {int(kind in NAMED)} " in page or kind not in NAMED, kind
    assert "Broken" not in page


@pytest.mark.parametrize("who", ["provider", "rival"])
def test_what_a_provider_can_filter_by_names_no_rival_and_no_officer_of_others(who, world):
    other = world.made.make("provider", title="A-rival-of-it")
    world.made.make("agreement", provider=other, officer=world.people["colleague"])
    for kind in KINDS:
        page = world.client(who).get(world.url("records", kind)).content.decode()
        assert "A-rival-of-it" not in page, kind
        assert world.people["colleague"].name not in page, kind


def test_a_provider_reads_an_award_once_it_is_made(world):
    award, client = world.records["award"], world.client("provider")
    for state, status in [("recommended", 404), ("made", 200), ("published", 200)]:
        type(award).objects.filter(pk=award.pk).update(state=state)
        assert client.get(award.get_absolute_url()).status_code == status


def test_a_rival_reads_nothing_of_what_is_planted(world):
    records, client = titled(world), world.client("rival")
    for kind, record in records.items():
        assert client.get(record.get_absolute_url()).status_code == 404
        assert shown(client.get(world.url("records", kind))) == set()


@pytest.mark.rule("DUR-29")
@pytest.mark.parametrize("kind", [noun.kind for noun in with_pages() if noun.model.has("localities")])
def test_a_local_board_writes_records_of_its_own_locality_and_reads_the_others(kind, world):
    record = world.records[kind]
    east, north = (world.trust.localities.get(code=code) for code in ("east", "north"))
    here = world.standing("local")
    if getattr(record, "state", "") in record.FIXED or not here.may(noun_of(kind).edit_act):
        pytest.skip("no local board may write this kind, or nobody changes it any more")
    client, url = world.client("local"), world.edit_url(kind)

    def sent(place):
        return world.typed_like(record) | keys() | {"title": "Changed here", "localities": [str(place.pk)]}

    record.localities.set([north])
    assert client.get(record.get_absolute_url()).status_code == 200
    assert client.post(url, sent(north)).status_code == 403
    assert client.post(url, sent(east)).status_code == 403, "claims a record of another locality"
    record.localities.set([east])
    assert client.post(url, sent(north)).status_code == 409, "gives a record away, out of its own remit"
    assert set(record.localities.all()) == {east}
    assert client.post(url, sent(east)).status_code == 302
    number = noun_of(kind).model.objects.count()
    made = world.typed(kind) | {"localities": [str(north.pk)]}
    assert client.post(world.url("record-make", kind), made).status_code == 409
    assert noun_of(kind).model.objects.count() == number
    assert (
        client.post(
            world.url("record-make", kind), made | keys() | {"localities": [str(east.pk)]}
        ).status_code
        == 302
    )


SCOPED = ["body", "outcome", "own", "locality", "partner"]


def a_trust_with(scope):
    """Sandover, where one role reads and writes records by one scope only, with two records of each kind wanted."""
    acts = {"role": "guest", "acts": ["record.view", "needs.edit", "contract.edit"], "scope": scope}
    return sandover(
        roles=[*SANDOVER["roles"], {"code": "guest", "label": "Guest", "held_by": "appointment"}],
        delegation=[*SANDOVER["delegation"], {"role": "guest", "acts": ["trust.view"]}, acts],
    )


@pytest.mark.parametrize("scope", SCOPED)
def test_each_scope_reads_and_writes_the_same_records(scope, db):
    made = a_trust_with(scope)
    places = list(made.trust.localities.all()) or [None]
    outcome, other = list(made.trust.framework.outcomes)[:2]
    partner = made.trust.organisations.first()
    guest = made.appoint("guest", outcomes=[outcome], localities=places[:1], organisation=partner)
    here = standing(guest, made.trust)
    maker = Maker(made.trust, made.officer)
    theirs = maker.make("priority", outcomes=[other], owner=made.body("board"), title="Not for them")
    mine = {
        "outcome": lambda: maker.make("priority", outcomes=[outcome]),
        "locality": lambda: maker.make("priority", outcomes=[other], localities=places[:1]),
        "own": lambda: Maker(made.trust, guest).make("priority", outcomes=[other]),
        "partner": lambda: maker.make("provider", organisation=partner, outcomes=[other]),
        "body": lambda: maker.make("priority", outcomes=[other], owner=made.body()),
    }[scope]()
    if scope == "body":
        here.grants.append(Grant("guest", body=made.body().pk))
    model = type(mine)
    assert list(model.objects.visible_to(here)) == [mine]
    assert here.may("needs.edit", mine)
    assert not here.may("needs.edit", theirs)
    if scope == "body":
        return  # a role that is appointed belongs to no body; what a membership gives was put there by hand
    client = visitor(guest)
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.get(f"{theirs.get_absolute_url()}edit/").status_code == 404
