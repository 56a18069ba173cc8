"""Who there is in a trust and what they may do: trust, partners, bodies, seats, roles, delegation."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from trusts.framework.sections.base import (
    Act,
    Capability,
    Code,
    Codes,
    Dated,
    Entry,
    Named,
    Scope,
    Sector,
    Text,
    Texts,
)

Money = Annotated[Decimal, BeforeValidator(lambda v: Decimal(str(v)) if isinstance(v, int | str) else v)]


class Provenance(Entry):
    """Whose handbook a framework was adopted from."""

    trust: Text
    title: Text
    permission: Text | None = None


class Trust(Named):
    """The trust itself. `code` is its address in the site and never changes."""

    area: Text
    framework: Text
    """The title of the framework document."""
    edition: Text
    purpose: Text | None = None
    vision: Text | None = None
    parent_partnership: Text | None = None
    parent_plan: Text | None = None
    """What the trust calls the plan every priority comes from, e.g. Children and Young People's Plan."""
    adopted_from: Provenance | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class Term(Entry):
    """The trust's own word for a concept of the product."""

    concept: Literal[
        "trust", "framework", "phase", "step", "strand", "activity", "output", "exercise", "priority",
        "plan", "intention", "body", "locality", "outcome", "group", "level", "gate", "review", "action",
        "service", "specification", "procurement", "agreement", "measure", "partner", "lead", "officer",
    ]  # fmt: skip
    one: Text
    many: Text
    short: Text | None = None


class Definition(Entry):
    """An agreed definition, shown as help where its term appears."""

    term: Text
    meaning: Text
    agreed: bool = False


class Partner(Dated):
    """An organisation that takes part."""

    sector: Sector
    commissions: bool = False
    provides: bool = False
    duty_to_cooperate: bool = False
    status: Literal["aware", "consulted", "committed"] | None = None
    """How far it has signed up to the framework, where the trust keeps that."""
    successor: Code | None = None


class Locality(Dated):
    """A part of the trust that has a board, network or team of its own."""


class BodyType(Named):
    """A kind of body and what it can do. Permissions test these capabilities, never a name."""

    capabilities: Annotated[tuple[Capability, ...], Field()] = ()
    local: bool = False
    """Whether bodies of this type belong to one locality each."""


class Body(Dated):
    """A board or group."""

    type: Code
    aliases: Texts = ()
    reports_to: Codes = ()
    locality: Code | None = None
    outcomes: Texts = ()
    """As `scheme.outcome`."""
    remit: Text | None = None
    host: Code | None = None
    funders: Codes = ()
    terms_of_reference: Text | None = None
    meets: Text | None = None
    """How often it meets, in words."""
    quorum: Annotated[int, Field(ge=1)] | None = None
    unresolved: bool = False
    """The source names it without saying what it is."""
    successor: Code | None = None


class Seat(Named):
    """A place on a body, with 0 to n holders at a time."""

    body: Code
    position: Literal["chair", "clerk", "member", "observer"] = "member"
    role: Code | None = None
    """A role the holder has while in the seat."""
    outcomes: Texts = ()
    """As `scheme.outcome`."""
    partner: Code | None = None
    places: Annotated[int, Field(ge=1)] = 1


class Role(Named):
    """Who somebody is in the trust's own words; held through a membership, a seat or an appointment."""

    held_by: Literal["membership", "seat", "appointment"]
    body_types: Codes = ()
    """For a membership: on bodies of these types."""
    positions: Annotated[
        tuple[Literal["chair", "clerk", "member", "observer"], ...],
        BeforeValidator(lambda v: (v,) if isinstance(v, str) else v),
    ] = ()
    """For a membership: in these positions; all where none is named."""
    description: Text | None = None


class Delegation(Entry):
    """A row of the scheme of delegation: what a role may do, where, up to how much, until when."""

    role: Code
    acts: tuple[Act, ...]
    scope: Scope = "trust"
    limit: Money | None = None
    """Pounds; nothing above it is covered."""
    starts: date | None = None
    ends: date | None = None


class Document(Named):
    """A governing document, plan or law the framework refers to."""

    kind: Literal["governing", "plan", "law", "guidance", "standard", "protocol", "study"] = "governing"
    owner: Text | None = None
    period: Text | None = None
