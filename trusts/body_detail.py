"""What the page of one body shows."""

from typing import Any

from trusts.body_page import AboutBody, can_do, chains, has_ended, questions_for, type_label, vacancies
from trusts.framework.reading import Reading
from trusts.framework.sections.governance import Body as BodyEntry
from trusts.governance import clock
from trusts.governance.permissions import Standing
from trusts.models import Body, Item, Membership, Trust
from trusts.models.body import Position

POSITIONS = [Position.CHAIR, Position.CLERK, Position.MEMBER, Position.OBSERVER]
DECIDED_SHOWN, PAST_MEETINGS_SHOWN, PAST_MEMBERS_SHOWN = 20, 12, 50


def detail_of(body: Body, bodies: list[Body], trust: Trust, standing: Standing) -> dict[str, Any]:
    """Everything on the page of one body; the same number of queries however long it has worked."""
    framework, today = trust.framework, clock.today()
    entry = framework.bodies.get(body.code)
    held = Membership.objects.filter(body=body).select_related("person", "seat", "organisation")
    members = sorted((m for m in held.on(today)), key=_rank)
    meetings = list(body.meetings.filter(date__gte=today)[:24])
    may_read = standing.may("item.view")
    items = Item.objects.with_parts().filter(trust=trust, body=body) if may_read else Item.objects.none()
    return {
        "entry": entry,
        "ended": has_ended(body),
        "mine": body.pk in standing.bodies,
        "type_label": type_label(framework, body.type),
        "powers": can_do(framework, body.type),
        "chains": chains(body, bodies),
        "below": [each for each in bodies if body in each.reports_to.all() and not has_ended(each)],
        "before": [each for each in bodies if each.successor_id == body.pk],
        "facts": facts_of(body, entry, framework),
        "members": members,
        "any_since": any(held.starts for held in members),
        "vacancies": vacancies(body.seats.all(), members, framework),
        "past_members": list(
            held.filter(ends__lt=today).order_by("-ends", "person__name")[:PAST_MEMBERS_SHOWN]
        ),
        "meetings": meetings,
        "past_meetings": list(body.meetings.filter(date__lt=today).order_by("-date")[:PAST_MEETINGS_SHOWN]),
        "may_schedule": not has_ended(body) and standing.may("meeting.schedule", AboutBody.of(body)),
        "may_ask": not has_ended(body)
        and standing.may("item.submit", AboutBody.asked_by(standing.person, body, framework)),
        "questions": questions_for(framework, body),
        "may_read": may_read,
        "waiting": list(items.waiting().order_by("submitted_at")),
        "decided": list(
            items.filter(state=Item.State.DECIDED).order_by("-decision__decided_on")[:DECIDED_SHOWN]
        ),
    }


def _rank(membership: Membership) -> tuple[int, str]:
    """Chair first, then clerk, members and observers, each by name."""
    return POSITIONS.index(Position(membership.position)), membership.person.name


def facts_of(body: Body, entry: BodyEntry | None, framework: Reading) -> list[dict[str, Any]]:
    """What the framework says of a body, for a summary list; what it does not say is left out."""
    partners = {partner.code: partner.label for partner in framework.framework.partners}
    rows: list[tuple[str, Any]] = [(framework.word("locality").capitalize(), body.locality)]
    if entry:
        outcomes = [framework.outcomes[code].label for code in entry.outcomes if code in framework.outcomes]
        rows += [
            (framework.words("outcome").capitalize(), ", ".join(outcomes)),
            ("Also known as", ", ".join(entry.aliases)),
            ("Meets", entry.meets),
            ("Quorum", f"{entry.quorum} member{'' if entry.quorum == 1 else 's'}" if entry.quorum else None),
            ("Host", partners.get(entry.host or "", entry.host)),
            ("Paid for by", ", ".join(partners.get(code, code) for code in entry.funders)),
        ]
    rows += [("From", body.starts), ("Until", body.ends)]
    return [{"key": key, "value": value} for key, value in rows if value]
