"""The rules of a framework in plain words, and which of them the product enforces today."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import Condition
from trusts.framework.sections.rules import Gate
from trusts.framework.vocabulary import CAPABILITIES, CHECKS, TRANSITIONS
from trusts.framework_rows import Marks, Section, capital, in_words, marks
from trusts.governance.gates import answered
from trusts.governance.transitions import performed


@dataclass(frozen=True)
class Rule:
    """One rule as the people it binds read it."""

    id: str
    message: str
    remedy: str
    asks: str
    where: str
    when: str
    who: tuple[str, ...]
    override: bool
    pending: bool
    marks: Marks


@dataclass(frozen=True)
class Moment:
    """Something people do, and the rules that bind it."""

    title: str
    rules: tuple[Rule, ...]


def rules(reading: Reading) -> Section:
    """Every rule, by the moment at which it binds."""
    done, known = performed(), answered()
    moments = []
    for transition, title in TRANSITIONS.items():
        gates = [gate for gate in reading.framework.gates if gate.transition == transition]
        found = tuple(
            _rule(reading, gate, transition not in done or gate.check not in known) for gate in gates
        )
        if found:
            moments.append(Moment(title, found))
    pending = sum(rule.pending for moment in moments for rule in moment.rules)
    total = len(reading.framework.gates)
    lead = f"{total} in all." if not pending else f"{total} in all; {pending} not enforced yet, each marked."
    return Section("rules", capital(reading.words("gate")), lead=lead, shape="rules", data=moments)


def _rule(reading: Reading, gate: Gate, pending: bool) -> Rule:
    places = [reading.step(code).label for code in gate.steps]
    places += [reading.decisions[code].label for code in gate.decisions if code in reading.decisions]
    return Rule(
        id=gate.id, message=gate.message, remedy=gate.remedy or "", asks=asks_of(reading, gate),
        where=", ".join(places), when=condition_in_words(reading, gate.when),
        who=tuple(reading.role_label(role) for role in gate.cleared_by),
        override=gate.severity == "override", pending=pending, marks=marks(gate),
    )  # fmt: skip


def asks_of(reading: Reading, gate: Gate) -> str:
    """What a rule asks, with what it is asked of."""
    said = [words for key, value in gate.params.items() if (words := _param(reading, key, value))]
    return f"{CHECKS[gate.check].label}: {'; '.join(said)}" if said else CHECKS[gate.check].label


def _param(reading: Reading, key: str, value: Any) -> str:
    """A parameter's codes in the trust's words."""
    label = _LABELS.get(key)
    if label is None:
        return ", ".join(in_words(value))
    codes = value if isinstance(value, tuple | list) else [value]
    words = ", ".join(label(reading, str(code)) for code in codes)
    return f"‘{words}’" if key == "step" else words


def _activity(reading: Reading, code: str) -> str:
    return next((a.label for step in reading.steps for a in step.activities if a.code == code), code)


def _output(reading: Reading, code: str) -> str:
    return next((output.label for (_, known), output in reading.outputs.items() if known == code), code)


_LABELS: dict[str, Callable[[Reading, str], str]] = {
    "step": lambda reading, code: reading.step(code).label,
    "phase": lambda reading, code: reading.phases[code].label,
    "decision": lambda reading, code: reading.decisions[code].label,
    "capability": lambda reading, code: CAPABILITIES.get(code, code),
    "role": lambda reading, code: reading.role_label(code),
    "body_types": lambda reading, code: reading.body_types[code].label,
    "duties": lambda reading, code: reading.duties[code][1].label,
    "output": _output,
    "outputs": _output,
    "activities": _activity,
    "axis": lambda reading, code: reading.levels[code].label if code in reading.levels else code,
    "scheme": lambda reading, code: reading.levels[code].label if code in reading.levels else code,
    "parts": lambda reading, code: code.replace("_", " "),
}


def condition_in_words(reading: Reading, when: Condition | None) -> str:
    """On what a rule binds; empty where it binds on everything."""
    if when is None:
        return ""
    said = [
        " or ".join(reading.level_label(scheme, code) for code in codes)
        for scheme, codes in when.levels.items()
    ]
    said += [reading.groups[code].label for code in when.groups if code in reading.groups]
    said += [reading.outcomes[code].label for code in when.outcomes if code in reading.outcomes]
    owners = [reading.body_types[code].label for code in when.owner_types]
    others = [reading.body_types[code].label for code in when.not_owner_types]
    said += [f"owned by {' or '.join(owners)}"] if owners else []
    said += [f"not owned by {' or '.join(others)}"] if others else []
    if when.has_locality is not None:
        said.append(f"{'with a' if when.has_locality else 'without a'} {reading.word('locality')}")
    if when.vulnerable_groups is not None:
        said.append(
            "vulnerable groups concerned" if when.vulnerable_groups else "no vulnerable groups concerned"
        )
    return "; ".join(said)
