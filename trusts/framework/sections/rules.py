"""What must be true, and how things are bought, paid for, reported and hidden."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from trusts.framework import vocabulary
from trusts.framework.sections.base import (
    Capability,
    Codes,
    Entry,
    Named,
    Sector,
    Text,
    Texts,
    WindowField,
    one_of,
)
from trusts.framework.sections.cycle import Condition
from trusts.framework.sections.governance import Money


class Gate(Entry):
    """What must be true for a transition, how hard it bites, and in what words."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,7}-\d+[a-z]?$")]
    """The requirement it enforces, e.g. DUR-96."""
    transition: Annotated[str, one_of(vocabulary.TRANSITIONS, "transition")]
    steps: Codes = ()
    """For `step.start` and `step.complete`: at these steps; at all where none is named."""
    decisions: Codes = ()
    """For items and decisions: of these kinds; of all where none is named."""
    when: Condition | None = None
    check: Annotated[str, one_of(vocabulary.CHECKS, "check")]
    params: dict[str, Any] = Field(default_factory=dict)
    severity: Annotated[str, one_of(vocabulary.SEVERITIES, "severity")] = "refuse"
    message: Text
    """Why not, in plain words, as the person who is refused reads it."""
    remedy: Text | None = None
    """What to do about it."""
    cleared_by: Codes = ()
    """Roles that can clear it, where the check itself cannot tell."""


class Route(Named):
    """A way to buy, and for what it is allowed (T14)."""

    above: Money | None = None
    below: Money | None = None
    at_boundary: Literal["included", "excluded"] = "excluded"
    """Whether a value exactly on the line belongs to this route."""
    basis: Text | None = None
    when: Condition | None = None
    default: bool = False
    needs_reason: bool = False
    steps: Texts = ()


class AgreementKind(Named):
    """A kind of formal arrangement and the sectors it may be given to (T15)."""

    sectors: tuple[Sector, ...] = ()


class Question(Named):
    """A question of the pool-or-align questionnaire; the first answer speaks most for pooling, the last least (BUC-65)."""

    weight: int = 1
    answers: Texts = ()

    def points(self, answer: str) -> float:
        """What an answer counts towards pooling: from its whole weight for the first to nothing for the last."""
        place = self.answers.index(answer)
        return self.weight * (1 - place / max(1, len(self.answers) - 1))


class Funding(Entry):
    """How money is put together (T13)."""

    arrangements: tuple[Named, ...] = ()
    legal_basis: Texts = ()
    questionnaire: tuple[Question, ...] = ()
    funds: tuple[Named, ...] = ()


class Cell(Entry):
    """One cell of a self-assessment matrix."""

    row: Text
    column: Text
    text: Text


class Matrix(Named):
    """A self-assessment grid."""

    columns: Texts
    rows: Texts
    cells: tuple[Cell, ...] = ()


class PlanType(Named):
    """A kind of plan the trust makes (T19)."""

    period_months: Annotated[int, Field(ge=1)] | None = None
    exclusive: bool = False
    """Only one may be approved for any day."""
    parent: Text | None = None
    sections: tuple[Named, ...] = ()


class ReportType(Named):
    """A report somebody owes somebody (T17)."""

    author: Text | None = None
    audience: Text | None = None
    every_months: Annotated[int, Field(ge=1)] | None = None
    season: WindowField | None = None


class Rung(Named):
    """A rung of the ladder for struggling providers, lowest first (T16)."""

    capability: Capability | None = None
    """Who may climb it; anyone who monitors where none is named."""


HIDDEN_BELOW = 20
"""Counts from here on are shown by every trust, so nobody needs to remember what was shown beside them."""


class Suppression(Entry):
    """How small counts are hidden."""

    profile: Literal["dfe", "nhs"] = "dfe"
    threshold: Annotated[int, Field(ge=2, le=HIDDEN_BELOW)] | None = None
    """Counts below this are hidden: 2 to 20. Without it, 6 for `dfe` and 8 for `nhs`."""


class Consultation(Named):
    """A comment window on a proposal."""

    addressed_to: Text
    closes: date


class Checklist(Named):
    """A self-assessment list (readiness, integration features, competencies)."""

    items: Annotated[tuple[Named, ...], BeforeValidator(lambda v: tuple(v or ()))]
