"""What stands in the way of many exercises at once, asked in the same number of queries as for one."""

from collections.abc import Iterator
from typing import Any

from commissioning.actions import step as steps
from commissioning.desk import Desk
from commissioning.models import Exercise
from trusts.governance.gates import applies
from trusts.governance.permissions import Standing
from trusts.governance.refusal import Missing, Refusal
from trusts.models import Person


class Foreseen:
    """An exercise as if bodies had agreed all they were asked.

    Its other gates can be asked without reading bodies, meetings and rights once for each exercise; what
    is not decided yet is told by `undecided`, from what the desk has read.
    """

    def __init__(self, exercise: Exercise, standing: Standing) -> None:
        self._exercise, self._standing = exercise, standing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._exercise, name)

    def decided_in_favour(self, kind: str) -> bool:
        """Whatever it is, it is agreed."""
        return True

    def readable_by(self, person: Person | None, records: list[Any]) -> list[Any]:
        """All of them for who reads everything; who does not finds on the step's page which they are."""
        return records if self._standing.reads_all else []

    def body_asked(self, record: Any) -> None:
        """None: the record's own page says whom it waits for."""


def obstacles(desk: Desk, exercise: Exercise, transition: str, step: str) -> list[Refusal]:
    """The refusals a transition would meet now: first what people record, then what bodies decide."""
    ask = steps.obstacles_to_starting if transition == "step.start" else steps.obstacles_to_completing
    return [
        *ask(Foreseen(exercise, desk.standing), step, by=desk.standing.person),
        *undecided(desk, exercise, transition, step),
    ]


def undecided(desk: Desk, exercise: Exercise, transition: str, step: str) -> Iterator[Refusal]:
    """Refusals of the gates that want a decision nobody has taken in favour yet."""
    framework = exercise.framework
    for gate in framework.gates(transition, step=step):
        if gate.check != "decision-made" or exercise.decided_in_favour(gate.params["decision"]):
            continue
        passed = gate.severity == "override" and exercise.overridden(gate.id, step)
        if passed or not applies(gate.when, exercise, framework):
            continue
        kind = framework.decisions[gate.params["decision"]]
        waiting = next((item for item in exercise.waiting_items() if item.kind == kind.code), None)
        if waiting:
            reason = f"{waiting.body.name} has not decided ‘{kind.label}’ yet"
            missing = Missing(reason, exercise.step_url(waiting.step))
            who, meets = (waiting.body.name,), desk.meeting(waiting) or desk.meets(waiting.body_id)
        else:
            types = framework.types_that_can(kind.capability)
            able = [b for b in desk.bodies if b.type in types and b.concerns(exercise.reach, framework)]
            at = kind.steps[0] if kind.steps else step
            missing = Missing(
                f"‘{kind.label}’ has not been put to a body", f"{exercise.step_url(at)}#ask-{kind.code}"
            )
            who = tuple(body.name for body in able)
            meets = min((when for body in able if (when := desk.meets(body.pk))), default=None)
        yield Refusal(
            gate.message,
            gate.id,
            (missing,),
            gate.remedy or "",
            who,
            meets,
            missing.url,
            gate.severity == "override",
        )
