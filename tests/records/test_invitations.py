"""Who is invited to bid: who fits best comes first, anybody is found, and nobody is invited or left out unseen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.actions import procurement as buying
from contracts.forms.invite import SHOWN
from tests.factories.visitor import fields_of, form_of, text_of, visitor
from tests.records.purchases import a_purchase, at
from tests.rules.records import maker

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db):
    return maker("county-durham")


@pytest.fixture
def open_to_all(made):
    bought = a_purchase(made, "30000", made.make("priority"))
    return buying.choose_route(bought, by=made.by, route="open-tender")


def offered(page):
    """Who is offered, in order, and whether each is ticked."""
    bound = page.context["form"]["providers"]
    ticked = {str(one) for one in bound.value() or ()}
    return [(label, str(key) in ticked) for key, label in bound.field.widget.choices]


def test_who_stands_on_the_list_is_offered_first_then_who_provides_it(made, open_to_all):
    names = ["Zest on the list", "Yew provides it", "Xylo for the same outcomes"]
    listed, provides, same = (made.make("provider", title=name, outcomes=[]) for name in names)
    made.make("listing", provider=listed, priority=open_to_all.specification.priorities.get())
    service = made.make("service", provider=provides)
    specification = open_to_all.specification
    specification.service, specification.outcomes = service, ["ecm.healthy"]
    specification.save()
    same.outcomes = ["ecm.healthy"]
    same.save()
    made.make("provider", title="Aster of whom nothing is known", outcomes=[])
    order = [name for name, _ in offered(visitor(made.by).get(at(open_to_all, "invite")))]
    assert order[:2] == names[:2]
    assert order.index(names[2]) < order.index("Aster of whom nothing is known")


def test_others_are_found_by_name_and_sector_and_what_is_ticked_stays(made, open_to_all):
    for n in range(SHOWN + 5):
        made.make("provider", title=f"Many of them {n}", sector="private")
    rare = made.make("provider", title="Zebra crossing club", sector="third", summary="Plays chess")
    officer, page = visitor(made.by), at(open_to_all, "invite")
    shown = officer.get(page)
    assert len(offered(shown)) == SHOWN
    first = type(rare).objects.get(title=offered(shown)[0][0])
    for words in ({"q": "zebra"}, {"q": "CHESS"}, {"sector": "third", "q": "club"}):
        found = officer.post(page, fields_of(shown) | words | {"providers": [first.pk], "find": "Find"})
        assert offered(found) == [(first.title, True), (rare.title, False)]
    none = officer.post(page, fields_of(shown) | {"q": "nobody\0 <b>", "find": "Find"})
    assert "Nobody else matches" in text_of(none)
    assert fields_of(none)["q"] == "nobody <b>"
    officer.post(page, fields_of(found) | {"providers": [first.pk, rare.pk]})
    assert {*open_to_all.invited.all()} == {first, rare}
    again = officer.get(page)
    assert [name for name, ticked in offered(again) if ticked] == sorted([first.title, rare.title])


@pytest.fixture
def three_invited(made, open_to_all, monkeypatch):
    """More are invited than the page draws at first: one of three."""
    monkeypatch.setattr("contracts.forms.invite.TICKED", 1)
    three = [made.make("provider", title=f"{name} of three") for name in ("Ash", "Beech", "Cedar")]
    open_to_all.invited.set(three)
    return three


def test_those_invited_who_are_not_drawn_stay_invited_and_who_is_unticked_does_not(
    made, open_to_all, three_invited
):
    ash, beech, cedar = three_invited
    other = made.make("provider", title="Zelkova")
    officer, page = visitor(made.by), at(open_to_all, "invite")
    shown = officer.get(page)
    assert [name for name, ticked in offered(shown) if ticked] == [str(ash)]
    assert "Invited and not listed: 2" in text_of(shown)
    officer.post(page, fields_of(shown) | {"providers": [other.pk]})
    assert {*open_to_all.invited.all()} == {beech, cedar, other}


def test_who_is_invited_already_is_found_ticked_and_can_be_unticked(made, open_to_all, three_invited):
    ash, beech, cedar = three_invited
    officer, page = visitor(made.by), at(open_to_all, "invite")
    found = officer.post(page, form_of(officer, page, q="cedar", find="Find"))
    assert offered(found) == [(str(ash), True), (str(cedar), True)]
    sent = fields_of(found)
    assert sorted(sent["providers"]) == sorted([str(ash.pk), str(cedar.pk)])
    officer.post(page, sent | {"providers": [ash.pk]})
    assert {*open_to_all.invited.all()} == {ash, beech}
    nobody = officer.post(page, form_of(officer, page, q="beech", find="Find", providers=[]))
    assert offered(nobody) == [(str(beech), True)]
    assert officer.post(page, fields_of(nobody) | {"providers": []}).status_code == 422
    assert {*open_to_all.invited.all()} == {ash, beech}


def test_a_suspended_provider_that_is_invited_is_shown_and_can_be_uninvited(made, open_to_all, three_invited):
    ash, beech, cedar = three_invited
    for one in (cedar, made.make("provider", title="Cedar never invited")):
        type(one).objects.filter(pk=one.pk).update(state="suspended")
    officer, page = visitor(made.by), at(open_to_all, "invite")
    shown = officer.get(page)
    assert offered(shown)[0] == (str(cedar), True)
    assert "Suspended" in text_of(shown)
    assert "Cedar never invited" not in text_of(shown)
    officer.post(page, fields_of(shown) | {"providers": [ash.pk]})
    assert {*open_to_all.invited.all()} == {ash, beech}
    assert cedar.title not in text_of(officer.get(page))


def test_a_page_of_invitations_costs_the_same_for_few_and_for_many(made, open_to_all):
    officer, page, costs = visitor(made.by), at(open_to_all, "invite"), []
    officer.get(page)
    for more in (1, 30):
        for n in range(more):
            open_to_all.invited.add(made.make("provider", title=f"Number {more}-{n}"))
        with CaptureQueriesContext(connection) as queries:
            shown = officer.get(page)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15
    assert len(offered(shown)) <= 31 + SHOWN


def test_whom_somebody_else_invites_or_takes_away_meanwhile_is_left_as_they_left_it(
    made, open_to_all, three_invited
):
    ash, _, cedar = three_invited
    zelkova, yew = made.make("provider", title="Zelkova"), made.make("provider", title="Yew")
    officer, page = visitor(made.by), at(open_to_all, "invite")
    # Given a page on which Cedar was found too, so that both Ash and Cedar are drawn as invited
    opened = fields_of(officer.post(page, form_of(officer, page, q="cedar", find="Find")))
    # When somebody else invites Yew, and takes Ash and Beech away
    buying.invite(open_to_all, by=made.by, providers=[cedar, yew])
    # Then who takes Cedar away and adds Zelkova changes no more than that
    assert officer.post(page, opened | {"providers": [ash.pk, zelkova.pk]}).status_code == 302
    assert {*open_to_all.invited.all()} == {yew, zelkova}


def test_where_nobody_would_be_invited_any_more_it_is_refused_in_words(made, open_to_all, three_invited):
    ash, _, cedar = three_invited
    officer, page = visitor(made.by), at(open_to_all, "invite")
    # Given a page on which Ash and Cedar are drawn as invited, and somebody else who leaves only Cedar
    opened = fields_of(officer.post(page, form_of(officer, page, q="cedar", find="Find")))
    buying.invite(open_to_all, by=made.by, providers=[cedar])
    # When Cedar is taken away on that page
    answer = officer.post(page, opened | {"providers": [ash.pk]})
    # Then nobody would be left
    assert answer.status_code == 409
    assert "Somebody is invited, or nobody can bid" in text_of(answer)
    assert {*open_to_all.invited.all()} == {cedar}


def test_who_was_suspended_and_taken_away_meanwhile_stands_in_nobodys_way(made, open_to_all, three_invited):
    ash, beech, cedar = three_invited
    zelkova = made.make("provider", title="Zelkova")
    officer, page = visitor(made.by), at(open_to_all, "invite")
    opened = fields_of(officer.post(page, form_of(officer, page, q="cedar", find="Find")))
    buying.invite(open_to_all, by=made.by, providers=[ash, beech])
    type(cedar).objects.filter(pk=cedar.pk).update(state="suspended")
    assert officer.post(page, opened | {"providers": [ash.pk, cedar.pk, zelkova.pk]}).status_code == 302
    assert {*open_to_all.invited.all()} == {ash, beech, zelkova}
