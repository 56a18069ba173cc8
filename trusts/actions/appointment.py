"""Ending appointments."""

from datetime import date

from django.db import transaction

from trusts.governance import audit
from trusts.models import Appointment, Person


@transaction.atomic
def end_appointment(*, appointment: Appointment, on: date, by: Person | None) -> Appointment:
    """End an appointment on a day; who was what before stays known."""
    appointment = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    appointment.ends = on
    appointment.save(update_fields=["ends"])
    audit.record("appointment.end", trust=appointment.trust, subject=appointment, by=by, on=on)
    return appointment
