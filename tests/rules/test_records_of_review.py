"""The trusts' rules on agreements, measures, returns, reviews and what happens when a service falls short."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.actions import agreement as agreements
from contracts.actions import intervention as interventions
from contracts.actions import returns
from contracts.actions import review as reviews_of
from contracts.actions import service as services
from tests.rules.records import decided, maker, passed, refused_by, rules_against
from trusts.actions.record import confirm
from trusts.governance import clock

pytestmark = pytest.mark.django_db
REASON = "The group asked for it, and noted why."


def an_agreement(made, sector="third", measures=("quantity-effect", "quality-effort"), **values):
    """An agreement with a provider, ready for everything but what a test takes away."""
    values.setdefault("provider", made.make("provider", sector=sector))
    if "specification" not in values:
        priority = made.make("priority")
        values["specification"] = made.make("specification", priorities=[priority], state="complete")
    fund = made.make("fund", state="set")
    values.setdefault("fund", fund)
    agreement = made.make("agreement", **values)
    for quadrant in measures:
        made.make("measure", agreement=agreement, quadrant=quadrant, title=quadrant)
    for code in made.framework.confirmations(["agreement.activate"]):
        confirm(record=agreement, code=code, note="Looked at.", by=made.by)
    return agreement


def in_force(made, **values):
    """An agreement in force, whatever the rules say of its beginning."""
    agreement = an_agreement(made, **values)
    agreement.state = "active"
    agreement.save()
    return agreement


@pytest.mark.rule("BUC-72")
def test_a_buckinghamshire_sla_is_never_given_to_a_charity():
    made = maker("buckinghamshire")
    refused_by("BUC-72", agreements.activate, an_agreement(made, sort="sla"), by=made.by)
    inside = an_agreement(made, sector="in-house", sort="sla")
    assert agreements.activate(inside, by=made.by).state == "active"
    outside = an_agreement(made, sort="contract")
    assert agreements.activate(outside, by=made.by).state == "active"


@pytest.mark.rule("GAT-141")
def test_a_gateshead_sla_is_for_internal_services_only():
    made = maker("gateshead")
    refused_by("GAT-141", agreements.activate, an_agreement(made, sort="sla"), by=made.by)
    inside = an_agreement(made, sector="in-house", sort="sla")
    assert "GAT-141" not in rules_against(agreements.obstacles_to_activating(inside, made.by))


@pytest.mark.rule("BUC-38")
def test_an_adviser_confirms_that_law_and_standing_orders_are_kept():
    made = maker("buckinghamshire")
    agreement = made.make("agreement", provider=made.make("provider"))
    refused_by("BUC-38", agreements.activate, agreement, by=made.by)
    confirm(
        record=agreement,
        code=made.framework.confirmations(["agreement.activate"])[0],
        note="Yes.",
        by=made.by,
    )
    assert "BUC-38" not in rules_against(agreements.obstacles_to_activating(agreement, made.by))


@pytest.mark.rule("BUC-75")
@pytest.mark.rule("BUC-86")
@pytest.mark.parametrize(
    ("rule", "field"), [("BUC-75", "safeguarding-board-clause"), ("BUC-86", "consumer-feedback")]
)
def test_a_buckinghamshire_contract_says_what_the_framework_asks(rule, field):
    made = maker("buckinghamshire")
    whole = made.particulars("agreement")
    lacking = {name: text for name, text in whole.items() if name != field}
    refused_by(rule, agreements.activate, an_agreement(made, particulars=lacking), by=made.by)
    assert rule not in rules_against(agreements.obstacles_to_activating(an_agreement(made), made.by))


@pytest.mark.rule("BUC-76")
def test_a_buckinghamshire_contract_has_its_monitoring_dates():
    made = maker("buckinghamshire")
    refused_by("BUC-76", agreements.activate, an_agreement(made, first_review_date=None), by=made.by)
    assert "BUC-76" not in rules_against(agreements.obstacles_to_activating(an_agreement(made), made.by))


@pytest.mark.rule("BUC-77")
def test_a_buckinghamshire_contract_lists_quality_standards_that_can_be_checked():
    made = maker("buckinghamshire")
    bare = made.make("specification", priorities=[made.make("priority")], standards="", state="complete")
    refused_by("BUC-77", agreements.activate, an_agreement(made, specification=bare), by=made.by)
    assert "BUC-77" not in rules_against(agreements.obstacles_to_activating(an_agreement(made), made.by))


@pytest.mark.rule("BUC-82")
def test_a_buckinghamshire_contract_measures_more_than_effort():
    made = maker("buckinghamshire")
    effort = an_agreement(made, measures=("quantity-effort", "quality-effort"))
    refused_by("BUC-82", agreements.activate, effort, by=made.by)
    made.make("measure", agreement=effort, quadrant="quality-effect")
    assert "BUC-82" not in rules_against(agreements.obstacles_to_activating(effort, made.by))


@pytest.mark.rule("BUC-85")
def test_a_large_risky_contract_is_watched_every_month_or_somebody_says_why_not():
    made = maker("buckinghamshire")
    rarely = {"value": Decimal(600000), "risk": "high", "monitoring_cycle": "quarter"}
    agreement = an_agreement(made, **rarely)
    found = refused_by("BUC-85", agreements.activate, agreement, by=made.by)
    assert found.overridable
    passed(agreement, "activate", "BUC-85", made.by)
    assert agreements.activate(agreement, by=made.by).state == "active"
    monthly = an_agreement(made, **(rarely | {"monitoring_cycle": "month"}))
    assert "BUC-85" not in rules_against(agreements.obstacles_to_activating(monthly, made.by))


@pytest.mark.rule("BUC-51")
def test_a_buckinghamshire_target_has_an_agreed_level_of_success():
    made = maker("buckinghamshire")
    measure = made.make("measure", agreement=an_agreement(made), target=None)
    refused_by("BUC-51", agreements.set_target, measure, by=made.by)
    assert agreements.set_target(made.make("measure", agreement=an_agreement(made)), by=made.by).target_set_on


@pytest.mark.rule("DUR-169")
def test_a_durham_target_is_negotiated_with_provider_children_and_families():
    made = maker("county-durham")
    alone = made.make("measure", agreement=an_agreement(made), agreed_with=["provider"])
    refused_by("DUR-169", agreements.set_target, alone, by=made.by)
    assert agreements.set_target(made.make("measure", agreement=an_agreement(made)), by=made.by).target_set_on


@pytest.mark.rule("DUR-14")
def test_a_durham_contract_measures_quantity_and_quality():
    made = maker("county-durham")
    counted = an_agreement(made, measures=("quantity-effect",))
    refused_by("DUR-14", agreements.activate, counted, by=made.by)
    made.make("measure", agreement=counted, quadrant="quality-effort")
    assert agreements.activate(counted, by=made.by).state == "active"


@pytest.mark.rule("DUR-182")
def test_the_budget_of_a_durham_contract_is_registered():
    made = maker("county-durham")
    refused_by("DUR-182", agreements.activate, an_agreement(made, fund=None), by=made.by)
    assert "DUR-182" not in rules_against(agreements.obstacles_to_activating(an_agreement(made), made.by))


@pytest.mark.rule("GAT-68")
def test_a_gateshead_contract_has_a_review_schedule():
    made = maker("gateshead")
    refused_by("GAT-68", agreements.activate, an_agreement(made, particulars={}), by=made.by)
    assert "GAT-68" not in rules_against(agreements.obstacles_to_activating(an_agreement(made), made.by))


@pytest.mark.rule("GAT-62")
def test_gateshead_headline_measures_number_three_to_five():
    made = maker("gateshead")
    agreement = an_agreement(made, measures=())
    for number in range(2):
        made.make("measure", agreement=agreement, headline=True, title=f"Headline {number}")
    refused_by("GAT-62", agreements.agree_measures, agreement, by=made.by)
    third = made.make("measure", agreement=agreement, headline=True, title="Headline 3")
    assert agreements.agree_measures(agreement, by=made.by).measures_agreed_on
    for number in range(3):
        made.make("measure", agreement=agreement, headline=True, title=f"More {number}")
    refused_by("GAT-62", agreements.agree_measures, third.agreement, by=made.by)


@pytest.mark.rule("GAT-69")
def test_a_gateshead_core_set_holds_no_process_measure():
    made = maker("gateshead")
    agreement = an_agreement(made, measures=())
    for number in range(3):
        made.make("measure", agreement=agreement, headline=True, core=True, title=f"Headline {number}")
    process = made.make("measure", agreement=agreement, quadrant="quantity-effort", core=True)
    refused_by("GAT-69", agreements.agree_measures, agreement, by=made.by)
    process.core = False
    process.save()
    assert agreements.agree_measures(agreement, by=made.by).measures_agreed_on


@pytest.mark.rule("GAT-87")
def test_a_gateshead_agreement_is_not_renewed_while_a_return_is_overdue():
    made = maker("gateshead")
    agreement = in_force(made)
    overdue = made.make("return", agreement=agreement, due_on=clock.today() - timedelta(days=1))
    later = agreement.ends + timedelta(days=365)
    refused_by("GAT-87", agreements.extend, agreement, by=made.by, ends=later, reason=REASON)
    returns.file(overdue, by=made.by, lines={}, comment="Here it is.")
    assert agreements.extend(agreement, by=made.by, ends=later, reason=REASON).ends == later


@pytest.mark.rule("GAT-77")
def test_a_gateshead_renewal_waits_while_decommissioning_is_proposed():
    made = maker("gateshead")
    service = made.make("service", provider=made.make("provider"), state="ending")
    agreement = in_force(made, service=service)
    later = agreement.ends + timedelta(days=365)
    refused_by("GAT-77", agreements.extend, agreement, by=made.by, ends=later, reason=REASON)
    services.keep(service, by=made.by, reason="It is needed after all.")
    agreement = type(agreement).objects.get(pk=agreement.pk)
    assert agreements.extend(agreement, by=made.by, ends=later, reason=REASON).ends == later


@pytest.mark.rule("DUR-17b")
def test_a_durham_veto_stops_an_agreement_from_beginning():
    made = maker("county-durham")
    agreement = an_agreement(made)
    veto = made.make("veto", specification=agreement.specification)
    decided(veto, "record-veto", made.by)
    refused_by("DUR-17b", agreements.activate, agreement, by=made.by)
    decided(veto, "lift-veto", made.by)
    assert agreements.activate(agreement, by=made.by).state == "active"


@pytest.mark.rule("DUR-17c")
def test_a_durham_veto_stops_an_extension_until_it_is_lifted():
    made = maker("county-durham")
    agreement = in_force(made)
    veto = made.make("veto", specification=agreement.specification)
    later = agreement.ends + timedelta(days=365)
    decided(veto, "record-veto", made.by)
    refused_by("DUR-17c", agreements.extend, agreement, by=made.by, ends=later, reason=REASON)
    decided(veto, "lift-veto", made.by)
    assert agreements.extend(agreement, by=made.by, ends=later, reason=REASON).ends == later


@pytest.mark.rule("DUR-15")
def test_only_the_executive_board_opens_a_durham_intervention():
    made = maker("county-durham")
    intervention = made.make("intervention", service=made.make("service"))
    refused_by("DUR-15", interventions.open_intervention, intervention, by=made.by)
    assert decided(intervention, "open-intervention", made.by) == []
    assert intervention.state == "open"


@pytest.mark.rule("DUR-190")
def test_a_durham_problem_is_closed_once_somebody_was_alerted():
    made = maker("county-durham")
    problem = made.make("deficit", agreement=in_force(made), sort="problem")
    found = refused_by("DUR-190", interventions.close_deficit, problem, by=made.by, closing="Mended.")
    assert found.overridable
    alerted = made.make(
        "deficit", agreement=in_force(made), sort="problem", alert="The unit, on the same day."
    )
    assert interventions.close_deficit(alerted, by=made.by, closing="Mended.").state == "closed"
    passed(problem, "close", "DUR-190", made.by)
    assert interventions.close_deficit(problem, by=made.by, closing="Mended.").state == "closed"


@pytest.mark.rule("DUR-191")
def test_a_durham_deficit_is_closed_with_an_agreed_plan():
    made = maker("county-durham")
    deficit = made.make("deficit", agreement=in_force(made))
    refused_by("DUR-191", interventions.close_deficit, deficit, by=made.by, closing="Mended.")
    deficit.agreed_plan = "Two more sessions a week."
    deficit.save()
    assert interventions.close_deficit(deficit, by=made.by, closing="Mended.").state == "closed"


# The engine's own promises, in every trust ---------------------------------------------------


def test_what_a_review_showed_is_evidence_for_the_next_round():
    made = maker("haringey")
    review = made.make("review", agreement=in_force(made))
    reviews_of.close(review, by=made.by, conclusion="change", concluded="Fewer children wait.")
    [shown] = review.evidence.all()
    assert (shown.summary, shown.trust_id) == ("Fewer children wait.", made.trust.pk)


@given(begins=st.dates(date(2020, 1, 1), date(2030, 12, 31)), months=st.sampled_from([1, 3, 6, 12]))
def test_periods_follow_one_another_without_a_gap(begins, months):
    days = [agreements.months_on(begins, months * number) for number in range(12 // months + 1)]
    assert days == sorted(set(days))
    assert days[-1] == agreements.months_on(begins, 12)
    assert all((b - a).days in range(28, 367) for a, b in itertools.pairwise(days))


def test_an_agreement_in_force_owes_a_return_for_every_period_of_its_first_year():
    made = maker("haringey")
    begins = clock.today()
    agreement = an_agreement(
        made, starts=begins, ends=None, monitoring_cycle="quarter", first_monitoring_date=None
    )
    agreements.activate(agreement, by=made.by)
    owed = list(agreement.returns.order_by("period_from"))
    assert len(owed) == 4
    assert owed[0].period_from == begins
    assert all(a.period_to + timedelta(days=1) == b.period_from for a, b in itertools.pairwise(owed))
    agreements.plan_returns(agreement, by=made.by)
    assert agreement.returns.count() == 4
    with clock.at(clock.now() + timedelta(days=100)):
        agreements.plan_returns(agreement, by=made.by)
    assert agreement.returns.count() == 5
