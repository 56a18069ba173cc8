"""What the pages of bodies show: who reports to whom, who sits where, what each can do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Prefetch

from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import DecisionKind
from trusts.framework.sections.governance import Body as BodyEntry
from trusts.framework.vocabulary import CAPABILITIES
from trusts.governance import clock
from trusts.governance.permissions import Standing
from trusts.models import Body, Meeting, Membership, Person, Seat, Trust
from trusts.models.body import Position
from trusts.models.marks import Reach
from trusts.pictures.boxes import Node
from trusts.pictures.layers import levels, without_circles

MOST_CHAINS = 6


@dataclass(frozen=True)
class AboutBody:
    """A body as permissions are asked about it."""

    reach: Reach

    @classmethod
    def of(cls, body: Body) -> "AboutBody":
        """What a body touches: itself and its locality."""
        places = frozenset({body.locality_id} if body.locality_id else ())
        return cls(Reach(bodies=frozenset({body.pk}), localities=places))

    @classmethod
    def asked_by(cls, person: Person, body: Body, framework: Reading) -> "AboutBody":
        """General business for a body: it is the asker's own, and concerns every outcome."""
        outcomes, people = frozenset(framework.outcomes), frozenset({person.pk})
        return cls(replace(cls.of(body).reach, outcomes=outcomes, people=people))


@dataclass(frozen=True)
class Vacancy:
    """A seat with fewer holders than places."""

    seat: Seat
    empty: int
    source: tuple[str, ...] = ()

    @property
    def warning(self) -> str:
        """The warning a body's page gives (MED-22)."""
        if self.seat.places == 1:
            return f"The seat ‘{self.seat.name}’ is vacant."
        return f"{self.empty} of {self.seat.places} places are vacant in ‘{self.seat.name}’."


@dataclass
class Line:
    """A body in the list, with those that report to it."""

    body: Body
    entry: BodyEntry | None
    type_label: str
    can: list[str]
    mine: bool
    chairs: list[str] = field(default_factory=list)
    members: int = 0
    vacancies: list[Vacancy] = field(default_factory=list)
    meeting: Meeting | None = None
    below: list["Line"] = field(default_factory=list)
    also: list[Body] = field(default_factory=list)
    """The other bodies it reports to, beside the one it stands under."""

    def all(self) -> Iterator["Line"]:
        """Itself and everything below, as the list reads."""
        yield self
        for line in self.below:
            yield from line.all()


def bodies_of(trust: Trust) -> list[Body]:
    """Every body of a trust with what it reports to, in the framework's order: two queries."""
    above = Prefetch("reports_to", Body.objects.select_related("trust"))
    order = {code: number for number, code in enumerate(trust.framework.bodies)}
    found = trust.bodies.select_related("locality", "successor__trust").prefetch_related(above)
    return sorted(found, key=lambda body: (order.get(body.code, len(order)), body.name))


def can_do(framework: Reading, kind: str) -> list[str]:
    """What bodies of a type can do, in plain words."""
    return [CAPABILITIES[capability] for capability in framework.capabilities(kind)]


def questions_for(framework: Reading, body: Body) -> list[DecisionKind]:
    """The general questions, about no exercise or record, that a body can be asked."""
    able = framework.capabilities(body.type)
    kinds = framework.decisions.values()
    return [kind for kind in kinds if kind.subject == "general" and kind.capability in able]


def type_label(framework: Reading, kind: str) -> str:
    """The trust's word for a type of body."""
    return framework.body_types[kind].label if kind in framework.body_types else kind.replace("-", " ")


def has_ended(body: Body) -> bool:
    """Whether a body no longer meets."""
    return bool(body.ends and body.ends < clock.today())


def vacancies(seats: Iterable[Seat], held: Iterable[Membership], framework: Reading) -> list[Vacancy]:
    """The open seats that have fewer holders than places."""
    taken: dict[int, int] = {}
    for membership in held:
        if membership.seat_id:
            taken[membership.seat_id] = taken.get(membership.seat_id, 0) + 1
    return [
        Vacancy(seat, empty, framework.seats[seat.code].source if seat.code in framework.seats else ())
        for seat in seats
        if not seat.closed and (empty := seat.places - taken.get(seat.pk, 0)) > 0
    ]


def lines_of(trust: Trust, standing: Standing, bodies: list[Body]) -> dict[int, Line]:
    """Every body with what its line says: three queries, however many bodies."""
    framework, today = trust.framework, clock.today()
    lines = {
        body.pk: Line(
            body=body, entry=framework.bodies.get(body.code), type_label=type_label(framework, body.type),
            can=can_do(framework, body.type), mine=body.pk in standing.bodies,
        )
        for body in bodies
    }  # fmt: skip
    held: dict[int, list[Membership]] = {}
    for membership in Membership.objects.on(today).filter(trust=trust).select_related("person"):
        held.setdefault(membership.body_id, []).append(membership)
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(body__trust=trust, closed=False):
        seats.setdefault(seat.body_id, []).append(seat)
    for meeting in Meeting.objects.filter(trust=trust, date__gte=today).order_by("-date"):
        lines[meeting.body_id].meeting = meeting
    for pk, line in lines.items():
        here = held.get(pk, [])
        line.members = len({membership.person_id for membership in here})
        line.chairs = sorted({m.person.name for m in here if m.position == Position.CHAIR})
        line.vacancies = vacancies(seats.get(pk, []), here, framework)
    return lines


def tree_of(lines: dict[int, Line]) -> tuple[list[Line], list[Line]]:
    """The standing bodies as a tree, each once, under the nearest it reports to; and the ended ones."""
    standing = {pk: line for pk, line in lines.items() if not has_ended(line.body)}
    above = without_circles(
        {pk: [up.pk for up in line.body.reports_to.all()] for pk, line in standing.items()}
    )
    level = levels(above)
    tops: list[Line] = []
    for pk, line in standing.items():
        nearest = max(above[pk], key=lambda up: level[up], default=None)
        (tops if nearest is None else standing[nearest].below).append(line)
        line.also = [standing[up].body for up in above[pk] if up != nearest]
    # The one with most beneath it comes first: a trust is read from its board.
    tops.sort(key=lambda line: -_size(line))
    return tops, [line for line in lines.values() if has_ended(line.body)]


def _size(line: Line) -> int:
    return 1 + sum(_size(below) for below in line.below)


def nodes_of(lines: Iterable[Line]) -> list[Node]:
    """The bodies as the chart knows them."""
    return [
        Node(
            code=line.body.code, name=line.body.name, kind=line.body.type, kind_label=line.type_label,
            reports_to=tuple(body.code for body in line.body.reports_to.all()),
            url=line.body.get_absolute_url(), mine=line.mine,
            remit=(line.entry.remit or "") if line.entry else "",
            unresolved=bool(line.entry and line.entry.unresolved),
            ended=ended_words(line.body.ends, line.body.successor) if has_ended(line.body) else "",
        )
        for line in lines
    ]  # fmt: skip


def ended_words(ends: date | None, successor: Body | None) -> str:
    """When a body ended, and what came after."""
    words = f"Ended {ends.day} {ends:%B %Y}" if ends else "Ended"
    return f"{words}; now {successor.name}" if successor else words


def chains(body: Body, bodies: list[Body]) -> list[list[Body]]:
    """Every way up from a body to the top, nearest first; a circle is not gone round twice."""
    above = {each.pk: [up for up in each.reports_to.all() if up.pk != each.pk] for each in bodies}
    found: list[list[Body]] = []

    def climb(at: Body, way: list[Body]) -> None:
        ups = [up for up in above.get(at.pk, []) if up not in way and up != body]
        if not ups and way:
            found.append(way)
        for up in ups:
            if len(found) < MOST_CHAINS:
                climb(up, [*way, up])

    climb(body, [])
    return found
