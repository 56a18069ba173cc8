"""The trusts' rules on providers, specifications and procurements: each on its real framework."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.actions import procurement as buying
from contracts.actions import provider as providers
from contracts.actions import specification as specifications
from contracts.models import Bid
from contracts.routes import in_band, linked_value
from tests.rules.records import decided, maker, passed, refused_by, rules_against
from trusts.actions.record import confirm
from trusts.framework.sections.rules import Route
from trusts.governance import clock
from trusts.governance.permissions import standing
from trusts.governance.refusal import Refused
from trusts.models import Person

pytestmark = pytest.mark.django_db
LOCAL = {"level": "level.local"}
REASON = "The market was tested last year."


def complete(made, **values):
    """A complete specification that serves a priority."""
    priority = made.make("priority")
    specification = made.make("specification", priorities=[priority], **values)
    made.make("measure", specification=specification)
    return specifications.complete(specification, by=made.by)


def bought(made, value="48000", **values):
    """A procurement of a complete specification."""
    return made.make("procurement", specification=complete(made), value=Decimal(value), **values)


def with_advice(procurement, made):
    """An adviser has confirmed whatever the framework asks to be confirmed."""
    for code in made.framework.confirmations(["procurement.route"]):
        confirm(record=procurement, code=code, note="Looked at.", by=made.by)
    return procurement


@pytest.mark.rule("DUR-170")
def test_a_durham_buy_under_50000_may_use_its_select_list_and_one_over_may_not():
    made = maker("county-durham")
    over = bought(made, "50000.01", **LOCAL)
    refused_by("DUR-170", buying.choose_route, over, by=made.by, route="select-list", reason=REASON)
    under = bought(made, "49999.99", **LOCAL)
    assert buying.choose_route(under, by=made.by, route="select-list", reason=REASON).state == "routed"
    for procurement in (over, bought(made, "10", **LOCAL)):
        assert buying.choose_route(procurement, by=made.by, route="open-tender").route == "open-tender"


@pytest.mark.rule("DUR-170")
def test_exactly_50000_goes_to_open_tender_in_durham():
    made = maker("county-durham")
    exactly = bought(made, "50000.00", **LOCAL)
    refused_by("DUR-170", buying.choose_route, exactly, by=made.by, route="select-list", reason=REASON)
    assert buying.choose_route(exactly, by=made.by, route="open-tender").state == "routed"


@pytest.mark.rule("DUR-171")
def test_a_select_list_does_not_open_once_the_value_has_risen():
    made = maker("county-durham")
    procurement = buying.choose_route(bought(made, **LOCAL), by=made.by, route="select-list", reason=REASON)
    procurement.value = Decimal(60000)
    procurement.save()
    refused_by("DUR-171", buying.open_for_bids, procurement, by=made.by)


@pytest.mark.rule("DUR-172")
def test_a_durham_route_needs_to_know_how_the_value_is_counted():
    made = maker("county-durham")
    assert "DUR-172" not in rules_against(routed_obstacles(made))
    text = made.trust.blueprint.text.replace("    basis: Whole-life value without VAT\n", "")
    assert text != made.trust.blueprint.text
    procurement = bought(made, **LOCAL)
    procurement.blueprint = type(made.trust.blueprint).objects.create(trust=made.trust, number=99, text=text)
    procurement.save()
    refused_by("DUR-172", buying.choose_route, procurement, by=made.by, route="select-list", reason=REASON)


def routed_obstacles(made):
    """Every reason against a small local buy by select list."""
    procurement = bought(made, **LOCAL)
    procurement.route, procurement.reason_not_open = "select-list", REASON
    return buying.obstacles_to_routing(procurement, made.by)


@pytest.mark.rule("DUR-173")
def test_linked_lots_together_stay_under_the_threshold():
    made = maker("county-durham")
    first, second = bought(made, "30000", **LOCAL), bought(made, "20000", **LOCAL)
    first.linked.add(second)
    refused_by("DUR-173", buying.choose_route, first, by=made.by, route="select-list", reason=REASON)
    second.value = Decimal("19999.99")
    second.save()
    assert buying.choose_route(first, by=made.by, route="select-list", reason=REASON).state == "routed"


@pytest.mark.rule("DUR-173")
def test_lots_of_one_specification_in_a_year_count_together_though_nobody_linked_them():
    made = maker("county-durham")
    first = bought(made, "30000", **LOCAL)
    lot = made.make("procurement", specification=first.specification, value=Decimal(20000), **LOCAL)
    refused_by("DUR-173", buying.choose_route, first, by=made.by, route="select-list", reason=REASON)
    year = clock.start_of_financial_year(clock.today())
    for moment, counts in (
        (clock.midnight(year), True),
        (clock.midnight(year) - timedelta(seconds=1), False),
    ):
        type(lot).objects.filter(pk=lot.pk).update(created_at=moment)
        assert linked_value(first) == (50000 if counts else 30000)
    assert buying.choose_route(first, by=made.by, route="select-list", reason=REASON).state == "routed"


@pytest.mark.rule("DUR-173")
def test_a_new_version_of_a_specification_does_not_split_a_purchase():
    made = maker("county-durham")
    first = bought(made, "30000", **LOCAL)
    later = specifications.write_next(first.specification, by=made.by)
    made.make("procurement", specification=later, value=Decimal(20000), **LOCAL)
    assert linked_value(first) == 50000
    refused_by("DUR-173", buying.choose_route, first, by=made.by, route="select-list", reason=REASON)


@pytest.mark.rule("DUR-174")
def test_not_tendering_openly_needs_its_reason_or_somebody_who_passes_the_rule():
    made = maker("county-durham")
    procurement = bought(made, **LOCAL)
    found = refused_by("DUR-174", buying.choose_route, procurement, by=made.by, route="select-list")
    assert found.overridable
    procurement.route = "select-list"
    procurement.save()
    passed(procurement, "route", "DUR-174", made.by)
    assert buying.choose_route(procurement, by=made.by, route="select-list").state == "routed"


@pytest.mark.rule("DUR-176")
def test_only_providers_on_the_active_list_are_invited():
    made = maker("county-durham")
    procurement = buying.choose_route(bought(made, **LOCAL), by=made.by, route="select-list", reason=REASON)
    provider = made.make("provider")
    refused_by("DUR-176", buying.invite, procurement, by=made.by, providers=[provider])
    listing = made.make("listing", provider=provider, priority=procurement.specification.priorities.get())
    assert buying.invite(procurement, by=made.by, providers=[provider]).invited.get() == provider
    providers.suspend_listing(listing, by=made.by, reason="Late twice.")
    refused_by("DUR-176", buying.invite, procurement, by=made.by, providers=[provider])


@pytest.mark.rule("DUR-17d")
def test_a_durham_veto_stops_a_purchase_from_opening():
    made = maker("county-durham")
    procurement = buying.choose_route(bought(made), by=made.by, route="open-tender")
    veto = made.make("veto", specification=procurement.specification)
    decided(veto, "record-veto", made.by)
    refused_by("DUR-17d", buying.open_for_bids, procurement, by=made.by)
    decided(veto, "lift-veto", made.by)
    assert buying.open_for_bids(procurement, by=made.by).state == "open"


@pytest.mark.rule("DUR-203")
def test_a_durham_budget_is_approved_before_the_planned_award():
    made = maker("county-durham")
    late = clock.today() + timedelta(days=90)
    procurement = buying.choose_route(bought(made, budget_approval=late), by=made.by, route="open-tender")
    found = refused_by("DUR-203", buying.open_for_bids, procurement, by=made.by)
    assert found.overridable
    passed(procurement, "open", "DUR-203", made.by)
    assert buying.open_for_bids(procurement, by=made.by).state == "open"


@pytest.mark.rule("DUR-27")
def test_a_local_board_changes_only_its_own_select_list():
    made = maker("county-durham")
    east, north = made.trust.localities.get(code="east"), made.trust.localities.get(code="north")
    listing = made.make(
        "listing", provider=made.make("provider"), priority=made.make("priority"), localities=[east]
    )
    here = _member_of(east)
    assert "DUR-27" not in rules_against(providers.obstacles_to_changing_list(listing, here))
    listing.localities.set([north])
    refused_by("DUR-27", providers.remove_listing, listing, by=here, reason="Not ours.")


def _member_of(place):
    """Somebody whose only roles are in one locality."""
    rows = Person.objects.filter(memberships__body__locality=place, memberships__position="member")
    return rows.exclude(memberships__body__locality=None).first() or rows.first()


@pytest.mark.rule("MED-92")
@pytest.mark.parametrize(
    "code", ["medway", pytest.param("buckinghamshire", marks=pytest.mark.rule("BUC-66"))]
)
def test_every_bidder_gets_the_same_rules_and_timetable(code):
    made = maker(code)
    rule = {"medway": "MED-92", "buckinghamshire": "BUC-66"}[code]
    procurement = bought(made, terms="")
    buying.choose_route(procurement, by=made.by, route=made.framework.framework.routes[0].code, reason=REASON)
    refused_by(rule, buying.open_for_bids, procurement, by=made.by)
    procurement.refresh_from_db()
    procurement.terms = "The same for everybody."
    procurement.save()
    assert rule not in rules_against(buying.obstacles_to_opening(procurement, made.by))


@pytest.mark.rule("GAT-22")
def test_nothing_is_bought_in_gateshead_outside_a_project(walker):
    walk = walker("gateshead", create=True)
    made = maker("gateshead")
    procurement = bought(made)
    assert "GAT-22" in rules_against(buying.obstacles_to_opening(procurement, made.by))
    walk.exercise.procurements.add(procurement)
    assert "GAT-22" not in rules_against(buying.obstacles_to_opening(procurement, made.by))


@pytest.mark.rule("GAT-73")
def test_a_gateshead_route_rests_on_the_test_of_best_value():
    made = maker("gateshead")
    procurement = with_advice(bought(made, particulars={}), made)
    found = refused_by("GAT-73", buying.choose_route, procurement, by=made.by, route="own-rules")
    assert found.overridable
    passed(routed(procurement), "route", "GAT-73", made.by)
    assert buying.choose_route(procurement, by=made.by, route="own-rules").state == "routed"
    tested = with_advice(bought(made), made)
    assert buying.choose_route(tested, by=made.by, route="own-rules").route_label.startswith("By the buying")


@pytest.mark.rule("GAT-90")
def test_procurement_confirms_that_a_gateshead_route_keeps_the_law():
    made = maker("gateshead")
    procurement = bought(made)
    refused_by("GAT-90", buying.choose_route, procurement, by=made.by, route="own-rules")
    with_advice(procurement, made)
    assert buying.choose_route(procurement, by=made.by, route="own-rules").state == "routed"


def routed(procurement):
    """A procurement on which a route was put down, whatever the rules say."""
    procurement.route = "own-rules"
    procurement.save()
    return procurement


@pytest.mark.rule("DUR-17")
def test_a_veto_of_the_executive_board_stops_an_award():
    made = maker("county-durham")
    award = awarded(made)
    veto = made.make("veto", specification=award.procurement.specification)
    decided(veto, "record-veto", made.by)
    assert veto.state == "in-force"
    refused_by("DUR-17", buying.make_award, award, by=made.by)
    decided(veto, "lift-veto", made.by)
    assert buying.make_award(award, by=made.by).state == "made"


def opened(procurement, made):
    """Two people open its bids."""
    buying.close_for_bids(procurement, by=made.by)
    return buying.close_for_bids(procurement, by=another(made))


def another(made):
    """Somebody else of the trust."""
    rows = Person.objects.filter(appointments__trust=made.trust).exclude(pk=made.by.pk)
    return rows.order_by("pk").first()


def awarded(made):
    """An award recommended after bids were opened and scored."""
    procurement = buying.choose_route(bought(made), by=made.by, route="open-tender")
    buying.open_for_bids(procurement, by=made.by)
    provider = made.make("provider")
    bid = made.make("bid", procurement=procurement, provider=provider)
    made.make("panellist", procurement=procurement)
    with clock.at(clock.now() + timedelta(days=40)):
        opened(procurement, made)
        bid = Bid.objects.get(pk=bid.pk)
        buying.score(bid, by=made.by, quality=Decimal(70), price=Decimal(60), comment="Sound.")
    return made.make("award", procurement=procurement, provider=provider)


STANDARDS = ["GAT-80", "GAT-82", "GAT-83", "GAT-84", "GAT-85", "GAT-88", "GAT-89"]


@pytest.mark.rule("GAT-80")
@pytest.mark.rule("GAT-82")
@pytest.mark.rule("GAT-83")
@pytest.mark.rule("GAT-84")
@pytest.mark.rule("GAT-85")
@pytest.mark.rule("GAT-88")
@pytest.mark.rule("GAT-89")
@pytest.mark.parametrize("rule", STANDARDS)
def test_a_gateshead_provider_meets_every_standard(rule):
    made = maker("gateshead")
    gate = next(gate for gate in made.framework.framework.gates if gate.id == rule)
    whole = made.make("provider")
    lacking = {name: text for name, text in whole.particulars.items() if name != gate.params["fields"][0]}
    provider = made.make("provider", particulars=lacking)
    assert rules_against(providers.obstacles_to_approving(provider, made.by)) == {rule}
    refused_by(rule, providers.approve, provider, by=made.by)
    assert providers.approve(whole, by=made.by).state == "approved"


# The engine's own promises, in every trust ---------------------------------------------------


@given(
    value=st.decimals("0.01", "200000.00", places=2),
    line=st.decimals("0.01", "200000.00", places=2),
    boundary=st.sampled_from(["included", "excluded"]),
)
def test_a_value_lies_below_above_or_on_the_line_and_never_in_both_or_neither(value, line, boundary):
    other = "excluded" if boundary == "included" else "included"
    below = Route(code="small", label="Small", below=line, at_boundary=boundary)
    above = Route(code="large", label="Large", above=line, at_boundary=other)
    assert in_band(below, value) != in_band(above, value)
    assert in_band(below, line) == (boundary == "included")
    assert in_band(below, line - Decimal("0.01"))
    assert not in_band(below, line + Decimal("0.01"))


def test_a_bid_is_read_by_nobody_before_bids_are_opened():
    made = maker("county-durham")
    procurement = buying.choose_route(bought(made), by=made.by, route="open-tender")
    buying.open_for_bids(procurement, by=made.by)
    made.make("bid", procurement=procurement, provider=made.make("provider"))
    people = [
        standing(person, made.trust) for person in Person.objects.filter(appointments__trust=made.trust)
    ]
    assert people
    assert not any(Bid.objects.visible_to(one).exists() for one in people)
    with pytest.raises(Refused, match="sealed until"):
        buying.close_for_bids(procurement, by=made.by)


def test_a_panel_member_with_an_interest_scores_nothing():
    made = maker("county-durham")
    award = awarded(made)
    bid = award.procurement.bids.get()
    award.procurement.panel.update(interest="A cousin works there.")
    with pytest.raises(Refused, match="declared an interest"):
        buying.score(bid, by=made.by, quality=Decimal(1), price=Decimal(1), comment="No.")


def test_a_complete_specification_is_replaced_only_by_a_complete_one():
    made = maker("county-durham")
    first = complete(made)
    second = specifications.write_next(first, by=made.by)
    first.refresh_from_db()
    assert (first.state, second.edition, second.measures.count()) == ("complete", 2, 1)
    specifications.complete(second, by=made.by)
    first.refresh_from_db()
    assert first.state == "superseded"
