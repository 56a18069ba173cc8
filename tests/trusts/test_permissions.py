"""May this person do this, here, today? Nobody may, unless the trust's own scheme says so."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.body import MembershipFactory
from tests.factories.framework import SANDOVER, gate, row
from tests.factories.person import AppointmentFactory, PersonFactory
from tests.factories.sandover import Sandover, fresh, reasons, sandover
from trusts.actions.decision import members_who_may_vote, vote
from trusts.actions.membership import appoint, end_membership, seat_member
from trusts.framework.vocabulary import ACTS
from trusts.governance import clock, gates
from trusts.governance.permissions import may, roles_with, standing, standings
from trusts.governance.refusal import Refused
from trusts.models import Membership, Person

pytestmark = pytest.mark.django_db
EDIT = "exercise.edit"


def where_helpers(*acts: str, **how: Any) -> Sandover:
    """Sandover, whose helpers may do these acts so far."""
    return sandover(delegation=[*SANDOVER["delegation"], row("helper", *acts, **how)])


def days(number: int):
    """A London date, so many days from today."""
    return clock.today() + timedelta(days=number)


# Nobody, nothing --------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_has_nothing(act):
    made = sandover()

    assert standings(made.stranger) == []
    assert not may(made.stranger, act, trust=made.trust)


def test_an_inactive_person_has_nothing():
    made = sandover()
    Person.objects.filter(pk=made.officer.pk).update(is_active=False)
    gone = Person.objects.get(pk=made.officer.pk)

    assert standings(gone) == []
    assert not may(gone, EDIT, trust=made.trust)


def test_an_act_that_does_not_exist_is_an_error_and_not_a_no():
    made = sandover()

    with pytest.raises(KeyError):
        may(made.officer, "exercise.explode", trust=made.trust)


def test_staff_of_the_site_have_nothing_in_a_trust_by_that():
    made = sandover()
    staff = PersonFactory(is_staff=True, is_superuser=True)

    assert not may(staff, "trust.view", trust=made.trust)


def test_a_role_without_a_row_has_nothing():
    made = sandover()

    assert not may(made.appoint("helper"), "trust.view", trust=made.trust)


def test_a_role_the_framework_does_not_know_gives_nothing():
    made = sandover()
    leftover = AppointmentFactory(trust=made.trust, role="harbour-master").person

    assert [act for act in ACTS if may(leftover, act, trust=made.trust)] == []


def test_nobody_is_appointed_to_a_role_that_does_not_exist():
    made = sandover()

    with pytest.raises(Refused) as refused:
        made.appoint("harbour-master")

    assert reasons(refused.value.refusals) == ["The framework has no role 'harbour-master'."]


# Scopes ------------------------------------------------------------------------------------------


def test_the_scope_of_the_trust_covers_everything_in_it():
    made = where_helpers(EDIT)
    helper = made.appoint("helper")

    assert may(helper, EDIT, made.exercise(), trust=made.trust)


def test_the_scope_of_a_body_covers_what_the_persons_own_body_owns():
    made = sandover(delegation=[*SANDOVER["delegation"], row("local-member", EDIT, scope="body")])
    eastern = made.seat("east-group")

    assert may(eastern, EDIT, made.exercise(owner=made.body("east-group")), trust=made.trust)
    assert not may(eastern, EDIT, made.exercise(owner=made.body("west-group")), trust=made.trust)


def test_the_chair_of_one_body_does_not_record_what_another_decides():
    made = sandover()
    item = made.ask(made.at("draft"))

    assert may(made.clerk, "decision.record", item, trust=made.trust)
    assert not may(made.chair, "decision.record", item, trust=made.trust)


def test_the_scope_of_a_locality_covers_the_persons_own_localities():
    made = where_helpers(EDIT, scope="locality")
    helper = made.appoint("helper", localities=[made.place("east")])

    assert may(helper, EDIT, made.exercise(localities=[made.place("east")]), trust=made.trust)
    assert may(helper, EDIT, made.exercise(localities=list(made.trust.localities.all())), trust=made.trust)
    assert not may(helper, EDIT, made.exercise(localities=[made.place("west")]), trust=made.trust)
    assert not may(helper, EDIT, made.exercise(), trust=made.trust)


def test_a_member_of_a_local_body_has_its_locality():
    made = sandover(delegation=[*SANDOVER["delegation"], row("local-member", EDIT, scope="locality")])
    eastern = made.seat("east-group")

    assert may(eastern, EDIT, made.exercise(localities=[made.place("east")]), trust=made.trust)
    assert not may(eastern, EDIT, made.exercise(localities=[made.place("west")]), trust=made.trust)


def test_a_local_scope_without_a_locality_covers_nothing():
    made = where_helpers(EDIT, scope="locality")

    assert not may(
        made.appoint("helper"), EDIT, made.exercise(localities=[made.place("east")]), trust=made.trust
    )


def test_the_scope_of_an_outcome_covers_the_persons_own_outcomes():
    made = where_helpers(EDIT, scope="outcome")
    helper = made.appoint("helper", outcomes=["own.heard"])

    assert may(helper, EDIT, made.exercise(outcomes=["own.safe", "own.heard"]), trust=made.trust)
    assert not may(helper, EDIT, made.exercise(outcomes=["own.safe"]), trust=made.trust)


def test_a_seat_brings_its_own_role_and_outcomes():
    made = sandover(delegation=[*SANDOVER["delegation"], row("outcome-lead", EDIT, scope="outcome")])
    lead = made.seat("group", seat=made.body().seats.get(code="safe-lead"))

    assert may(lead, EDIT, made.exercise(outcomes=["own.safe"]), trust=made.trust)
    assert not may(lead, EDIT, made.exercise(outcomes=["own.heard"]), trust=made.trust)


def test_the_scope_of_a_partner_covers_records_that_name_the_persons_organisation():
    made = where_helpers(EDIT, scope="partner")
    helper = made.appoint("helper", organisation=made.partner("clinic"))

    assert may(helper, EDIT, made.exercise(organisations=[made.partner("clinic")]), trust=made.trust)
    assert not may(helper, EDIT, made.exercise(organisations=[made.partner("council")]), trust=made.trust)


def test_somebody_of_no_organisation_is_not_the_partner_of_records_that_name_none():
    made = where_helpers(EDIT, scope="partner")

    assert not may(made.appoint("helper"), EDIT, made.exercise(), trust=made.trust)


@pytest.mark.parametrize("place", ["lead", "officer", "by"])
def test_the_scope_of_ones_own_covers_what_one_leads_works_on_or_created(place):
    made = where_helpers(EDIT, scope="own")
    helper, other = made.appoint("helper"), made.appoint("helper")
    exercise = made.exercise(**{place: helper})

    assert may(helper, EDIT, exercise, trust=made.trust)
    assert not may(other, EDIT, exercise, trust=made.trust)


@pytest.mark.parametrize("scope", ["trust", "body", "locality", "outcome", "partner", "own"])
def test_asked_about_no_record_any_scope_means_somewhere(scope):
    made = where_helpers(EDIT, scope=scope)

    assert may(made.appoint("helper"), EDIT, trust=made.trust)


# Money -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "covered"),
    [("0", True), ("49999.99", True), ("50000.00", True), ("50000.01", False), ("1000000", False)],
)
def test_a_limit_covers_its_own_amount_and_nothing_above(value, covered):
    made = where_helpers(EDIT, limit=50000)
    exercise = fresh(made.exercise(value=Decimal(value)))

    assert may(made.appoint("helper"), EDIT, exercise, trust=made.trust) is covered


def test_a_higher_limit_in_another_row_counts_too():
    rows = [row("helper", EDIT, limit=10), row("helper", EDIT, limit=1000)]
    made = sandover(delegation=[*SANDOVER["delegation"], *rows])

    assert may(made.appoint("helper"), EDIT, fresh(made.exercise(value=Decimal(500))), trust=made.trust)


# Dates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (None, None, True), (None, -1, False), (None, 0, True), (0, None, True), (1, None, False),
        (0, 0, True), (-10, -1, False), (1, 10, False), (-10, 10, True),
    ],
)  # fmt: skip
def test_a_membership_counts_from_its_first_day_to_its_last(starts, ends, holds):
    made = sandover()
    held = MembershipFactory(
        body=made.body(),
        starts=None if starts is None else days(starts),
        ends=None if ends is None else days(ends),
    )

    assert may(held.person, "trust.view", trust=made.trust) is holds


@pytest.mark.parametrize(("starts", "ends", "holds"), [(None, -1, False), (1, None, False), (0, 0, True)])
def test_an_appointment_counts_from_its_first_day_to_its_last(starts, ends, holds):
    made = sandover()
    given = AppointmentFactory(
        trust=made.trust, role="commissioning-officer",
        starts=None if starts is None else days(starts), ends=None if ends is None else days(ends),
    )  # fmt: skip

    assert may(given.person, EDIT, trust=made.trust) is holds


@pytest.mark.parametrize(
    ("starts", "ends", "holds"), [(-10, -1, False), (1, 10, False), (-10, 0, True), (0, 10, True)]
)
def test_a_delegation_counts_from_its_first_day_to_its_last(starts, ends, holds):
    made = where_helpers(EDIT, starts=days(starts), ends=days(ends))

    assert may(made.appoint("helper"), EDIT, made.exercise(), trust=made.trust) is holds


def test_the_members_of_a_body_that_has_ended_have_nothing_by_it():
    made = sandover()
    body = made.body()
    body.ends = days(-1)
    body.save()

    assert not may(made.first, "trust.view", trust=made.trust)


def test_a_membership_that_was_ended_yesterday_gives_nothing_today():
    made = sandover()
    held = Membership.objects.get(person=made.first)

    end_membership(membership=held, on=days(-1), by=None)

    assert standings(made.first) == []


def test_what_somebody_was_on_another_day_can_be_asked():
    made = sandover()
    end_membership(membership=Membership.objects.get(person=made.first), on=days(-1), by=None)

    assert not standing(made.first, made.trust, days(-1)).is_stranger
    assert standing(made.first, made.trust).is_stranger


# Responsibilities --------------------------------------------------------------------------------


def test_a_cell_of_the_table_gives_its_acts_at_its_step_only():
    made = sandover()
    lead = made.seat("group", seat=made.body().seats.get(code="safe-lead"))
    exercise = made.exercise()

    assert may(lead, "exercise.work", exercise, trust=made.trust, step="draft")
    assert not may(lead, "exercise.work", exercise, trust=made.trust, step="build")


def test_a_cell_binds_its_holder_to_their_own_outcomes():
    made = sandover()
    lead = made.seat("group", seat=made.body().seats.get(code="safe-lead"))

    assert not may(
        lead, "exercise.work", made.exercise(outcomes=["own.heard"]), trust=made.trust, step="draft"
    )


def test_an_empty_cell_gives_nothing():
    cells = [{"step": "draft", "role": "helper", "duties": [{"code": "nod", "label": "Nod"}]}]
    made = sandover(responsibilities=cells)
    helper = made.appoint("helper")

    assert [act for act in ACTS if may(helper, act, made.exercise(), trust=made.trust, step="draft")] == []


def test_a_cell_that_is_not_written_gives_nothing():
    made = sandover(responsibilities=[])
    lead = made.seat("group", seat=made.body().seats.get(code="safe-lead"))

    assert not may(lead, "exercise.work", made.exercise(), trust=made.trust, step="draft")


# A body is not its lead --------------------------------------------------------------------------


def test_a_leads_approval_is_not_the_bodys():
    rule = gate("step.complete", "decision-made", steps=["draft"], params={"decision": "go-ahead"})
    made = sandover(gates=[rule])
    exercise = made.at("draft", lead=made.first)
    item = made.ask(exercise)

    vote(item=item, verdict="agree", reason="", by=made.first)

    assert not may(made.first, "decision.record", item, trust=made.trust)
    assert reasons(gates.refusals("step.complete", fresh(exercise), by=made.first, step="draft")) == [
        "Not yet: decision-made."
    ]


def test_an_observer_and_a_clerk_have_no_vote():
    made = sandover()
    watcher = made.seat("group", "observer")
    item = made.ask(made.at("draft"))

    assert not may(watcher, "item.vote", item, trust=made.trust)
    assert not may(made.clerk, "item.vote", item, trust=made.trust)
    assert members_who_may_vote(item) == [made.first, made.second]


# Two trusts --------------------------------------------------------------------------------------


def test_a_member_of_two_trusts_keeps_them_apart():
    here, there = sandover(), sandover("otherside")
    both = here.appoint("commissioning-officer")
    seat_member(body=there.body(), person=both, position="member", by=None)

    assert [found.trust for found in standings(both)] == [there.trust, here.trust]
    assert standing(both, here.trust).roles == {"commissioning-officer"}
    assert standing(both, there.trust).roles == {"group-member"}
    assert may(both, EDIT, here.exercise(), trust=here.trust)
    assert not may(both, EDIT, there.exercise(), trust=there.trust)


def test_a_role_in_one_trust_is_nothing_in_another():
    here, there = sandover(), sandover("otherside")

    assert standing(here.officer, there.trust).is_stranger


def test_whom_to_ask_is_told_in_the_trusts_own_words():
    made = sandover()

    assert roles_with(made.trust, "item.vote") == ["Board member", "Group member"]
    assert roles_with(made.trust, "exercise.work", "draft") == ["Officer", "Outcome lead"]


def test_what_somebody_is_takes_the_same_number_of_queries_for_one_role_and_for_many(
    django_assert_num_queries,
):
    made = sandover()
    busy = made.seat("group")
    for role in ("helper", "administrator", "commissioning-officer"):
        appoint(trust=made.trust, person=busy, role=role, by=None)
    for body in ("board", "east-group", "west-group"):
        made.seat(body, person=busy)
    standings(busy)

    with django_assert_num_queries(1):
        standings(busy)
