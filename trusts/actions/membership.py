"""Seating people on bodies and appointing them to roles."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from trusts.governance import audit, clock
from trusts.governance.refusal import refusal, refuse_if
from trusts.models import Appointment, Body, Locality, Membership, Organisation, Person, Seat, Trust


@transaction.atomic
def seat_member(*, body: Body, person: Person, position: str, by: Person | None, seat: Seat | None = None,
                organisation: Organisation | None = None, starts: date | None = None) -> Membership:  # fmt: skip
    """Seat somebody on a body; a seat has only so many places (T23)."""
    if seat is not None:
        seat = Seat.objects.select_for_update(no_key=True).get(pk=seat.pk)
        taken = Membership.objects.filter(seat=seat).exclude(ends__lt=starts or clock.today()).count()
        if taken >= seat.places:
            words = "its one place is" if seat.places == 1 else f"all {seat.places} places are"
            refuse_if([refusal(f"{seat.name}: {words} taken.")])
    membership = Membership.objects.create(
        trust=body.trust, body=body, person=person, position=position, seat=seat,
        organisation=organisation, starts=starts,
    )  # fmt: skip
    audit.record("membership.start", trust=body.trust, subject=membership, by=by, body=body.code)
    return membership


@transaction.atomic
def appoint(*, trust: Trust, person: Person, role: str, by: Person | None,
            organisation: Organisation | None = None, localities: Sequence[Locality] = (),
            outcomes: Sequence[str] = (), starts: date | None = None) -> Appointment:  # fmt: skip
    """Give somebody a role of the trust's framework directly."""
    if role not in trust.framework.roles:
        refuse_if([refusal(f"The framework has no role '{role}'.")])
    appointment = Appointment.objects.create(
        trust=trust,
        person=person,
        role=role,
        organisation=organisation,
        outcomes=list(outcomes),
        starts=starts,
    )
    appointment.localities.set(localities)
    audit.record("appointment.start", trust=trust, subject=appointment, by=by, role=role)
    return appointment


@transaction.atomic
def end_membership(*, membership: Membership, on: date, by: Person | None) -> Membership:
    """End a membership on a day; who sat where before stays known."""
    membership = (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("trust")
        .get(pk=membership.pk)
    )
    membership.ends = on
    membership.save(update_fields=["ends"])
    audit.record("membership.end", trust=membership.trust, subject=membership, by=by, on=on)
    return membership
