"""Setting the dates of meetings, and what stands on their agendas."""

from datetime import date

from django.db import transaction

from trusts.actions.decision import not_waiting
from trusts.actions.message import tell
from trusts.governance import audit, clock
from trusts.governance.refusal import refusal, refuse_if
from trusts.models import Body, Item, Meeting, Person


@transaction.atomic
def schedule_meeting(*, body: Body, on: date, title: str, by: Person | None, place: str = "") -> Meeting:
    """Set the date of a body's meeting; a body meets once a day. A past date is a meeting not yet written down."""
    body = Body.objects.select_for_update(of=("self",), no_key=True).select_related("trust").get(pk=body.pk)
    if body.meetings.filter(date=on).exists():
        refuse_if([refusal(f"{body.name} meets on {on.day} {on:%B %Y} already.")])
    meeting = Meeting.objects.create(trust=body.trust, body=body, date=on, title=title, place=place)
    audit.record("meeting.schedule", trust=body.trust, subject=meeting, by=by, on=on)
    return meeting


@transaction.atomic
def put_on_agenda(*, item: Item, meeting: Meeting | None, by: Person) -> Item:
    """Have a waiting item taken at a meeting of its body that is still to come, or at none yet; who asked is told."""
    item = (
        Item.objects.select_for_update(of=("self",), no_key=True)
        .select_related("body", "trust")
        .get(pk=item.pk)
    )
    refuse_if(not_waiting(item))
    if meeting is not None and meeting.body_id != item.body_id:
        refuse_if([refusal(f"That is not a meeting of {item.body.name}.")])
    if meeting is not None and meeting.date < clock.today():
        refuse_if([refusal("That meeting is over.")])
    item.meeting = meeting
    item.version += 1
    item.save(update_fields=["meeting", "version"])
    when = f"on {meeting.date.day} {meeting.date:%B %Y}" if meeting else "at a meeting without a date yet"
    audit.record("item.agenda", trust=item.trust, subject=item, by=by, meeting=when)
    tell(
        trust=item.trust, to=item.submitted_by, url=item.get_absolute_url(),
        subject=f"{item.body.name} takes it {when}: {item.title}"[:200],
        body=f"{item.body.name} takes {item.title} {when}.",
    )  # fmt: skip
    return item
