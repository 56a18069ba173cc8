"""A framework ready to be asked: everything a blueprint says, looked up by its code."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from trusts.framework import vocabulary
from trusts.framework.sections.cycle import (
    DecisionKind,
    Duty,
    Group,
    LevelScheme,
    Outcome,
    Output,
    Phase,
    Responsibility,
    Step,
)
from trusts.framework.sections.document import Framework
from trusts.framework.sections.governance import Body, BodyType, Delegation, Role, Seat
from trusts.framework.sections.rules import Gate

DEFAULT_TERMS = {
    "trust": ("children's trust", "children's trusts"),
    "framework": ("framework", "frameworks"),
    "phase": ("phase", "phases"),
    "step": ("step", "steps"),
    "strand": ("strand", "strands"),
    "activity": ("activity", "activities"),
    "output": ("output", "outputs"),
    "exercise": ("exercise", "exercises"),
    "priority": ("priority", "priorities"),
    "plan": ("plan", "plans"),
    "body": ("body", "bodies"),
    "locality": ("locality", "localities"),
    "outcome": ("outcome", "outcomes"),
    "group": ("group", "groups"),
    "level": ("level", "levels"),
    "gate": ("rule", "rules"),
    "partner": ("partner", "partners"),
    "lead": ("lead", "leads"),
    "officer": ("officer", "officers"),
} | vocabulary.RECORDS


class Reading:
    """One framework, indexed. Lookups of unknown codes raise KeyError."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._choices: dict[str, dict[str, str]] = {}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps in order; a phase without steps of its own is a step itself (T1)."""
        own = sorted(self.framework.steps, key=lambda step: step.order or 0)
        ordered: list[Step] = []
        for phase in self.framework.phases:
            inside = [step for step in own if step.phase == phase.code]
            ordered += inside or [self._as_step(phase)]
        return tuple(ordered)

    @staticmethod
    def _as_step(phase: Phase) -> Step:
        return Step(
            code=phase.code, label=phase.label, phase=phase.code, stage=phase.stage, aliases=phase.aliases,
            meaning=phase.meaning, activities=phase.activities, outputs=phase.outputs,
            questions=phase.questions, window=phase.window, optional=phase.optional, source=phase.source,
        )  # fmt: skip

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.code: step for step in self.steps}

    def step(self, code: str) -> Step:
        """A step, or a phase that is worked as one."""
        return self._steps[code]

    def number(self, code: str) -> int:
        """The place of a step in the cycle, counted from one."""
        return self.steps.index(self.step(code)) + 1

    @cached_property
    def phases(self) -> dict[str, Phase]:
        """The phases by code, in order."""
        return {phase.code: phase for phase in self.framework.phases}

    def phase_of(self, step: str) -> Phase:
        """The phase a step belongs to."""
        return self.phases[self.step(step).phase]

    def stage_of(self, step: str) -> str | None:
        """The backbone stage of a step: its own, else its phase's."""
        return self.step(step).stage or self.phase_of(step).stage

    def open_phases(self, day: date) -> list[Phase]:
        """Phases whose window holds a London date, or that run all year."""
        return [p for p in self.phases.values() if p.all_year or (p.window and p.window.contains(day))]

    # Who -------------------------------------------------------------------------------

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """The bodies by code."""
        return {body.code: body for body in self.framework.bodies}

    def body(self, code: str) -> Body:
        """A body's entry."""
        return self.bodies[code]

    @cached_property
    def body_types(self) -> dict[str, BodyType]:
        """The types of body by code."""
        return {kind.code: kind for kind in self.framework.body_types}

    def capabilities(self, body_type: str) -> tuple[str, ...]:
        """What bodies of a type can do; nothing where the framework no longer knows the type."""
        kind = self.body_types.get(body_type)
        return kind.capabilities if kind else ()

    def types_that_can(self, capability: str) -> list[str]:
        """The types of body with a capability."""
        return [kind.code for kind in self.framework.body_types if capability in kind.capabilities]

    @cached_property
    def roles(self) -> dict[str, Role]:
        """The roles by code."""
        return {role.code: role for role in self.framework.roles}

    def role_label(self, code: str) -> str:
        """The trust's word for a role; the code itself where the framework no longer has it."""
        return self.roles[code].label if code in self.roles else code

    def roles_on(self, body_type: str, position: str) -> list[str]:
        """The roles somebody has by sitting on a body of a type in a position."""
        return [
            role.code
            for role in self.framework.roles
            if role.held_by == "membership"
            and (not role.body_types or body_type in role.body_types)
            and (not role.positions or position in role.positions)
        ]

    @cached_property
    def seats(self) -> dict[str, Seat]:
        """The seats by code."""
        return {seat.code: seat for seat in self.framework.seats}

    @cached_property
    def _delegations(self) -> dict[str, list[Delegation]]:
        by_act: dict[str, list[Delegation]] = {}
        for row in self.framework.delegation:
            for act in row.acts:
                by_act.setdefault(act, []).append(row)
        return by_act

    def delegations(self, act: str, day: date) -> Iterator[Delegation]:
        """The rows of the scheme of delegation that give an act on a London date."""
        for row in self._delegations.get(act, ()):
            if (not row.starts or row.starts <= day) and (not row.ends or day <= row.ends):
                yield row

    @cached_property
    def _cells(self) -> dict[str, list[Responsibility]]:
        by_step: dict[str, list[Responsibility]] = {}
        for cell in self.framework.responsibilities:
            by_step.setdefault(cell.step, []).append(cell)
        return by_step

    def cells(self, step: str) -> list[Responsibility]:
        """Who does what at a step; a cell that is not written does not exist."""
        return self._cells.get(step, [])

    @cached_property
    def duties(self) -> dict[str, tuple[Responsibility, Duty]]:
        """Every duty by code, with the cell it stands in."""
        return {duty.code: (cell, duty) for cell in self.framework.responsibilities for duty in cell.duties}

    # What ------------------------------------------------------------------------------

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Every outcome by `scheme.outcome`."""
        return {f"{s.code}.{o.code}": o for s in self.framework.outcomes for o in s.outcomes}

    @cached_property
    def levels(self) -> dict[str, LevelScheme]:
        """The axes an exercise is placed on, by code."""
        return {scheme.code: scheme for scheme in self.framework.levels}

    def level_label(self, scheme: str, code: str) -> str:
        """The trust's word for a level."""
        return next((x.label for x in self.levels[scheme].levels if x.code == code), code)

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The population groups by code."""
        return {group.code: group for group in self.framework.groups}

    @cached_property
    def decisions(self) -> dict[str, DecisionKind]:
        """What bodies can be asked, by code."""
        return {kind.code: kind for kind in self.framework.decisions}

    def decisions_at(self, step: str) -> list[DecisionKind]:
        """What may be asked of a body about an exercise at a step."""
        return [
            kind
            for kind in self.framework.decisions
            if kind.subject == "exercise" and (not kind.steps or step in kind.steps)
        ]

    @cached_property
    def outputs(self) -> dict[tuple[str, str], Output]:
        """Every output by (step, code)."""
        return {(step.code, output.code): output for step in self.steps for output in step.outputs}

    def steps_with_output(self, code: str) -> list[str]:
        """The steps an output is recorded at, in order."""
        return [step for step, output in self.outputs if output == code]

    def tasks(self, step: str) -> dict[tuple[str, str], Any]:
        """What can be recorded at a step, by kind (activity, duty, strand, output) and code."""
        entry = self.step(step)
        duties = [duty for cell in self.cells(step) for duty in cell.duties]
        kinds = {
            "activity": entry.activities,
            "duty": duties,
            "strand": entry.strands,
            "output": entry.outputs,
        }
        return {(kind, task.code): task for kind, tasks in kinds.items() for task in tasks}

    # Rules -----------------------------------------------------------------------------

    @cached_property
    def _gates(self) -> dict[str, list[Gate]]:
        by_transition: dict[str, list[Gate]] = {}
        for gate in self.framework.gates:
            by_transition.setdefault(gate.transition, []).append(gate)
        return by_transition

    def gates(self, transition: str, *, step: str = "", kind: str = "") -> list[Gate]:
        """The gates on a transition, at a step or for a kind of decision where it has one."""
        return [
            gate
            for gate in self._gates.get(transition, ())
            if (not gate.steps or step in gate.steps) and (not gate.decisions or kind in gate.decisions)
        ]

    def choices(self, section: str) -> dict[str, str]:
        """Code to label of a section's entries, such as `agreement_kinds` or `funding.arrangements`."""
        if section not in self._choices:
            found: Any = self.framework
            for part in section.split("."):
                found = getattr(found, part, None)
            self._choices[section] = {entry.code: entry.label for entry in found or ()}
        return self._choices[section]

    def particulars(self, transitions: Iterable[str]) -> list[str]:
        """What the gates on these transitions ask to be filled in, by the names they use."""
        asked = [
            name
            for transition in transitions
            for gate in self.gates(transition)
            if gate.check in ("fields-present", "links-exist")
            for name in gate.params.get("fields") or [gate.params["link"]]
        ]
        return list(dict.fromkeys(asked))

    def confirmations(self, transitions: Iterable[str]) -> list[str]:
        """What the gates on these transitions ask an adviser to confirm."""
        asked = [
            gate.params["confirmation"]
            for transition in transitions
            for gate in self.gates(transition)
            if gate.check == "confirmed-by-adviser"
        ]
        return list(dict.fromkeys(asked))

    # Words -----------------------------------------------------------------------------

    @cached_property
    def terms(self) -> dict[str, tuple[str, str]]:
        """The trust's own word for each concept, one and many."""
        own = {term.concept: (term.one, term.many) for term in self.framework.terms}
        return DEFAULT_TERMS | own

    def word(self, concept: str) -> str:
        """One of a concept, in the trust's word."""
        return self.terms[concept][0]

    def words(self, concept: str) -> str:
        """Many of a concept, in the trust's word."""
        return self.terms[concept][1]

    def phase_label(self, code: str) -> str:
        """The label of a phase with its stage, where the label alone does not tell."""
        phase = self.phases[code]
        stage = vocabulary.STAGES.get(phase.stage or "", "")
        return phase.label if stage.lower() in phase.label.lower() else f"{phase.label} ({stage})"
