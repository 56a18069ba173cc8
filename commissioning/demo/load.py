"""Loading the demonstration: through the same actions that people use, so that it keeps every rule."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from commissioning.demo import data as figures
from commissioning.demo.event import Event, let_happen
from commissioning.demo.people import PASSWORD, demo_files
from commissioning.demo.thread import Thread
from commissioning.demo.walk import decide, walk
from trusts.actions.blueprint import load_blueprint
from trusts.actions.decision import submit_item
from trusts.actions.meeting import schedule_meeting
from trusts.actions.membership import appoint, seat_member
from trusts.governance import clock
from trusts.models import Appointment, Blueprint, Body, Membership, Person, Seat, Trust

WEEKEND = (5, 6)
CLOSED = {(1, 1), (12, 25), (12, 26)}
"""Days of the year on which no board meets; the demonstration needs no moving feast."""
BLUEPRINTS = Path(__file__).resolve().parent.parent.parent / "trusts" / "blueprints"
ADOPTED = 760
"""How many days ago the trusts adopted their frameworks: before all the work that is shown."""


def load_demo(tell: Any = lambda line: None) -> None:
    """Load every demo trust that is not there yet; `tell` hears of each."""
    password = make_password(PASSWORD)
    figures.load_published(tell)
    for code, data in demo_files().items():
        if Trust.objects.filter(code=code).exists():
            continue
        with transaction.atomic():
            tell(f"Loading {load_trust(code, data, password)} …")


def load_trust(code: str, data: dict[str, Any], password: str) -> Trust:
    """Load one demo trust: framework, people, its adoption by the board, and the work under way."""
    with clock.at(clock.now() - timedelta(days=ADOPTED)):
        blueprint = load_blueprint(text=(BLUEPRINTS / f"{code}.yaml").read_text(), by=None)
        trust = blueprint.trust
        people = {entry["username"]: _person(trust, entry, password) for entry in data["people"]}
        adopt(blueprint)
    today = clock.today()
    for meeting in data.get("meetings", []):
        body = Body.objects.get(trust=trust, code=meeting["body"])
        on = today + timedelta(days=meeting["in_days"])
        on = working_day(on) if on > today else on  # what was decided in the past names its day
        schedule_meeting(body=body, on=on, title=meeting.get("title") or f"{body.name} meeting", by=None)
    trust = Trust.objects.select_related("blueprint").get(pk=trust.pk)
    let_happen(history(trust, data, people))
    return trust


def working_day(day: date) -> date:
    """The day itself, or the next on which people meet."""
    while day.weekday() in WEEKEND or (day.month, day.day) in CLOSED:
        day += timedelta(days=1)
    return day


def history(trust: Trust, data: dict[str, Any], people: dict[str, Person]) -> list[Event]:
    """Everything that happened in a demo trust: its figures, its exercises, and the records they work on."""
    exercises, records = data.get("exercises", []), data.get("records", {})
    walked = [event for entry in exercises for event in walk(trust, entry, people)]
    made = walked + list(Thread(trust, records, people).events(exercises))
    if not records:
        return made
    by = people[records["by"]]
    return figures.events(trust, by) + made + figures.asking(trust, by)


def _person(trust: Trust, entry: dict[str, Any], password: str) -> Person:
    """One invented person with their seats, memberships and appointments."""
    person, _ = Person.objects.get_or_create(
        username=entry["username"],
        defaults={
            "name": entry["name"], "title": entry.get("title", ""), "password": password,
            "email": f"{entry['username']}@example.org", "is_staff": bool(entry.get("staff")),
        },
    )  # fmt: skip
    employer = trust.organisations.filter(code=entry.get("partner")).first()
    for seat in Seat.objects.filter(body__trust=trust, code__in=entry.get("seats", [])).select_related(
        "body"
    ):
        seat_member(
            body=seat.body, person=person, position=seat.position, seat=seat, organisation=employer, by=None
        )
    for held in entry.get("memberships", []):
        body = Body.objects.get(trust=trust, code=held["body"])
        seat_member(
            body=body, person=person, position=held.get("position", "member"), organisation=employer, by=None
        )
    for given in entry.get("appointments", []):
        appoint(
            trust=trust, person=person, role=given["role"], organisation=employer, by=None,
            localities=list(trust.localities.filter(code__in=given.get("localities", []))),
            outcomes=given.get("outcomes", []),
        )  # fmt: skip
    return person


def adopt(blueprint: Blueprint) -> None:
    """Have a trust's own board adopt its framework, as any version is adopted."""
    framework = blueprint.framework
    kind = next(k for k in framework.decisions.values() if k.effect == "adopt-blueprint")
    types = framework.types_that_can(kind.capability)
    bodies = Body.objects.filter(trust=blueprint.trust, type__in=types)
    body = next(
        b for b in bodies if Membership.objects.filter(body=b, position__in=["chair", "clerk"]).exists()
    )
    writer = (
        Appointment.objects.filter(trust=blueprint.trust, role="administrator")
        .select_related("person")
        .first()
    )
    entry = framework.framework.trust
    item = submit_item(
        subject=blueprint, body=body, kind=kind.code, by=writer.person, blueprint=blueprint,
        title=f"Adopt the {entry.framework}"[:200], asked=kind.question,
        why="So that partners commission by one framework that everybody can read.",
        recommendation="Adopt this version.",
    )  # fmt: skip
    decide(
        item, rationale="Every outcome the framework names: shared rules let partners act on need together."
    )
