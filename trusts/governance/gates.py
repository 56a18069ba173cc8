"""What must be true for a transition: the blueprint's gates, asked one by one.

The same refusals stop the action, disable the button, fill the worklist and tick the checklist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import Condition
from trusts.framework.sections.rules import Gate
from trusts.framework.vocabulary import CHECKS
from trusts.governance.refusal import Missing, Refusal
from trusts.models import Blueprint, Person, Trust
from trusts.models.marks import Marks


class Gated(Protocol):
    """Something a gate can be asked about; pinned to the framework version it lives under."""

    trust: Trust

    @property
    def blueprint(self) -> Blueprint:
        """The version whose gates judge it."""

    @property
    def marks(self) -> Marks:
        """What the gate's `when` can look at."""

    def overridden(self, gate: str, step: str) -> bool:
        """Whether somebody passed this gate with a reason, at this step."""


@dataclass(frozen=True)
class Question:
    """What a check is asked: of what, by whom, at which step, with what else at hand."""

    subject: Any
    by: Person | None
    step: str
    params: dict[str, Any]
    facts: dict[str, Any]
    framework: Reading
    gate: Gate


@dataclass(frozen=True)
class Answer:
    """What a check found: what is missing (nothing means yes) and who can put it right."""

    missing: tuple[Missing, ...] = ()
    who: tuple[str, ...] = ()
    meets: Any = None


CheckFunction = Callable[[Question], Answer]
_checks: dict[str, CheckFunction] = {}


def check(name: str) -> Callable[[CheckFunction], CheckFunction]:
    """Register the function that answers a check of the closed list."""
    if name not in CHECKS:
        raise KeyError(f"'{name}' is not a check")

    def register(function: CheckFunction) -> CheckFunction:
        _checks[name] = function
        return function

    return register


def answered() -> set[str]:
    """The checks the product can answer today."""
    return set(_checks)


def refusals(
    transition: str, subject: Gated, *, by: Person | None, step: str = "", kind: str = "", **facts: Any
) -> list[Refusal]:
    """Every reason the subject's own framework gives against a transition; empty means yes.

    `step` and `kind` say where it happens; `facts` are what the action knows and the record does
    not say yet, such as the rationale of a decision being recorded. Gates whose check the product
    cannot answer yet are left out (they are `pending`).
    """
    framework = subject.blueprint.framework
    found = []
    for gate in framework.gates(transition, step=step, kind=kind):
        ask = _checks.get(gate.check)
        if ask is None or not applies(gate.when, subject, framework):
            continue
        if gate.severity == "override" and subject.overridden(gate.id, step):
            continue
        answer = ask(Question(subject, by, step, gate.params, facts, framework, gate))
        if answer.missing:
            found.append(_refusal(gate, answer, framework))
    return found


def asks(transition: str, check_name: str, subject: Gated, *, step: str = "", kind: str = "") -> bool:
    """Whether a gate on a transition asks this check of a subject, so that a form can ask for it first."""
    framework = subject.blueprint.framework
    gates = framework.gates(transition, step=step, kind=kind)
    return any(gate.check == check_name and applies(gate.when, subject, framework) for gate in gates)


def _refusal(gate: Gate, answer: Answer, framework: Reading) -> Refusal:
    who = answer.who or tuple(framework.role_label(role) for role in gate.cleared_by)
    urls = [missing.url for missing in answer.missing if missing.url]
    return Refusal(
        reason=gate.message,
        rule=gate.id,
        missing=answer.missing,
        remedy=gate.remedy or "",
        who=who,
        meets=answer.meets,
        url=urls[0] if urls else "",
        overridable=gate.severity == "override",
    )


def applies(when: Condition | None, subject: Gated, framework: Reading) -> bool:
    """Whether a gate binds on a subject, by its marks."""
    if when is None:
        return True
    marks = subject.marks
    known = [framework.groups[code] for code in marks.groups if code in framework.groups]
    said = [
        all(marks.levels.get(scheme) in levels for scheme, levels in when.levels.items()),
        not when.groups or bool(marks.groups & set(when.groups)),
        not when.outcomes or bool(marks.outcomes & set(when.outcomes)),
        not when.owner_types or marks.owner_type in when.owner_types,
        marks.owner_type not in when.not_owner_types,
        when.has_locality in (None, marks.has_locality),
        when.vulnerable_groups in (None, any(group.vulnerable for group in known)),
    ]
    return all(said)
