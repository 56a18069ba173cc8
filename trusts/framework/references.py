"""What one entry of a blueprint says about another: everything referred to must exist and make sense."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from trusts.framework import vocabulary
from trusts.framework.sections.cycle import Phase, Step
from trusts.framework.sections.document import Framework
from trusts.framework.sections.rules import Gate

Problem = tuple[tuple[str | int, ...], str]
SHOWN = 12  # how many of what was expected an error lists

CODED = [
    "documents", "outcomes", "principles", "standards", "checklists", "levels", "groups", "dimensions",
    "partners", "localities", "body_types", "bodies", "seats", "roles", "phases", "steps", "decisions",
    "routes", "agreement_kinds", "matrices", "plan_types", "report_types", "ladder", "consultations",
    "calendar", "action_plan",
]  # fmt: skip


def problems(framework: Framework) -> Iterator[Problem]:
    """Every reference that leads nowhere and every entry that contradicts another."""
    yield from _codes_are_unique(framework)
    yield from _references_lead_somewhere(framework)
    yield from _reporting_lines_are_no_circle(framework)
    yield from _steps_are_in_order(framework)
    yield from _phases_are_whole(framework)
    yield from _outputs_fit(framework)
    yield from _gates_fit(framework)


def _codes_are_unique(framework: Framework) -> Iterator[Problem]:
    for section in CODED:
        counted = Counter(entry.code for entry in getattr(framework, section))
        for index, entry in enumerate(getattr(framework, section)):
            if counted[entry.code] > 1:
                yield (section, index, "code"), f"'{entry.code}' is used twice in {section}"
    counted = Counter(gate.id for gate in framework.gates)
    for index, gate in enumerate(framework.gates):
        if counted[gate.id] > 1:
            yield ("gates", index, "id"), f"'{gate.id}' is used twice in gates"
    cells = Counter((cell.step, cell.role) for cell in framework.responsibilities)
    for index, cell in enumerate(framework.responsibilities):
        if cells[cell.step, cell.role] > 1:
            yield ("responsibilities", index), f"the cell {cell.step} × {cell.role} is written twice"


def _references_lead_somewhere(framework: Framework) -> Iterator[Problem]:
    known = Known(framework)
    for section, key, target in [
        ("partners", "successor", "partner"),
        ("bodies", "type", "body_type"),
        ("bodies", "reports_to", "body"),
        ("bodies", "locality", "locality"),
        ("bodies", "outcomes", "outcome"),
        ("bodies", "host", "partner"),
        ("bodies", "funders", "partner"),
        ("bodies", "successor", "body"),
        ("seats", "body", "body"),
        ("seats", "role", "role"),
        ("seats", "outcomes", "outcome"),
        ("seats", "partner", "partner"),
        ("roles", "body_types", "body_type"),
        ("delegation", "role", "role"),
        ("steps", "phase", "phase"),
        ("responsibilities", "step", "step"),
        ("responsibilities", "role", "role"),
        ("decisions", "steps", "step"),
        ("calendar", "body", "body"),
        ("action_plan", "depends_on", "action"),
        ("outcome_mapping", "outcome", "outcome"),
        ("outcome_mapping", "to", "outcome"),
    ]:
        for index, entry in enumerate(getattr(framework, section)):
            yield from known.missing(target, getattr(entry, key), (section, index, key))
    for index, step in enumerate(framework.steps):
        strands = {strand.code for strand in step.strands}
        for part in ("activities", "outputs"):
            for inner, entry in enumerate(getattr(step, part)):
                if entry.strand and entry.strand not in strands:
                    yield (
                        ("steps", index, part, inner, "strand"),
                        f"'{entry.strand}' is not a strand of step {step.code}; expected {_list(strands)}",
                    )


def _reporting_lines_are_no_circle(framework: Framework) -> Iterator[Problem]:
    above = {body.code: set(body.reports_to) for body in framework.bodies}
    for index, body in enumerate(framework.bodies):
        seen: set[str] = set()
        todo = set(body.reports_to)
        while todo:
            code = todo.pop()
            if code == body.code:
                yield ("bodies", index, "reports_to"), f"{body.code} reports to itself in a circle"
                break
            if code not in seen:
                seen.add(code)
                todo |= above.get(code, set())


def _steps_are_in_order(framework: Framework) -> Iterator[Problem]:
    orders = Counter(step.order for step in framework.steps if step.order is not None)
    for index, step in enumerate(framework.steps):
        if step.order is None and orders:
            yield ("steps", index, "order"), "missing: give every step an order, or none"
        elif step.order is not None and orders[step.order] > 1:
            yield ("steps", index, "order"), f"two steps have the order {step.order}"
    order = {phase.code: number for number, phase in enumerate(framework.phases)}
    steps = sorted(framework.steps, key=lambda step: step.order or 0)
    for earlier, later in pairwise(steps):
        known = later.phase in order and earlier.phase in order
        if known and order[later.phase] < order[earlier.phase]:
            yield (
                ("steps", framework.steps.index(later), "phase"),
                f"step {later.code} comes after {earlier.code} but belongs to an earlier phase",
            )


def _phases_are_whole(framework: Framework) -> Iterator[Problem]:
    named = {step.code for step in framework.steps}
    with_steps = {step.phase for step in framework.steps}
    for index, phase in enumerate(framework.phases):
        if phase.code in named:
            yield ("phases", index, "code"), f"'{phase.code}' is also the code of a step"
        if phase.window and phase.all_year:
            yield ("phases", index, "window"), "a phase that runs all year has no window"
        if phase.code in with_steps and (phase.outputs or phase.activities):
            yield ("phases", index), "a phase with steps keeps its outputs and activities on the steps"


def _outputs_fit(framework: Framework) -> Iterator[Problem]:
    """Sorts and parts belong to records, and each kind of record has its own."""
    coded = {"plan": framework.plan_types, "agreement": framework.agreement_kinds}
    stages: list[tuple[str, int, Step | Phase]] = [
        (section, index, entry)
        for section in ("steps", "phases")
        for index, entry in enumerate(getattr(framework, section))
    ]
    for section, index, stage in stages:
        for inner, output in enumerate(stage.outputs):
            place = (section, index, "outputs", inner)
            if not output.is_record:
                if output.sorts or output.part is not None or output.otherwise is not None or output.anew:
                    yield (
                        place,
                        "only an output whose kind is a kind of record has sorts, a part, 'anew' or an 'otherwise'",
                    )
                continue
            sorts = {*vocabulary.SORTS.get(output.kind, ()), *(e.code for e in coded.get(output.kind, ()))}
            for sort in output.sorts:
                if sort not in sorts:
                    yield (
                        (*place, "sorts"),
                        f"there is no sort '{sort}' of {output.kind}; expected {_list(sorts)}",
                    )
            parts = vocabulary.PARTS.get(output.kind, {})
            if output.part is not None and output.part not in parts:
                yield (*place, "part"), f"{output.kind} has no part '{output.part}'; expected {_list(parts)}"


def _gates_fit(framework: Framework) -> Iterator[Problem]:
    known = Known(framework)
    for index, gate in enumerate(framework.gates):
        place = ("gates", index)
        if gate.steps and not gate.transition.startswith("step."):
            yield (
                (*place, "steps"),
                f"only step.start and step.complete happen at a step, not {gate.transition}",
            )
        if gate.decisions and gate.transition not in ("item.submit", "item.vote", "decision.record"):
            yield (*place, "decisions"), f"only items and decisions have a kind, not {gate.transition}"
        yield from known.missing("step", gate.steps, (*place, "steps"))
        yield from known.missing("decision", gate.decisions, (*place, "decisions"))
        yield from known.missing("role", gate.cleared_by, (*place, "cleared_by"))
        if gate.when:
            for scheme, levels in gate.when.levels.items():
                yield from known.missing("scheme", scheme, (*place, "when", "levels"))
                yield from known.missing(
                    "level", [f"{scheme}.{x}" for x in levels], (*place, "when", "levels")
                )
            for key in ("owner_types", "not_owner_types"):
                yield from known.missing("body_type", getattr(gate.when, key), (*place, "when", key))
            yield from known.missing("group", gate.when.groups, (*place, "when", "groups"))
            yield from known.missing("outcome", gate.when.outcomes, (*place, "when", "outcomes"))
        yield from _params_fit(gate, known, place)


def _params_fit(gate: Gate, known: "Known", place: tuple[str | int, ...]) -> Iterator[Problem]:
    wanted = vocabulary.CHECKS[gate.check].params
    for name in gate.params:
        if name not in wanted:
            expected = _list(wanted) if wanted else "none"
            yield (
                (*place, "params", name),
                f"check {gate.check} has no parameter '{name}'; expected {expected}",
            )
    for name, kind in wanted.items():
        value, needed = gate.params.get(name), not kind.endswith("?")
        if value is None:
            if needed:
                yield (*place, "params"), f"check {gate.check} needs the parameter '{name}'"
            continue
        yield from known.fits(kind.rstrip("?"), value, (*place, "params", name))


class Known:
    """What the file defines, by kind, to look references up in."""

    def __init__(self, framework: Framework) -> None:
        f = framework
        stages: list[Step | Phase] = [*f.steps, *f.phases]
        self.codes: dict[str, set[str]] = {
            "partner": {e.code for e in f.partners},
            "body_type": {e.code for e in f.body_types},
            "body_types": {e.code for e in f.body_types},
            "body": {e.code for e in f.bodies},
            "locality": {e.code for e in f.localities},
            "role": {e.code for e in f.roles},
            "phase": {e.code for e in f.phases},
            "step": {e.code for e in stages},
            "decision": {e.code for e in f.decisions},
            "action": {e.code for e in f.action_plan},
            "group": {e.code for e in f.groups},
            "scheme": {e.code for e in f.levels},
            "level": {f"{s.code}.{level.code}" for s in f.levels for level in s.levels},
            "outcome": {f"{s.code}.{o.code}" for s in f.outcomes for o in s.outcomes},
            "capability": set(vocabulary.CAPABILITIES),
            "sections": set(Framework.model_fields),
            "outputs": {o.code for e in stages for o in e.outputs},
            "output": {o.code for e in stages for o in e.outputs},
            "activities": {a.code for e in stages for a in e.activities},
            "duties": {d.code for cell in f.responsibilities for d in cell.duties},
            "axis": {"outcome", "group", *(e.code for e in f.levels)},
        }

    def missing(self, kind: str, value: Any, path: tuple[str | int, ...]) -> Iterator[Problem]:
        """Codes in `value` (one, several or none) that nothing of that kind has."""
        for code in (value,) if isinstance(value, str) else value or ():
            if code not in self.codes[kind]:
                what = kind.replace("_", " ").removesuffix("s")
                yield path, f"there is no {what} '{code}'; expected {_list(self.codes[kind])}"

    def fits(self, kind: str, value: Any, path: tuple[str | int, ...]) -> Iterator[Problem]:
        """Whether a parameter has the shape and, for references, the target it should have."""
        if kind in self.codes:
            if kind.endswith("s") and isinstance(value, str):
                value = [value]
            if not _is_texts(value) and not isinstance(value, str):
                yield path, f"expected {'a list of codes' if kind.endswith('s') else 'a code'}"
                return
            yield from self.missing(kind, value, path)
            return
        shape, expected = SHAPES[kind]
        if not shape(value):
            yield path, f"expected {expected}"


def _is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(v, str) and v for v in value)


SHAPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "text": (lambda v: isinstance(v, str) and bool(v), "text"),
    "texts": (lambda v: _is_texts(v) and bool(v), "a list of words"),
    "count": (lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 0, "a whole number"),
    "date": (lambda v: hasattr(v, "isoformat"), "a date such as 2006-07-31"),
}


def _list(codes: Any) -> str:
    """The first dozen of what was expected, in words."""
    ordered = sorted(codes)
    if not ordered:
        return "none, since the file defines none"
    return ", ".join(ordered[:SHOWN]) + (f" and {len(ordered) - SHOWN} more" if len(ordered) > SHOWN else "")
