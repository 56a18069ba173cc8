"""May this person do this here? Roles come from memberships, seats and appointments only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.db.models import F, QuerySet

from trusts.framework import vocabulary
from trusts.framework.reading import Reading
from trusts.governance import clock
from trusts.models import Appointment, Membership, Person, Trust
from trusts.models.marks import Reach
from trusts.together import Prepared


class Scoped(Protocol):
    """A record permissions can be asked about."""

    @property
    def reach(self) -> Reach:
        """What it touches."""


@dataclass(frozen=True)
class Grant:
    """One role somebody has in a trust today, and where it comes from."""

    role: str
    body: int | None = None
    localities: frozenset[int] = frozenset()
    outcomes: frozenset[str] = frozenset()
    organisation: int | None = None
    position: str = ""


@dataclass
class Standing:
    """What one person is in one trust on one day."""

    person: Person
    trust: Trust
    day: date
    grants: list[Grant] = field(default_factory=list)

    @property
    def is_stranger(self) -> bool:
        """Whether the person has no business in this trust at all."""
        return not self.grants

    @property
    def roles(self) -> frozenset[str]:
        """The codes of the person's roles."""
        return frozenset(grant.role for grant in self.grants if grant.role)

    @property
    def bodies(self) -> frozenset[int]:
        """The bodies the person sits on."""
        return frozenset(grant.body for grant in self.grants if grant.body)

    @property
    def confined_to(self) -> frozenset[int]:
        """The localities that all of the person's roles are for; none where one of them reaches further."""
        if any(not grant.localities for grant in self.grants if grant.role):
            return frozenset()
        return frozenset().union(*(grant.localities for grant in self.grants))

    def bodies_for(self, act: str) -> frozenset[int]:
        """The bodies for which the person may do an act of scope `body`."""
        roles = {row.role for row in self.trust.framework.delegations(act, self.day) if row.scope == "body"}
        return frozenset(g.body for g in self.grants if g.body and g.role in roles)

    def may(self, act: str, subject: Scoped | None = None, *, step: str = "") -> bool:
        """Whether the person may do an act: to this record (at this step), or to any if none is given."""
        if act not in vocabulary.ACTS:
            raise KeyError(f"'{act}' is not an act")
        framework = self.trust.framework
        reach = subject.reach if subject is not None else None
        for row in framework.delegations(act, self.day):
            for grant in self.grants:
                within = row.limit is None or reach is None or _within(row.limit, reach.value)
                if within and grant.role == row.role and _covers(row.scope, grant, reach, self.person):
                    return True
        return self._responsible(framework, act, reach, step)

    def has_scope(self, act: str, scope: str) -> bool:
        """Whether one of the person's roles has an act with this very scope."""
        rows, held = self.trust.framework.delegations(act, self.day), self.roles
        return any(row.scope == scope and row.role in held for row in rows)

    @property
    def reads_all(self) -> bool:
        """Whether the person reads every record of the trust; a provider, for one, reads only what names it."""
        return self.has_scope("record.view", "trust")

    def grants_for(self, act: str, scope: str) -> list[Grant]:
        """The roles by which the person has an act with this very scope, and where each comes from."""
        rows = self.trust.framework.delegations(act, self.day)
        roles = {row.role for row in rows if row.scope == scope}
        return [grant for grant in self.grants if grant.role in roles]

    def is_responsible(self, role: str, subject: Scoped) -> bool:
        """Whether the person has a role for this record: within their own locality and outcomes.

        A role that works on its own records only is held only for those.
        """
        reach = subject.reach
        rows = [r for r in self.trust.framework.delegations("exercise.work", self.day) if r.role == role]
        if rows and all(row.scope == "own" for row in rows) and self.person.pk not in reach.people:
            return False
        return any(grant.role == role and _cell_covers(grant, reach, self.person) for grant in self.grants)

    def _responsible(self, framework: Reading, act: str, reach: Reach | None, step: str) -> bool:
        """Whether a cell of the responsibilities table gives the act at this step (DUR-109)."""
        cells = framework.cells(step) if step else framework.framework.responsibilities
        for cell in cells:
            if act in cell.acts:
                for grant in self.grants:
                    if grant.role == cell.role and _cell_covers(grant, reach, self.person):
                        return True
        return False


def _within(limit: Decimal, value: Decimal | None) -> bool:
    """Whether a value is known to be within a limit; what is not known may be above it."""
    return value is not None and value <= limit


def _covers(scope: str, grant: Grant, reach: Reach | None, person: Person) -> bool:
    """Whether a grant of this scope covers a record; any record if none is given."""
    if scope == "trust" or reach is None:
        return True
    if scope == "body":
        return grant.body in reach.bodies
    if scope == "locality":
        return bool(grant.localities & reach.localities)
    if scope == "outcome":
        return not grant.outcomes or bool(grant.outcomes & reach.outcomes)
    if scope == "partner":
        return grant.organisation in reach.organisations
    return person.pk in reach.people


def _cell_covers(grant: Grant, reach: Reach | None, person: Person) -> bool:
    """A responsibility is met by whoever has the role, within their own locality and outcomes."""
    if reach is None:
        return True
    if grant.localities and not grant.localities & reach.localities:
        return False
    return not grant.outcomes or bool(grant.outcomes & reach.outcomes)


def standings(person: Person, day: date | None = None) -> list[Standing]:
    """What a person is in every trust they have business in (on a London date): one query."""
    day = day or clock.today()
    if not person.is_active:
        return []
    found: dict[int, Standing] = {}

    def of(trust: Trust) -> Standing | None:
        if trust.blueprint is None:
            return None
        return found.setdefault(trust.pk, Standing(person, trust, day))

    memberships, appointments = _holdings(person.pk, day)
    for held in memberships:
        if here := of(held.trust):
            here.grants += _membership_grants(held, here.trust.framework, day)
    for given, places in _with_places(appointments):
        if here := of(given.trust):
            here.grants.append(
                Grant(
                    role=given.role,
                    localities=places,
                    outcomes=frozenset(given.outcomes),
                    organisation=given.organisation_id,
                )
            )
    return sorted((s for s in found.values() if s.grants), key=lambda s: s.trust.name)


def _asked(person: int, day: date) -> list[QuerySet]:
    appointments = _held(Appointment, person, day).annotate(place=F("localities"))
    return [_held(Membership, person, day, "body", "seat"), appointments]


_holdings = Prepared(_asked, -1, date.min)
"""What a person holds on a day, asked anew on every page: only the text of the question is kept."""


def _held(model: type[Membership | Appointment], person: int, day: date, *related: str) -> QuerySet:
    """What a person holds on a day, with its trust; in no order, which would cost joins on every page."""
    rows = model.objects.on(day).filter(person=person).order_by()
    return rows.select_related("trust__blueprint", *related).defer("trust__blueprint__text")


def _with_places(rows: QuerySet) -> list[tuple[Appointment, frozenset[int]]]:
    """What a person is appointed to, with its places: a row for each place saves them a query."""
    found: dict[int, Appointment] = {}
    places: dict[int, set[int]] = {}
    for row in rows:
        found[row.pk] = row
        places.setdefault(row.pk, set()).update({row.place} - {None})
    return [(row, frozenset(places[key])) for key, row in found.items()]


def standing(person: Person, trust: Trust, day: date | None = None) -> Standing:
    """What a person is in one trust; a stranger has no grants."""
    found = (s for s in standings(person, day) if s.trust.pk == trust.pk)
    return next(found, Standing(person, trust, day or clock.today()))


def on_body(membership: Membership, trust: Trust) -> Standing:
    """What somebody is in a trust by one membership alone, without a query where the body is at hand."""
    day = clock.today()
    return Standing(membership.person, trust, day, _membership_grants(membership, trust.framework, day))


def _membership_grants(held: Membership, framework: Reading, day: date) -> list[Grant]:
    body = held.body
    if not body.holds_on(day):
        return []
    entry = framework.bodies.get(body.code)
    outcomes = frozenset(entry.outcomes) if entry else frozenset()
    seat = framework.seats.get(held.seat.code) if held.seat else None
    roles = framework.roles_on(body.type, held.position)
    if held.seat and held.seat.role:
        roles = [*roles, held.seat.role]
    places = frozenset({body.locality_id} if body.locality_id else ())
    return [
        Grant(
            role=role,
            body=body.pk,
            localities=places,
            outcomes=frozenset(seat.outcomes) if seat and seat.outcomes else outcomes,
            organisation=held.organisation_id,
            position=held.position,
        )
        for role in roles or [""]
    ]


def may(person: Person, act: str, subject: Scoped | None = None, *, trust: Trust, step: str = "") -> bool:
    """The one question: may this person do this act, to this record, in this trust, today?"""
    return standing(person, trust).may(act, subject, step=step)


def roles_with(trust: Trust, act: str, step: str = "", *, on: str = "") -> list[str]:
    """The labels of the roles that have an act (on bodies of a type, where it says one), for telling whom to ask."""
    framework = trust.framework
    day = clock.today()
    codes = [row.role for row in framework.delegations(act, day)]
    cells: Iterable = framework.cells(step) if step else framework.framework.responsibilities
    codes += [cell.role for cell in cells if act in cell.acts]
    held = [
        code for code in dict.fromkeys(codes) if not on or on in (framework.roles[code].body_types or (on,))
    ]
    return [framework.role_label(code) for code in held]
