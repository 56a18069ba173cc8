"""Setting the dates of meetings."""

from datetime import date

from django.db import transaction

from trusts.governance import audit
from trusts.models import Body, Meeting, Person


@transaction.atomic
def schedule_meeting(*, body: Body, on: date, title: str, by: Person | None, place: str = "") -> Meeting:
    """Set the date of a body's meeting."""
    meeting = Meeting.objects.create(trust=body.trust, body=body, date=on, title=title, place=place)
    audit.record("meeting.schedule", trust=body.trust, subject=meeting, by=by, on=on)
    return meeting
