"""Money to the penny, and the way something is bought around every line that the trusts draw."""

from decimal import Decimal
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contracts.actions import agreement as agreements
from contracts.actions import fund as funds
from contracts.actions import procurement as buying
from contracts.models import Allocation, Contribution
from contracts.routes import in_band, linked_value, routes_of
from tests.factories.visitor import text_of
from tests.records.conftest import faults_of, keys
from tests.rules.records import maker, rules_against
from tests.rules.test_records_of_buying import bought
from tests.trust_data import CODES, trust
from trusts.actions.record import change
from trusts.forms.fields import MoneyField, NumberField
from trusts.governance.refusal import Refused
from trusts.record_words import money

PENNY = Decimal("0.01")
NUMBERS = count(90_000)
amounts = st.decimals("0", "999999999999.99", places=2)


@given(amount=amounts)
@example(amount=Decimal("1234.5"))
def test_an_amount_is_read_back_as_it_is_written_in_every_way_people_write_it(amount):
    ways = [
        f"{amount}",
        f"{amount:,.2f}",
        f"£{amount:,.2f}",
        f" £ {amount:,.2f} ",
        f"{amount:.2f}0"[:-1],
        money(amount),
    ]
    assert {MoneyField().clean(way) for way in ways} == {amount}
    assert MoneyField().clean(MoneyField().prepare_value(amount)) == amount


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_for_money_is_an_amount_or_is_refused(typed):
    for field in (MoneyField(required=False), NumberField(required=False, max_digits=14, decimal_places=2)):
        try:
            amount = field.clean(typed)
        except ValidationError:
            continue
        else:
            assert amount is None or (amount.is_finite() and amount == amount.quantize(PENNY))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("-1", "£0 or more"), ("-0.01", "£0 or more"), ("1.234", "pounds and pence"), ("1000000000000", "less than £1,000,000,000,000"),
        ("9" * 100_000, "less than"), ("NaN", "in pounds"), ("Infinity", "in pounds"), ("1e5", "in pounds"), ("1_000", "in pounds"),
        ("1,5", "in pounds"), ("1,23,456", "in pounds"), ("12,34.50", "in pounds"), ("£", "in pounds"), (".", "in pounds"),
        ("££5", "in pounds"), ("5 pounds", "in pounds"), ("1.2.3", "in pounds"), ("\uff15", "in pounds"), ("5\0", "in pounds"),
    ],
)  # fmt: skip
def test_what_is_no_amount_says_what_one_looks_like(typed, says):
    with pytest.raises(ValidationError) as caught:
        MoneyField().clean(typed)
    assert says in " ".join(caught.value.messages)


def a_fund(made, *paid, year=2026):
    """A fund that is set, into which partners pay."""
    fund = made.make("fund", state="set")
    for value in paid:
        made.make(
            "contribution", fund=fund, organisation=made.trust.organisations.first(), value=value, year=year
        )
    return fund


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.decimals("0.01", "9999999999.99", places=2), min_size=2, max_size=5))
@example(values=[Decimal("0.10")] * 30)
@example(values=[Decimal("9999999999.99"), Decimal("0.01"), Decimal("0.07")])
def test_a_fund_is_worth_the_sum_of_its_contributions_to_the_penny(db, values):
    made = maker("haringey")
    fund = a_fund(made)
    partner = made.trust.organisations.first()
    Contribution.objects.bulk_create(
        Contribution(trust=made.trust, blueprint=made.trust.blueprint, number=next(NUMBERS), title="Paid", created_by=made.by,
                     created_at="2026-01-01T00:00Z", fund=fund, organisation=partner, value=value, year=2026)
        for value in values
    )  # fmt: skip
    total = sum(values, Decimal(0))
    assert fund.paid_in == fund.left(2026) == total
    whole = made.make("allocation", fund=fund, value=total + PENNY, year=2026)
    with pytest.raises(Refused, match="more than"):
        funds.allocate(whole, by=made.by)
    Allocation.objects.filter(pk=whole.pk).update(value=total)
    assert funds.allocate(whole, by=made.by).state == "agreed"
    assert fund.left(2026) == 0


def test_two_allocations_read_before_either_was_agreed_do_not_overspend(db):
    made = maker("haringey")
    fund = a_fund(made, Decimal(100))
    first, second = (made.make("allocation", fund=fund, value=Decimal("50.01"), year=2026) for _ in range(2))
    second = Allocation.objects.select_related("fund").get(pk=second.pk)
    funds.allocate(first, by=made.by)
    with pytest.raises(Refused, match=r"more than the £49\.99 left"):
        funds.allocate(second, by=made.by)


def test_nothing_is_moved_from_what_was_not_agreed_or_is_no_money(db):
    made = maker("haringey")
    fund = a_fund(made, Decimal(100))
    spent = made.make("allocation", fund=fund, value=Decimal(100), year=2026)
    funds.allocate(spent, by=made.by)
    for source, says in [
        (made.make("allocation", fund=fund, value=Decimal(50), year=2026), "is not agreed"),
        (
            made.make("allocation", fund=fund, value=Decimal(50), year=2026, state="withdrawn"),
            "is not agreed",
        ),
        (
            made.make(
                "allocation", fund=fund, value=Decimal(50), year=2026, resource="staff", state="agreed"
            ),
            "staff time",
        ),
    ]:
        moved = made.make("allocation", fund=fund, value=Decimal(50), year=2026, moved_from=source)
        with pytest.raises(Refused, match=says):
            funds.allocate(moved, by=made.by)
    assert fund.allocated == 100
    moved = made.make("allocation", fund=fund, value=Decimal("99.99"), year=2026, moved_from=spent)
    funds.allocate(moved, by=made.by)
    spent.refresh_from_db()
    assert (spent.value, moved.state, fund.left(2026)) == (PENNY, "proposed", 0)


@pytest.mark.rule("DUR-38")
def test_a_move_inside_a_fund_that_is_spent_commits_nothing_more(db):
    made = maker("county-durham")
    fund = a_fund(made, Decimal(100))
    spent = made.make("allocation", fund=fund, value=Decimal(100), year=2026, state="agreed")
    moved = made.make("allocation", fund=fund, value=Decimal(60), year=2026, moved_from=spent)
    assert "DUR-38" not in rules_against(funds.obstacles_to_allocating(moved, made.by))
    other = made.make("allocation", fund=fund, value=PENNY, year=2026)
    assert "DUR-38" in rules_against(funds.obstacles_to_allocating(other, made.by))


def test_a_contribution_is_not_cut_below_what_is_allocated(db):
    made = maker("haringey")
    fund = a_fund(made, Decimal(100), Decimal(50))
    paid = fund.contributions.get(value=100)
    funds.allocate(made.make("allocation", fund=fund, value=Decimal(120), year=2026), by=made.by)
    for values in (
        {"value": Decimal("69.99")},
        {"value": Decimal(0)},
        {"year": 2027},
        {"fund": a_fund(made)},
    ):
        paid.refresh_from_db()
        with pytest.raises(Refused, match="is allocated for 2026/27 already"):
            change(paid, version=paid.version, by=made.by, values=values)
    paid.refresh_from_db()
    assert change(paid, version=paid.version, by=made.by, values={"value": Decimal(70)}).value == 70
    assert fund.left(2026) == 0
    assert faults_of(trust("haringey")) == []


def test_an_agreement_grows_no_longer_and_no_larger_than_can_be_kept(db):
    made = maker("haringey")
    agreement = made.make(
        "agreement", provider=made.make("provider"), state="active", value=Decimal("999999999999.99")
    )
    later = agreement.ends.replace(year=agreement.ends.year + 1)
    with pytest.raises(Refused, match="more than can be kept"):
        agreements.extend(agreement, by=made.by, ends=later, reason="More.", added=PENNY)
    with pytest.raises(Refused, match="give a later day"):
        agreements.extend(agreement, by=made.by, ends=agreement.ends, reason="More.")
    type(agreement).objects.filter(pk=agreement.pk).update(ends=None)
    with pytest.raises(Refused, match="begins on"):
        agreements.extend(agreement, by=made.by, ends=agreement.starts, reason="More.")


# The line between routes --------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_around_every_line_of_every_trust_some_route_is_open(code, db):
    """A penny below, on the line and a penny above it: each has a route, and a band ends where it says."""
    framework = trust(code).framework
    routes = routes_of(framework)
    lines = {line for route in routes for line in (route.below, route.above) if line is not None}
    assert lines == ({Decimal(50000)} if code == "county-durham" else set())
    for line in lines | {Decimal(50000)}:
        for value in (line - PENNY, line, line + PENNY, Decimal(0), Decimal("999999999999.99")):
            assert [route for route in routes if in_band(route, value)], (code, value)
    for route in routes:
        if route.below is not None:
            included = route.at_boundary == "included"
            assert [in_band(route, route.below + step) for step in (-PENNY, 0, PENNY)] == [
                True,
                included,
                False,
            ]


@pytest.mark.rule("DUR-170")
@pytest.mark.rule("DUR-173")
@pytest.mark.parametrize(
    ("value", "lots", "level", "refused"),
    [
        ("49999.99", [], "level.local", set()), ("50000.00", [], "level.local", {"DUR-170", "DUR-173"}),
        ("50000.01", [], "level.local", {"DUR-170", "DUR-173"}), ("0.01", ["49999.98"], "level.local", set()),
        ("0.01", ["49999.99"], "level.local", {"DUR-173"}), ("20000", ["10000", "19999.99"], "level.local", set()),
        ("20000", ["10000", "20000"], "level.local", {"DUR-173"}),
    ],
)  # fmt: skip
def test_a_select_list_is_for_what_lies_under_the_line_with_all_its_lots(value, lots, level, refused, db):
    """The lots hang on one another in a chain: each counts, however far along."""
    made = maker("county-durham")
    procurement = last = bought(made, value, level=level)
    for worth in lots:
        lot = made.make(
            "procurement", specification=procurement.specification, value=Decimal(worth), level=level
        )
        last.linked.add(lot)
        last = lot
    assert linked_value(procurement) == linked_value(last) == sum(map(Decimal, lots), Decimal(value))
    procurement.route, procurement.reason_not_open = "select-list", "Tested."
    assert rules_against(buying.obstacles_to_routing(procurement, made.by)) == refused
    procurement.route = "open-tender"
    assert rules_against(buying.obstacles_to_routing(procurement, made.by)) == set()


def test_a_cancelled_lot_is_not_bought_and_does_not_count(db):
    made = maker("county-durham")
    procurement = bought(made, "30000", level="level.local")
    lot = made.make(
        "procurement", specification=procurement.specification, value=Decimal(30000), state="cancelled"
    )
    procurement.linked.add(lot)
    assert linked_value(procurement) == 30000


@pytest.mark.rule("DUR-170")
@pytest.mark.rule("DUR-173")
def test_a_route_is_judged_again_when_it_opens(db):
    """Chosen under the line; the value, the level or the lots changed since."""
    made = maker("county-durham")
    procurement = bought(made, level="level.local")
    procurement = buying.choose_route(procurement, by=made.by, route="select-list", reason="Tested.")
    assert rules_against(buying.obstacles_to_opening(procurement, made.by)) == {"DUR-176"}
    lot = made.make("procurement", specification=procurement.specification, value=Decimal(48000))
    procurement.linked.add(lot)
    assert "DUR-173" in rules_against(buying.obstacles_to_opening(procurement, made.by))
    procurement.linked.clear()
    procurement.value = Decimal(50000)
    assert {"DUR-170", "DUR-171"} <= rules_against(buying.obstacles_to_opening(procurement, made.by))


@pytest.mark.rule("DUR-17")
def test_a_veto_stops_buying_and_follows_a_specification_to_its_next_version(db):
    made = maker("county-durham")
    procurement = bought(made)
    earlier = procurement.specification
    following = made.make("specification", follows=earlier)
    made.make("veto", specification=earlier, state="in-force")
    agreement = made.make("agreement", provider=made.make("provider"), specification=following)
    assert agreement.open_of("veto")
    assert "DUR-17d" in rules_against(buying.obstacles_to_opening(procurement, made.by))
    served = made.make("service")
    replaced = made.make("specification", service=served)
    made.make("veto", service=served, state="in-force")
    both = made.make(
        "agreement", provider=agreement.provider, specification=replaced, service=made.make("service")
    )
    assert both.open_of("veto")


@pytest.mark.rule("GAT-77")
def test_a_proposal_to_decommission_is_found_through_the_specification_too(db):
    made = maker("gateshead")
    ending = made.make("service", state="ending")
    specification = made.make("specification", service=ending)
    agreement = made.make(
        "agreement", provider=made.make("provider"), specification=specification, state="active"
    )
    assert "GAT-77" in rules_against(agreements.obstacles_to_extending(agreement, made.by))


def test_money_that_people_type_is_kept_to_the_penny_and_shown_again(world):
    client = world.client()
    page = client.post(
        world.url("record-make", "contribution"), world.typed("contribution") | {"value": "£1,234.50"}
    )
    assert page.status_code == 302
    saved = Contribution.objects.order_by("-pk").first()
    assert saved.value == Decimal("1234.50")
    assert "£1,234.50" in text_of(client.get(saved.get_absolute_url()))
    page = client.post(
        world.url("record-make", "contribution"), world.typed("contribution") | keys() | {"value": "1,5"}
    )
    assert page.status_code == 422
    assert 'value="1,5"' in page.content.decode()
