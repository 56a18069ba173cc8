"""How a trust works: outcomes, levels, phases, steps, who does what at each, and the year."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from trusts.framework import vocabulary
from trusts.framework.sections.base import (
    Act,
    Capability,
    Code,
    Codes,
    Entry,
    Named,
    Record,
    Stage,
    Text,
    Texts,
    WindowField,
    one_of,
)


def _labelled(value: Any) -> Any:
    """A plain line where a labelled entry may stand: `- Audit report` is `{label: Audit report}`."""
    return tuple({"label": v} if isinstance(v, str) else v for v in value or ())


class Outcome(Named):
    """One outcome of a scheme."""

    aliases: Texts = ()


class OutcomeScheme(Named):
    """A set of outcomes; a trust may hold several with a mapping between them (T12)."""

    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]


class OutcomeMapping(Entry):
    """One outcome of one scheme matched with those of another: `local.safe` to `[ecm.safe]`."""

    outcome: Text
    to: Texts


class Principle(Named):
    """A principle, value, aim, enabler or benefit the trust holds itself to."""

    kind: Literal["principle", "value", "aim", "enabler", "benefit", "definition", "question"] = "principle"
    question: Text | None = None
    meaning: Text | None = None


class Standard(Named):
    """A minimum standard asked of services or of commissioning."""

    kind: Literal["quality", "commissioning", "competence"] = "quality"
    meaning: Text | None = None
    items: Texts = ()


class Level(Named):
    """One value of an axis."""

    meaning: Text | None = None
    aliases: Texts = ()
    live: bool = True
    """False while the level is still in development."""


class LevelScheme(Named):
    """An axis an exercise is placed on: levels, tiers, reach (T11). A trust may have none."""

    required: bool = True
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]


class Group(Named):
    """A population group needs are looked at for."""

    vulnerable: bool = False
    meaning: Text | None = None


class Dimension(Named):
    """A breakdown of figures; core ones are expected, the others optional (T20)."""

    core: bool


class Labelled(Entry):
    """A tool or resource named in the framework."""

    label: Text


LabelledList = Annotated[tuple[Labelled, ...], BeforeValidator(_labelled)]


class Phase(Named):
    """A part of the cycle. A phase without steps is worked as a step itself (T1)."""

    stage: Stage | None = None
    aliases: Texts = ()
    meaning: Text | None = None
    window: WindowField | None = None
    all_year: bool = False
    expectation: Text | None = None
    """What the phase expects of joint working."""
    questions: Texts = ()
    outputs: "tuple[Output, ...]" = ()
    activities: "tuple[Activity, ...]" = ()
    optional: bool = False


class Strand(Named):
    """A part of a step that runs beside its other parts."""


class Activity(Named):
    """A line of a step's checklist."""

    strand: Code | None = None
    detail: Texts = ()


class Output(Named):
    """Something a step leaves behind."""

    kind: Annotated[str, one_of(vocabulary.OUTPUT_KINDS, "output kind")] = "text"
    strand: Code | None = None
    choices: Texts = ()
    hint: Text | None = None
    sorts: Texts = ()
    """Where the kind is a kind of record: only records of these sorts count."""
    part: Text | None = None
    """Where the kind is a kind of record: what of it must be filled in."""
    each: bool = False
    """Where a part is asked for: every finished record of the kind must say it, not only one."""
    anew: bool = False
    """Where the kind is a kind of record: only records linked since the step began count, none of an earlier step."""
    otherwise: Text | None = None
    """Where the kind is a kind of record: what may be written instead, such as `Why there is none`."""

    @property
    def is_record(self) -> bool:
        """Whether it is recorded by a finished record that the exercise works on."""
        return self.kind in vocabulary.WORKED

    @property
    def is_typed(self) -> bool:
        """Whether something can be typed in for it."""
        return not self.is_record or self.otherwise is not None


class Step(Named):
    """A step of the trust's own model, in the order of the file unless `order` is given."""

    phase: Code
    order: Annotated[int, Field(ge=1)] | None = None
    stage: Stage | None = None
    aliases: Texts = ()
    meaning: Text | None = None
    strands: tuple[Strand, ...] = ()
    activities: tuple[Activity, ...] = ()
    outputs: tuple[Output, ...] = ()
    tools: LabelledList = ()
    resources: LabelledList = ()
    questions: Texts = ()
    window: WindowField | None = None
    optional: bool = False
    """May be marked not needed, with a reason (e.g. nothing to decommission)."""


Phase.model_rebuild()


class Duty(Named):
    """What a role has to do at a step."""

    strand: Code | None = None


class Responsibility(Entry):
    """A cell of the table step × role. A cell that is not written creates nothing."""

    step: Code
    role: Code
    duties: tuple[Duty, ...] = ()
    acts: tuple[Act, ...] = ()
    """Acts the role has at this step, beyond the scheme of delegation."""


class DecisionKind(Named):
    """Something bodies are asked to decide, and what follows from it."""

    question: Text
    capability: Capability
    subject: Annotated[str, one_of(vocabulary.SUBJECTS, "subject")] = "exercise"
    steps: Codes = ()
    """Steps at which it may be asked; any where none is named."""
    effect: Annotated[str, one_of(vocabulary.EFFECTS, "effect")] = "none"


class CalendarEntry(Named):
    """Something that comes round every year."""

    window: WindowField
    body: Code | None = None


class Action(Named):
    """A line of a dated action plan; its date may be partial (T25)."""

    phase: Text
    date: Text
    stated_elsewhere: Text | None = None
    """Another date the source gives for the same thing."""
    depends_on: Codes = ()
    tasks: Texts = ()


class Condition(Record):
    """When a gate applies: only to exercises with these marks."""

    levels: dict[Code, Texts] = Field(default_factory=dict)
    """Scheme to the levels on which the gate applies."""
    groups: Codes = ()
    outcomes: Texts = ()
    owner_types: Codes = ()
    """Only to exercises owned by bodies of these types."""
    not_owner_types: Codes = ()
    has_locality: bool | None = None
    vulnerable_groups: bool | None = None
    """Only where a group marked vulnerable is concerned."""
