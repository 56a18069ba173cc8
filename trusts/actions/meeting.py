"""Setting the dates of meetings."""

from datetime import date

from django.db import transaction

from trusts.governance import audit
from trusts.governance.refusal import refusal, refuse_if
from trusts.models import Body, Meeting, Person


@transaction.atomic
def schedule_meeting(*, body: Body, on: date, title: str, by: Person | None, place: str = "") -> Meeting:
    """Set the date of a body's meeting; a body meets once a day. A past date is a meeting not yet written down."""
    body = Body.objects.select_for_update(of=("self",)).select_related("trust").get(pk=body.pk)
    if body.meetings.filter(date=on).exists():
        refuse_if([refusal(f"{body.name} meets on {on.day} {on:%B %Y} already.")])
    meeting = Meeting.objects.create(trust=body.trust, body=body, date=on, title=title, place=place)
    audit.record("meeting.schedule", trust=body.trust, subject=meeting, by=by, on=on)
    return meeting
