"""The trusts' rules on funds, allocations and services: each on its real framework."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.actions import fund as funds
from contracts.actions import service as services
from contracts.models import Allocation
from contracts.nouns.money import answers_of
from tests.rules.records import decided, maker, refused_by, rules_against
from trusts.framework.reading import Reading
from trusts.models import blueprint

pytestmark = pytest.mark.django_db


def a_fund(made, paid="50000", **values):
    """A fund into which one partner pays."""
    fund = made.make("fund", **values)
    partner = made.trust.organisations.first()
    made.make("contribution", fund=fund, organisation=partner, value=Decimal(paid))
    return fund


def a_set_fund(made, **values):
    """A fund whose arrangement stands."""
    fund = a_fund(made, **values)
    fund.state = "set"
    fund.save()
    return fund


@pytest.mark.rule("DUR-12")
def test_the_executive_board_determines_a_durham_fund():
    made = maker("county-durham")
    fund = a_fund(made)
    refused_by("DUR-12", funds.arrange, fund, by=made.by)
    assert decided(fund, "set-fund", made.by) == []
    assert fund.state == "set"


@pytest.mark.rule("DUR-181")
def test_a_durham_fund_states_the_advantage_of_pooling():
    made = maker("county-durham")
    fund = a_fund(made, particulars={})
    refused_by("DUR-181", funds.arrange, fund, by=made.by)
    fund.particulars = {"advantage-of-pooling": "One budget, one decision."}
    fund.save()
    assert "DUR-181" not in rules_against(funds.obstacles_to_setting(fund, made.by))


@pytest.mark.rule("HAR-55")
def test_a_haringey_fund_rests_on_an_evaluation_of_practice():
    made = maker("haringey")
    fund = a_fund(made, particulars={})
    refused_by("HAR-55", funds.arrange, fund, by=made.by)
    fund.particulars = {"practice-evaluation": "Evaluated by both agencies."}
    fund.save()
    assert "HAR-55" not in rules_against(funds.obstacles_to_setting(fund, made.by))


@pytest.mark.rule("BUC-65")
def test_a_buckinghamshire_fund_answers_the_questionnaire():
    made = maker("buckinghamshire")
    fund = a_fund(made, particulars={"question-same-outcome": "Yes", "question-one-budget": "In part"})
    found = refused_by("BUC-65", funds.arrange, fund, by=made.by)
    assert [missing.reason for missing in found.missing] == [
        "Not answered: Can one partner hold the money and answer to the others for it?",
        "Not answered: Could a partner leave without harm to the service?",
    ]
    fund.particulars |= {"question-one-holder": "No", "question-way-out": "Yes"}
    fund.save()
    assert funds.arrange(fund, by=made.by).state == "set"
    assert answers_of(fund)[-1] == ("Points for pooling", "5.5 of 9")


@pytest.mark.rule("BUC-65")
def test_a_trust_that_has_entered_no_questions_sets_no_fund_and_is_told_why(monkeypatch):
    made = maker("buckinghamshire")
    fund = a_fund(made)
    document = fund.framework.framework
    emptied = document.model_copy(
        update={"funding": document.funding.model_copy(update={"questionnaire": ()})}
    )
    monkeypatch.setitem(blueprint._readings, fund.blueprint.digest, Reading(emptied))
    found = [one for one in funds.obstacles_to_setting(fund, made.by) if one.rule == "BUC-65"]
    assert "has not entered the questions" in found[0].missing[0].reason


@pytest.mark.rule("DUR-38")
def test_a_durham_allocation_stays_within_what_partners_delegated():
    made = maker("county-durham")
    fund = a_set_fund(made)
    over = made.make("allocation", fund=fund, value=Decimal("50000.01"))
    refused_by("DUR-38", funds.allocate, over, by=made.by)
    exactly = made.make("allocation", fund=fund, value=Decimal("50000.00"))
    assert funds.allocate(exactly, by=made.by).state == "agreed"


@pytest.mark.rule("MED-8b")
def test_the_joint_commissioning_group_decides_a_medway_allocation():
    made = maker("medway")
    allocation = made.make("allocation", fund=a_set_fund(made))
    refused_by("MED-8b", funds.allocate, allocation, by=made.by)
    assert decided(allocation, "agree-allocation", made.by) == []
    assert allocation.state == "agreed"


@pytest.mark.rule("MED-8c")
def test_a_medway_allocation_is_tied_to_an_outcome():
    made = maker("medway")
    allocation = made.make("allocation", fund=a_set_fund(made), outcomes=[])
    assert rules_against(decided(allocation, "agree-allocation", made.by)) == {"MED-8c"}
    allocation.outcomes = [made.outcome]
    allocation.save()
    assert "MED-8c" not in rules_against(funds.obstacles_to_allocating(allocation, made.by))


@pytest.mark.rule("MED-20")
def test_a_medway_commitment_needs_a_delegation_that_covers_it():
    made = maker("medway")
    allocation = made.make("allocation", fund=a_set_fund(made))
    observer = (
        maker("medway")
        .by.__class__.objects.filter(appointments__role="observer", appointments__trust__code="medway")
        .first()
    )
    assert "MED-20" in rules_against(funds.obstacles_to_allocating(allocation, observer))
    assert "MED-20" not in rules_against(funds.obstacles_to_allocating(allocation, made.by))


@pytest.mark.rule("GAT-8")
def test_the_executive_decides_to_move_gateshead_resources():
    made = maker("gateshead")
    fund = a_set_fund(made)
    first = funds.allocate(made.make("allocation", fund=fund, value=Decimal(40000)), by=made.by)
    moved = made.make("allocation", fund=fund, value=Decimal(30000), moved_from=first, title="Moved")
    refused_by("GAT-8", funds.allocate, moved, by=made.by)
    assert decided(moved, "move-resources", made.by) == []
    first.refresh_from_db()
    assert (moved.state, first.value) == ("agreed", Decimal(10000))


@pytest.mark.rule("GAT-165")
def test_a_gateshead_provider_is_supported_before_its_service_is_ended():
    made = maker("gateshead")
    provider = made.make("provider")
    service = services.deliver(made.make("service", provider=provider, officer=made.by), by=made.by)
    refused_by("GAT-165", services.propose_to_end, service, by=made.by, reason="Too few come.")
    agreement = made.make("agreement", provider=provider, service=service)
    made.make("deficit", agreement=agreement, support="Two visits and a plan.")
    assert services.propose_to_end(service, by=made.by, reason="Too few come.").state == "ending"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    paid=st.lists(st.decimals("0.01", "99999.99", places=2), min_size=1, max_size=4),
    asked=st.lists(st.decimals("0.01", "99999.99", places=2), min_size=1, max_size=6),
    withdrawn=st.sets(st.integers(0, 5)),
)
def test_no_sequence_of_allocations_overspends_a_fund(db, paid, asked, withdrawn):
    made = maker("haringey")
    fund = a_fund(made, paid=paid[0])
    for more in paid[1:]:
        made.make("contribution", fund=fund, organisation=made.trust.organisations.first(), value=more)
    fund.state = "set"
    fund.save()
    total = sum(paid, Decimal(0))
    assert fund.paid_in == total
    for place, value in enumerate(asked):
        allocation = made.make("allocation", fund=fund, value=value)
        fits = value <= fund.left(allocation.year)
        stops = funds.obstacles_to_allocating(allocation, made.by)
        assert fits == (not stops)
        if fits:
            funds.allocate(allocation, by=made.by)
            if place in withdrawn:
                funds.withdraw(allocation, by=made.by, reason="Not needed.")
        agreed = Allocation.objects.filter(fund=fund, state="agreed").values_list("value", flat=True)
        assert fund.allocated == sum(agreed, Decimal(0)) <= total
