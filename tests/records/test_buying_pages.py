"""The pages of buying: the route with what stands against it and who may pass it, what belongs together, who is invited."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.desk import desk_of
from commissioning.worklist import lines_for
from contracts.actions import procurement as buying
from contracts.actions import specification as specifications
from contracts.forms.invite import SHOWN, InviteForm
from contracts.routes import linked_value
from tests.factories.visitor import fields_of, form_of, text_of, visitor
from tests.rules.records import maker, refused_by
from trusts.actions.record import override
from trusts.governance import clock
from trusts.governance.permissions import standing
from trusts.models import Appointment, Override, Person
from trusts.models.record import Record

pytestmark = pytest.mark.django_db
LOCAL = {"level": "level.local"}
WHY = "One family only can be reached by it."


@pytest.fixture
def made(db):
    return maker("county-durham")


@pytest.fixture
def bought(made):
    return a_purchase(made, "30000", made.make("priority"))


@pytest.fixture
def lead(made):
    rows = Person.objects.filter(memberships__trust=made.trust).distinct()
    return next(one for one in rows if standing(one, made.trust).may("record.override"))


def a_purchase(made, value, priority, **values):
    """A procurement of a complete specification of its own."""
    specification = made.make("specification", priorities=[priority])
    made.make("measure", specification=specification)
    specifications.complete(specification, by=made.by)
    return made.make(
        "procurement", specification=specification, value=Decimal(value), **{**LOCAL, "route": "", **values}
    )


def at(record: Record, move: str) -> str:
    return f"{record.get_absolute_url()}do/{move}/"


# The route --------------------------------------------------------------------------------


@pytest.mark.rule("DUR-174")
def test_an_officer_puts_a_route_down_and_who_may_pass_the_rule_does_so(made, bought, lead):
    officer, page = visitor(made.by), at(bought, "route")
    shown = officer.post(page, form_of(officer, page, route="select-list"))
    assert shown.status_code == 409
    assert "DUR-174" in text_of(shown)
    assert not Override.objects.exists()
    done = officer.post(page, fields_of(shown) | {"propose": "on"}, follow=True)
    assert "lead commissioner can allow it with a reason" in text_of(done)
    bought.refresh_from_db()
    assert (bought.state, bought.route) == ("planned", "select-list")
    head = visitor(lead)
    pass_it = f"{page}rules/DUR-174/"
    assert pass_it in head.get(bought.get_absolute_url()).content.decode()
    head.post(pass_it, form_of(head, pass_it, reason=WHY))
    officer.post(page, form_of(officer, page))
    bought.refresh_from_db()
    assert (bought.state, bought.route) == ("routed", "select-list")


@pytest.mark.rule("DUR-174")
def test_a_route_that_was_put_down_waits_on_the_home_page_of_whoever_may_pass_the_rule(made, bought, lead):
    def waits(person):
        return [
            line
            for line in lines_for(desk_of(standing(person, made.trust)))
            if line.url == bought.get_absolute_url()
        ]

    assert waits(lead) == []
    buying.propose_route(bought, by=made.by, route="select-list", reason="")
    (line,) = waits(lead)
    assert line.text == f"The route of ‘{bought.title}’ waits for your reason"
    assert "DUR-174" in line.about
    assert waits(made.by) == [], "who put it down may not pass the rule"
    override(record=bought, obstacles=buying.obstacles_to_routing, gate="DUR-174", reason=WHY, by=lead)
    assert waits(lead) == [], "the reason is given"


def test_a_home_page_costs_the_same_for_no_route_put_down_and_for_many(made, lead):
    client, home, priority = (
        visitor(lead),
        reverse("trust-home", args=[made.trust.code]),
        made.make("priority"),
    )
    counted = {}
    for number in (0, 1, 8):
        for _ in range(number):
            one = a_purchase(made, "30000", priority)
            buying.propose_route(one, by=made.by, route="select-list", reason="")
        client.get(home)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(home)
        lines = [line for line in page.context["page"]["lines"] if "waits for your reason" in line.text]
        counted[len(lines)] = len(queries)
    assert list(counted) == [0, 1, 9]
    assert len(set(counted.values())) == 1
    assert counted[9] <= 8


@pytest.mark.rule("DUR-174")
def test_who_may_do_both_gives_the_reason_in_the_same_form(made, bought):
    Appointment.objects.create(
        person=made.by, trust=made.trust, role="lead-commissioner", starts=clock.today()
    )
    officer, page = visitor(made.by), at(bought, "route")
    shown = officer.post(page, form_of(officer, page, route="select-list"))
    assert (shown.status_code, "propose" in fields_of(shown)) == (409, False)
    officer.post(page, fields_of(shown) | {"pass-DUR-174": WHY})
    bought.refresh_from_db()
    assert (bought.state, bought.route) == ("routed", "select-list")
    assert Override.objects.get(subject_id=bought.pk, gate="DUR-174").reason == WHY


@pytest.mark.rule("DUR-174")
def test_nobody_passes_a_rule_by_sending_a_reason_they_were_not_asked_for(made, bought):
    officer, page = visitor(made.by), at(bought, "route")
    sent = form_of(officer, page, route="select-list") | {"pass-DUR-174": WHY}
    assert officer.post(page, sent).status_code == 409
    assert not Override.objects.exists()


def test_a_route_that_no_reason_can_allow_is_not_put_down(made, bought):
    refused_by("DUR-170", buying.propose_route, dear(bought), by=made.by, route="select-list", reason=WHY)
    officer, page = visitor(made.by), at(bought, "route")
    shown = officer.post(page, form_of(officer, page, route="select-list"))
    assert "propose" not in shown.context["form"].fields
    assert (
        "Nothing stands against"
        in text_of(officer.post(page, fields_of(shown) | {"route": "open-tender", "propose": "on"}))
        or bought.__class__.objects.get(pk=bought.pk).state == "routed"
    )


def dear(procurement):
    """A procurement that is worth more than a select list may be used for."""
    procurement.value = Decimal(60000)
    procurement.save()
    return procurement


@pytest.mark.rule("DUR-174")
def test_a_reason_for_one_route_does_not_hold_for_another(made, bought):
    chosen = buying.choose_route(bought, by=made.by, route="select-list", passing={"DUR-174": WHY})
    assert chosen.state == "routed"
    buying.choose_route(chosen, by=made.by, route="open-tender")
    refused_by("DUR-174", buying.choose_route, chosen, by=made.by, route="select-list")


@pytest.mark.rule("GAT-73")
def test_a_route_of_gateshead_is_put_down_once_only_that_stands_which_may_be_passed():
    made = maker("gateshead")
    priority = made.make("priority")
    bought = a_purchase(made, "9000", priority, level="", particulars={})
    refused_by("GAT-90", buying.propose_route, bought, by=made.by, route="own-rules")


# What belongs together ----------------------------------------------------------------------


@pytest.mark.rule("DUR-173")
def test_what_may_belong_together_is_told_and_counts_once_it_is_linked(made, bought):
    priority = bought.specification.priorities.get()
    other = a_purchase(made, "20000", priority, title="Play in the holidays, north")
    a_purchase(made, "900", made.make("priority"), title="Something else altogether")
    old = a_purchase(made, "1000", priority, title="Bought long ago")
    type(old).objects.filter(pk=old.pk).update(created_at=clock.now() - timedelta(days=800))
    officer, page = visitor(made.by), at(bought, "route")
    shown = officer.get(page)
    assert [one for one, _, _ in shown.context["form"].suggested] == [other]
    assert linked_value(bought) == 30000
    typed = fields_of(shown) | {"route": "select-list", "reason": "Typed so far."}
    again = officer.post(page, typed | {"link": str(other.pk)})
    assert again.status_code == 200
    assert fields_of(again)["reason"] == "Typed so far."
    assert "£50,000" in text_of(again)
    assert not again.context["form"].suggested
    assert linked_value(bought) == 50000
    assert "DUR-173" in text_of(officer.post(page, fields_of(again)))


def test_the_same_provider_may_mean_the_same_purchase(made, bought):
    provider = made.make("provider")
    other = a_purchase(made, "20000", made.make("priority"))
    for one in (bought, other):
        one.invited.add(provider)
    [(found, value, why)] = visitor(made.by).get(at(bought, "route")).context["form"].suggested
    assert (found, value, why) == (other, "£20,000", "Same provider")


def test_nothing_is_linked_that_is_not_suggested(made, bought):
    stranger = a_purchase(made, "20000", made.make("priority"))
    officer, page = visitor(made.by), at(bought, "route")
    sent = form_of(officer, page)
    for key in (stranger.pk, 0, "x", "9" * 40, ""):
        assert officer.post(page, sent | {"link": str(key)}).status_code == 200
    assert not bought.linked.exists()


# Invitations --------------------------------------------------------------------------------


@pytest.fixture
def open_to_all(made, bought):
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
    officer.post(page, fields_of(found) | {"providers": [first.pk, rare.pk]})
    assert {*open_to_all.invited.all()} == {first, rare}
    again = officer.get(page)
    assert [name for name, ticked in offered(again) if ticked] == sorted([first.title, rare.title])


def test_those_invited_who_are_not_shown_stay_invited(made, open_to_all, monkeypatch):
    monkeypatch.setattr("contracts.forms.invite.TICKED", 1)
    one, two, three = (made.make("provider", title=f"{name} of three") for name in ("One", "Two", "Zwei"))
    open_to_all.invited.set([one, two])
    sent = QueryDict(mutable=True)
    sent.setlist("providers", [str(one.pk), str(three.pk)])
    form = InviteForm(sent, record=open_to_all, standing=standing(made.by, made.trust))
    assert form.is_valid(), form.errors
    assert {*form.cleaned_data["providers"]} == {one, two, three}


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


def test_the_page_of_a_route_costs_the_same_for_few_and_for_many(made, bought):
    officer, page, costs = visitor(made.by), at(bought, "route"), []
    officer.get(page)
    for more in (1, 12):
        for _ in range(more):
            a_purchase(made, "100", bought.specification.priorities.get())
        with CaptureQueriesContext(connection) as queries:
            shown = officer.get(page)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert len(shown.context["form"].suggested) == 10
