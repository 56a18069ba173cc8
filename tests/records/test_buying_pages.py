"""The pages of buying: the route with what stands against it and who may pass it, what belongs together."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.desk import desk_of
from commissioning.worklist import lines_for
from contracts.actions import procurement as buying
from contracts.routes import linked_value
from tests.factories.visitor import fields_of, form_of, text_of, visitor
from tests.records.purchases import a_purchase, at
from tests.rules.records import maker, refused_by
from trusts.actions.record import override
from trusts.governance import clock
from trusts.governance.permissions import standing
from trusts.models import Appointment, Override, Person

pytestmark = pytest.mark.django_db
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


# The route --------------------------------------------------------------------------------


@pytest.mark.rule("DUR-174")
def test_an_officer_puts_a_route_down_and_who_may_pass_the_rule_does_so(made, bought, lead):
    officer, page = visitor(made.by), at(bought, "route")
    shown = officer.post(page, form_of(officer, page, route="select-list"))
    assert shown.status_code == 409
    assert "DUR-174" in text_of(shown)
    assert not Override.objects.exists()
    done = officer.post(page, fields_of(shown) | {"propose": "on"}, follow=True)
    assert "or Lead Commissioner can allow it with a reason" in text_of(done)
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
    refused = officer.post(page, fields_of(shown) | {"propose": "on"})
    assert refused.status_code == 422
    assert "No reason can allow it (DUR-170)" in refused.context["form"].errors["route"][0]
    bought.refresh_from_db()
    assert (bought.state, bought.route) == ("planned", "")


def test_a_route_that_is_open_to_them_is_chosen_though_they_asked_to_put_it_down(made, bought):
    officer, page = visitor(made.by), at(bought, "route")
    shown = officer.post(page, form_of(officer, page, route="select-list"))
    officer.post(page, fields_of(shown) | {"route": "open-tender", "propose": "on"})
    bought.refresh_from_db()
    assert (bought.state, bought.route) == ("routed", "open-tender")


@pytest.mark.rule("DUR-173")
def test_another_route_can_be_chosen_once_the_chosen_one_fits_no_more(made, bought):
    chosen = buying.choose_route(bought, by=made.by, route="select-list", reason=WHY)
    chosen.linked.add(a_purchase(made, "46000", made.make("priority")))
    officer, page = visitor(made.by), at(bought, "route")
    shown = officer.get(bought.get_absolute_url()).content.decode()
    assert "linked lots together are worth £76,000" in shown
    assert f'href="{page}"' in shown
    officer.post(page, form_of(officer, page, route="open-tender"))
    bought.refresh_from_db()
    assert (bought.state, bought.route) == ("routed", "open-tender")


@pytest.mark.parametrize(
    ("value", "level", "lots", "said"),
    [
        ("30000", "level.local", [], "Whole-life value without VAT"),
        ("60000", "level.local", [], "Not for £60,000: it is for less than £50,000."),
        (
            "60000",
            "level.strategic",
            [],
            "Not for £60,000: it is for less than £50,000. Not for what this is marked as.",
        ),
        (
            "30000",
            "level.local",
            ["46000"],
            "You cannot use this route because the linked lots together are over the threshold.",
        ),
    ],
)
def test_each_route_says_once_why_it_is_not_for_a_purchase(made, value, level, lots, said):
    bought = a_purchase(made, value, made.make("priority"), level=level)
    bought.linked.set([a_purchase(made, worth, made.make("priority")) for worth in lots])
    form = visitor(made.by).get(at(bought, "route")).context["form"]
    hints = form.fields["route"].widget.attrs["hints"]
    assert hints == {"select-list": said, "open-tender": "Open to it"}
    assert not form.anyway


@pytest.mark.rule("DUR-174")
def test_the_reason_for_passing_a_rule_is_kept_while_another_route_is_tried(made, bought):
    Appointment.objects.create(
        person=made.by, trust=made.trust, role="lead-commissioner", starts=clock.today()
    )
    officer, page = visitor(made.by), at(bought, "route")
    shown = officer.post(page, form_of(officer, page, route="select-list"))
    typed = fields_of(shown) | {"pass-DUR-174": WHY, "pass-DUR-170": "Not to be passed."}
    other = officer.post(page, typed | {"route": "none such"})
    assert fields_of(other)["pass-DUR-174"] == WHY
    assert "pass-DUR-170" not in other.context["form"].fields
    dear(bought)
    again = officer.post(page, fields_of(other) | {"route": "select-list"})
    assert (again.status_code, fields_of(again)["pass-DUR-174"]) == (409, WHY)


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


@pytest.mark.rule("GAT-90")
def test_what_stands_against_every_route_is_told_before_one_is_chosen():
    made = maker("gateshead")
    bought = a_purchase(made, "9000", made.make("priority"), level="", particulars={})
    officer, page = visitor(made.by), at(bought, "route")
    for shown in (officer.get(page), officer.post(page, form_of(officer, page, route="own-rules"))):
        words = text_of(shown)
        assert words.count("procurement has not confirmed that it complies with the law. GAT-90") == 1
        assert words.index("GAT-90") < words.index("How will it be bought?")
        assert "Open to it" not in words


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


def test_the_page_of_a_route_costs_the_same_for_few_and_for_many(made, bought):
    officer, page, costs = visitor(made.by), at(bought, "route"), []
    officer.get(page)
    for more in (1, 12):
        for _ in range(more):
            a_purchase(made, "100", bought.specification.priorities.get())
        with CaptureQueriesContext(connection) as queries:
            shown = officer.get(page)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10
    assert len(shown.context["form"].suggested) == 10


def test_linked_purchases_are_counted_at_the_same_cost_few_or_many(made, bought):
    costs = []
    for more in (1, 6):
        bought.linked.add(*(a_purchase(made, "100", made.make("priority")) for _ in range(more)))
        with CaptureQueriesContext(connection) as queries:
            assert linked_value(bought) == 30000 + 100 * bought.linked.count()
        costs.append(len(queries))
    assert costs[0] == costs[1]
