"""A whole blueprint: every section of the file, in the order in which it is read and shown."""

from pydantic import Field

from trusts.framework.sections.base import Record
from trusts.framework.sections.cycle import (
    Action,
    CalendarEntry,
    DecisionKind,
    Dimension,
    Group,
    LevelScheme,
    OutcomeMapping,
    OutcomeScheme,
    Phase,
    Principle,
    Responsibility,
    Standard,
    Step,
)
from trusts.framework.sections.governance import (
    Body,
    BodyType,
    Definition,
    Delegation,
    Document,
    Locality,
    Partner,
    Role,
    Seat,
    Term,
    Trust,
)
from trusts.framework.sections.rules import (
    AgreementKind,
    Checklist,
    Consultation,
    Funding,
    Gate,
    Matrix,
    PlanType,
    ReportType,
    Route,
    Rung,
    Suppression,
)


class Framework(Record):
    """One version of a trust's framework, as its file says it."""

    format: int = Field(ge=1, le=1)
    """The version of this format."""
    trust: Trust
    terms: tuple[Term, ...] = ()
    definitions: tuple[Definition, ...] = ()
    documents: tuple[Document, ...] = ()
    outcomes: tuple[OutcomeScheme, ...] = Field(min_length=1)
    outcome_mapping: tuple[OutcomeMapping, ...] = ()
    principles: tuple[Principle, ...] = ()
    standards: tuple[Standard, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    levels: tuple[LevelScheme, ...] = ()
    groups: tuple[Group, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    partners: tuple[Partner, ...] = Field(min_length=1)
    localities: tuple[Locality, ...] = ()
    body_types: tuple[BodyType, ...] = Field(min_length=1)
    bodies: tuple[Body, ...] = Field(min_length=1)
    seats: tuple[Seat, ...] = ()
    roles: tuple[Role, ...] = Field(min_length=1)
    delegation: tuple[Delegation, ...] = Field(min_length=1)
    phases: tuple[Phase, ...] = Field(min_length=1)
    steps: tuple[Step, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    decisions: tuple[DecisionKind, ...] = ()
    gates: tuple[Gate, ...] = ()
    routes: tuple[Route, ...] = ()
    agreement_kinds: tuple[AgreementKind, ...] = ()
    funding: Funding | None = None
    matrices: tuple[Matrix, ...] = ()
    plan_types: tuple[PlanType, ...] = ()
    report_types: tuple[ReportType, ...] = ()
    ladder: tuple[Rung, ...] = ()
    suppression: Suppression | None = None
    consultations: tuple[Consultation, ...] = ()
    calendar: tuple[CalendarEntry, ...] = ()
    action_plan: tuple[Action, ...] = ()
