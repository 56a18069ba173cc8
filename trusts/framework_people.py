"""Who a framework names: partners, bodies and their powers, roles, who does what, who may decide."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import Responsibility, Step
from trusts.framework.sections.governance import Body, Delegation, Partner, Role
from trusts.framework.vocabulary import ACTS, CAPABILITIES, SCOPES, SECTORS
from trusts.framework_rows import (
    Fact,
    Marks,
    Row,
    Section,
    block,
    capital,
    day,
    in_words,
    marks,
    pounds,
    row,
    span,
)
from trusts.pictures.boxes import Node
from trusts.pictures.chart import Chart, draw


@dataclass(frozen=True)
class Cell:
    """What one role has to do at one step."""

    role: str
    mine: bool
    duties: tuple[str, ...]
    acts: tuple[str, ...]
    marks: Marks


@dataclass(frozen=True)
class StepCells:
    """A step with everybody who has something to do at it."""

    number: int
    step: Step
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class WhoDoesWhat:
    """The table of steps and roles: at a glance, then in words."""

    steps: tuple[StepCells, ...]
    grid: tuple[tuple[str, bool, tuple[int, ...]], ...]
    """Of each role: its label, whether it is the reader's, and how much it has to do at each step."""


def who_does_what(reading: Reading, mine: Iterable[str]) -> Section:
    """Step by step, the roles that have something to do."""
    own = frozenset(mine)
    steps = tuple(
        StepCells(number, step, tuple(_cell(reading, cell, own) for cell in reading.cells(step.code)))
        for number, step in enumerate(reading.steps, 1)
    )
    roles = dict.fromkeys(cell.role for cell in reading.framework.responsibilities)
    grid = []
    for role in roles:
        by_step = {
            c.step: len(c.duties) + len(c.acts) for c in reading.framework.responsibilities if c.role == role
        }
        grid.append(
            (reading.role_label(role), role in own, tuple(by_step.get(s.code, 0) for s in reading.steps))
        )
    data = WhoDoesWhat(tuple(s for s in steps if s.cells), tuple(grid)) if grid else None
    lead = f"Nobody has a part at a {reading.word('step')} unless it is written here."
    return Section("who", "Who does what", lead=lead, shape="who", data=data)


def _cell(reading: Reading, cell: Responsibility, mine: frozenset[str]) -> Cell:
    acts = tuple(ACTS[act] for act in cell.acts)
    return Cell(
        reading.role_label(cell.role),
        cell.role in mine,
        tuple(d.label for d in cell.duties),
        acts,
        marks(cell),
    )


def partners(reading: Reading) -> Section:
    """The organisations that take part, and the parts of the trust."""
    names = {partner.code: partner.label for partner in reading.framework.partners}
    organisations = [
        row(p, facts={
            "Sector": SECTORS[p.sector], "Part": capital(", ".join(_part(p))), "Sign-up": p.status and capital(p.status),
            "When": span(p.starts, p.ends), "Followed by": names.get(p.successor or ""),
        })
        for p in reading.framework.partners
    ]  # fmt: skip
    places = [
        row(place, facts={"When": span(place.starts, place.ends)}) for place in reading.framework.localities
    ]
    words = capital(reading.words("partner"))
    return Section(
        "partners", f"{words} and {reading.words('locality')}",
        (block(words, organisations), block(capital(reading.words("locality")), places)),
    )  # fmt: skip


def _part(partner: Partner) -> list[str]:
    """What a partner does here."""
    said = {"commissions": partner.commissions, "provides": partner.provides}
    return [word for word, does in said.items() if does] + [
        "has a duty to co-operate"
    ] * partner.duty_to_cooperate


def bodies(reading: Reading, trust: str, living: Iterable[str]) -> Section:
    """The bodies with their chart, and what each type can do."""
    kinds = [
        row(kind, facts={
            "Can do": tuple(capital(CAPABILITIES[c]) for c in kind.capabilities) or "Nothing of its own",
            "One for each part of the trust": kind.local,
        })
        for kind in reading.framework.body_types
    ]  # fmt: skip
    seats = [
        row(seat, facts={
            "On": reading.bodies[seat.body].label, "Position": capital(seat.position), "Places": str(seat.places),
            "Gives the role": seat.role and reading.role_label(seat.role),
            "Leads": tuple(reading.outcomes[code].label for code in seat.outcomes if code in reading.outcomes),
        })
        for seat in reading.framework.seats
    ]  # fmt: skip
    words = capital(reading.words("body"))
    return Section(
        "bodies", f"{words} and their powers",
        (
            block(words, [_body(reading, body) for body in reading.framework.bodies]),
            block("What each type can do", kinds),
            block("Seats", seats),
        ),
        shape="chart", data=chart(reading, trust, frozenset(living)),
    )  # fmt: skip


def _body(reading: Reading, body: Body) -> Row:
    partner = {p.code: p.label for p in reading.framework.partners}
    place = next((p.label for p in reading.framework.localities if p.code == body.locality), None)
    return row(
        body, text=body.remit, tag="Not explained by the source" if body.unresolved else "",
        facts={
            "Type": reading.body_types[body.type].label,
            "Reports to": tuple(reading.bodies[code].label for code in body.reports_to),
            capital(reading.word("locality")): place,
            "Leads": tuple(reading.outcomes[code].label for code in body.outcomes if code in reading.outcomes),
            "Terms of reference": body.terms_of_reference, "Meets": body.meets,
            "Quorum": body.quorum and str(body.quorum), "Host": partner.get(body.host or ""),
            "Paid for by": tuple(partner.get(code, code) for code in body.funders), "Also called": body.aliases,
            "When": span(body.starts, body.ends),
            "Followed by": reading.bodies[body.successor].label if body.successor in reading.bodies else None,
        },
    )  # fmt: skip


def chart(reading: Reading, trust: str, living: frozenset[str]) -> Chart:
    """The chart of a version's own bodies: a snapshot, whatever changed since."""
    return draw([
        Node(
            code=body.code, name=body.label, kind=body.type, kind_label=reading.body_types[body.type].label,
            reports_to=body.reports_to, remit=body.remit or "", unresolved=body.unresolved,
            url=reverse("body", args=[trust, body.code]) if body.code in living else "",
            ended=f"Until {day(body.ends)}" if body.ends else "",
        )
        for body in reading.framework.bodies
    ])  # fmt: skip


def roles(reading: Reading, mine: Iterable[str]) -> Section:
    """Every role, how it is held, and what the scheme of delegation lets it do."""
    own = frozenset(mine)
    given: dict[str, list[Delegation]] = {}
    for entry in reading.framework.delegation:
        given.setdefault(entry.role, []).append(entry)
    rows = [
        row(
            role, text=role.description, mine=role.code in own,
            facts={"Held": _held(reading, role)}, and_facts=tuple(_may(entry) for entry in given.get(role.code, ())),
        )
        for role in reading.framework.roles
    ]  # fmt: skip
    lead = "Nobody may do a thing that is not written here or under ‘Who does what’."
    return Section("roles", "Roles and scheme of delegation", (block("", rows),), lead)


def _held(reading: Reading, role: Role) -> str:
    if role.held_by == "appointment":
        return "By appointment"
    if role.held_by == "seat":
        seats = [seat.label for seat in reading.framework.seats if seat.role == role.code]
        return f"With the seat of {', '.join(seats)}" if seats else "With a seat"
    kinds = " or ".join(reading.body_types[code].label for code in role.body_types) or "any body"
    positions = " or ".join(role.positions) or "member"
    return f"As {positions} of: {kinds}"


def _may(entry: Delegation) -> Fact:
    limits = [SCOPES[entry.scope]]
    if entry.limit is not None:
        limits.append(f"up to {pounds(entry.limit)}")
    limits += in_words(span(entry.starts, entry.ends))
    return Fact(capital(", ".join(limits)), tuple(capital(ACTS[act]) for act in entry.acts), marks(entry))
