"""The ground that invented records stand on: a trust of its own with bodies, seats, people and meetings."""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from commissioning.demo.load import BLUEPRINTS
from commissioning.demo.people import PASSWORD
from commissioning.scale.words import FIRST, LAST
from trusts.framework.reading import Reading
from trusts.governance import clock
from trusts.models import (
    Appointment,
    Blueprint,
    Body,
    Locality,
    Meeting,
    Membership,
    Organisation,
    Person,
    Seat,
    Trust,
)
from trusts.models.blueprint import digest_of

SIGNS_IN_NEVER = "!invented for trial"
"""A password that no typed text equals."""
MONTHS_AHEAD = 6
OFFICERS = 4
"""How many people are appointed to a role that works on exercises."""


@dataclass(frozen=True)
class Ground:
    """A trust with everything that its records name."""

    trust: Trust
    blueprint: Blueprint
    organisations: list[Organisation]
    providing: list[Organisation]
    localities: list[Locality]
    bodies: list[Body]
    people: list[Person]
    officers: list[Person]

    @property
    def framework(self) -> Reading:
        """The framework that its records are judged by."""
        return self.blueprint.framework


def frameworks() -> list[Path]:
    """The files whose frameworks invented trusts work by, in turn."""
    return sorted(BLUEPRINTS.glob("*.yaml"))


def lay(code: str, name: str, file: Path, rng: random.Random) -> Ground:
    """A new trust on a framework, word for word, with people in its seats and roles."""
    text = file.read_text()
    trust = Trust.objects.create(code=code, name=name, generated=True)
    today = clock.today()
    blueprint = Blueprint(
        trust=trust, number=1, text=text, digest=digest_of(text), state=Blueprint.State.IN_FORCE,
        in_force_from=today - timedelta(days=1000),
    )  # fmt: skip
    Blueprint.objects.bulk_create([blueprint])
    trust.blueprint = blueprint
    trust.save(update_fields=["blueprint"])
    framework = blueprint.framework
    organisations = _organisations(trust, framework)
    localities = _localities(trust, framework)
    bodies = _bodies(trust, framework, localities)
    people = _People(trust, rng, organisations)
    people.sit(framework, bodies, _seats(framework, bodies))
    officers = people.appoint(framework, localities)
    _meetings(trust, list(bodies.values()), rng)
    living = [o for o in organisations.values() if o.holds_on(today)]
    return Ground(
        trust, blueprint, living, [o for o in living if o.provides] or living,
        [place for place in localities.values() if place.holds_on(today)],
        [body for body in bodies.values() if body.holds_on(today)], people.made, officers,
    )  # fmt: skip


def _organisations(trust: Trust, framework: Reading) -> dict[str, Organisation]:
    rows = [
        Organisation(
            trust=trust, code=entry.code, name=entry.label, sector=entry.sector, commissions=entry.commissions,
            provides=entry.provides, status=entry.status or "", starts=entry.starts, ends=entry.ends,
        )
        for entry in framework.framework.partners
    ]  # fmt: skip
    return {row.code: row for row in Organisation.objects.bulk_create(rows)}


def _localities(trust: Trust, framework: Reading) -> dict[str, Locality]:
    rows = [
        Locality(trust=trust, code=entry.code, name=entry.label, starts=entry.starts, ends=entry.ends)
        for entry in framework.framework.localities
    ]
    return {row.code: row for row in Locality.objects.bulk_create(rows)}


def _bodies(trust: Trust, framework: Reading, localities: dict[str, Locality]) -> dict[str, Body]:
    entries = framework.framework.bodies
    rows = [
        Body(
            trust=trust, code=entry.code, name=entry.label, type=entry.type, starts=entry.starts, ends=entry.ends,
            locality=localities.get(entry.locality or ""),
        )
        for entry in entries
    ]  # fmt: skip
    bodies = {row.code: row for row in Body.objects.bulk_create(rows)}
    line = Body.reports_to.through
    line.objects.bulk_create(
        line(from_body=bodies[entry.code], to_body=bodies[code])
        for entry in entries
        for code in entry.reports_to
    )
    return bodies


def _seats(framework: Reading, bodies: dict[str, Body]) -> dict[str, Seat]:
    rows = [
        Seat(
            body=bodies[entry.body], code=entry.code, name=entry.label, position=entry.position,
            role=entry.role or "", places=entry.places,
        )
        for entry in framework.framework.seats
    ]  # fmt: skip
    return {row.code: row for row in Seat.objects.bulk_create(rows)}


def _meetings(trust: Trust, bodies: list[Body], rng: random.Random) -> None:
    """A meeting of each body in each of the months ahead."""
    today = clock.today()
    Meeting.objects.bulk_create(
        Meeting(trust=trust, body=body, title=f"{body.name} meeting", date=today + timedelta(days=first + 30 * month))
        for body in bodies
        for first in [rng.randint(3, 28)]
        for month in range(MONTHS_AHEAD)
    )  # fmt: skip


class _People:
    """Invents people as they are needed, and gives them their seats and roles."""

    def __init__(self, trust: Trust, rng: random.Random, organisations: dict[str, Organisation]) -> None:
        self.trust, self.rng, self.organisations = trust, rng, organisations
        self.made: list[Person] = []
        self.password = make_password(PASSWORD) if settings.DEMO else SIGNS_IN_NEVER
        self.since = clock.today() - timedelta(days=1000)
        self.joined = timezone.make_aware(datetime.combine(self.since, time(9)))

    def invent(self, titles: list[str]) -> list[Person]:
        """As many people as there are job titles."""
        rows = []
        for number, title in enumerate(titles, len(self.made) + 1):
            name = f"{self.rng.choice(FIRST)} {self.rng.choice(LAST)}"
            username = f"{self.trust.code}.{number}"
            rows.append(
                Person(
                    username=username, name=name, title=title[:150], password=self.password,
                    email=f"{username}@example.org", date_joined=self.joined,
                )
            )  # fmt: skip
        made = Person.objects.bulk_create(rows)
        self.made += made
        return made

    def sit(self, framework: Reading, bodies: dict[str, Body], seats: dict[str, Seat]) -> None:
        """Somebody in every seat; a chair, a clerk and a member on every body that lacks them."""
        wanted: list[dict[str, Any]] = []
        for entry in framework.framework.seats:
            here = {"body": bodies[entry.body], "position": entry.position, "seat": seats[entry.code]}
            here["organisation"] = self.organisations.get(entry.partner or "")
            wanted.append({"title": entry.label} | here)
        for body in bodies.values():
            taken = {one["position"] for one in wanted if one["body"] is body}
            wanted += [
                {"title": f"{position.capitalize()} of {body.name}", "body": body, "position": position}
                for position in ("chair", "clerk", "member")
                if position not in taken
            ]
        people = self.invent([one.pop("title") for one in wanted])
        Membership.objects.bulk_create(
            Membership(trust=self.trust, person=person, starts=self.since, **one)
            for person, one in zip(people, wanted, strict=True)
        )

    def appoint(self, framework: Reading, localities: dict[str, Locality]) -> list[Person]:
        """Somebody in every role held by appointment; who works on exercises is returned."""
        day = clock.today()
        works = {row.role for row in framework.delegations("needs.edit", day)}
        files = {row.role: row.scope for row in framework.delegations("return.file", day)}
        places = list(localities.values())
        providing = [one for one in self.organisations.values() if one.provides]
        wanted = [
            (role, number)
            for role in framework.framework.roles if role.held_by == "appointment"
            for number in range(OFFICERS if role.code in works or role.code in files else 1)
        ]  # fmt: skip
        people = self.invent([role.label for role, _ in wanted])
        rows = Appointment.objects.bulk_create(
            Appointment(
                trust=self.trust, person=person, role=role.code, starts=self.since,
                organisation=providing[number % len(providing)] if role.code in files and providing else None,
            )
            for person, (role, number) in zip(people, wanted, strict=True)
        )  # fmt: skip
        local = {row.role for row in framework.framework.delegation if row.scope == "locality"}
        place = Appointment.localities.through
        place.objects.bulk_create(
            place(appointment=row, locality=self.rng.choice(places))
            for row in rows
            if row.role in local and places
        )
        officers = [
            person for person, (role, _) in zip(people, wanted, strict=True)
            if role.code in works and role.code not in files
        ]  # fmt: skip
        return officers or self.made[:OFFICERS]
