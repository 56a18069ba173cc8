"""What the pages of an exercise show: where it stands, who does what, what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode

from commissioning.actions import exercise as exercises
from commissioning.actions import step as steps
from commissioning.models import Entry, Exercise, Movement, StepRecord
from commissioning.models.work import FIELDS
from trusts.framework.sections.cycle import DecisionKind, Output, Step
from trusts.governance import clock
from trusts.governance.permissions import Standing
from trusts.governance.refusal import Refusal
from trusts.models import Item
from trusts.models.record import as_attribute
from trusts.nouns import noun_for, nouns
from trusts.record_words import written
from trusts.subjects import readable
from trusts.thread import Panel, Stretch
from trusts.thread_line import knots_about


@dataclass(frozen=True)
class Line:
    """A step in the list of steps."""

    step: Step
    number: int
    state: str
    state_label: str
    due: date | None
    late: bool
    url: str
    phase: str


@dataclass(frozen=True)
class Task:
    """Something tickable or recordable at a step, and what was recorded."""

    kind: str
    code: str
    label: str
    entry: Entry | None
    url: str
    detail: tuple[str, ...] = ()
    output: Output | None = None
    strand: str = ""
    records: list[tuple[Any, str]] = field(default_factory=list)
    """The records by which the output is recorded, where it asks for a kind of record, with what each says of it."""
    link_url: str = ""
    """Where such a record is linked."""
    done: bool = False


@dataclass(frozen=True)
class Ask:
    """A question that can be put to a body at a step."""

    kind: DecisionKind
    items: list[Item]
    waiting: Item | None
    in_favour: bool
    url: str


@dataclass(frozen=True)
class Cell:
    """What one role has to do at a step; only those who have the role tick its duties."""

    role: str
    mine: bool
    duties: list[Task]


@dataclass(frozen=True)
class StepView:
    """One step with everything done, asked and missing at it."""

    line: Line
    cells: list[Cell]
    activities: list[Task]
    outputs: list[Task]
    strands: list[Task]
    asks: list[Ask]
    """Questions the framework asks at this step."""
    other_asks: list[Ask]
    """Questions that can be put at any time."""
    refusals: list[Refusal]
    """What stands in the way: of completing an open step, of starting one that waits."""
    may: dict[str, bool]
    overrides: list[Movement]
    earlier: list[Step]
    """For a step that waits: those before it that are still under way."""
    agreed: bool
    """Whether a body agreed something here, so that it may be taken up again before the step is complete."""

    @property
    def checklist(self) -> list[Task]:
        """What is ticked at the step by whoever works there."""
        return [*self.strands, *self.activities]

    @property
    def is_open(self) -> bool:
        """Whether anything can be recorded now."""
        return self.line.state == StepRecord.State.OPEN

    @property
    def has_started(self) -> bool:
        """Whether anything can be asked of a body about it."""
        return self.line.state in (StepRecord.State.OPEN, StepRecord.State.COMPLETE)

    @property
    def can_tick(self) -> bool:
        """Whether this person has anything left to tick."""
        mine = [duty for cell in self.cells if cell.mine for duty in cell.duties]
        if self.may["work"]:
            mine += self.checklist
        return self.is_open and any(not task.done for task in mine)

    @property
    def done(self) -> tuple[int, int]:
        """How many of its tasks are done, of how many."""
        duties = [duty for cell in self.cells for duty in cell.duties]
        tasks = [*self.checklist, *duties, *self.outputs]
        return sum(task.done for task in tasks), len(tasks)


def lines_of(exercise: Exercise) -> list[Line]:
    """Every step of an exercise, in order."""
    framework, today = exercise.framework, clock.today()
    lines = []
    for number, step in enumerate(framework.steps, 1):
        record = exercise.records.get(step.code)
        state = exercise.step_state(step.code)
        due = record.due if record else None
        line = Line(
            step=step, number=number, state=state, state_label=StepRecord.State(state).label, due=due,
            late=bool(due and due < today and state in ("open", "waiting")),
            url=exercise.step_url(step.code), phase=framework.phase_of(step.code).label,
        )  # fmt: skip
        lines.append(line)
    return lines


def view_of(exercise: Exercise, code: str, standing: Standing) -> StepView:
    """One step as its page shows it to a person."""
    framework = exercise.framework
    line = next(line for line in lines_of(exercise) if line.step.code == code)
    step, by = line.step, standing.person
    can = {
        act: exercise.state == Exercise.State.RUNNING and standing.may(f"exercise.{act}", exercise, step=code)
        for act in ("work", "advance", "return", "override")
    }
    can["submit"] = standing.may("item.submit", exercise, step=code)
    can["items"] = standing.may("item.view", exercise)
    if line.state == StepRecord.State.OPEN:
        refusals = steps.obstacles_to_completing(exercise, code, by=by)
    elif line.state == StepRecord.State.WAITING:
        refusals = steps.obstacles_to_starting(exercise, code, by=by)
    else:
        refusals = []
    return StepView(
        line=line,
        cells=[
            Cell(framework.role_label(cell.role), standing.is_responsible(cell.role, exercise),
                 [_task(exercise, code, Entry.Kind.DUTY, d.code, d.label) for d in cell.duties])
            for cell in framework.cells(code)
        ],
        activities=[
            _task(exercise, code, Entry.Kind.ACTIVITY, a.code, a.label, detail=a.detail, strand=a.strand or "")
            for a in step.activities
        ],
        outputs=[_output(exercise, code, output, standing) for output in step.outputs],
        strands=[_task(exercise, code, Entry.Kind.STRAND, s.code, s.label) for s in step.strands],
        asks=[ask for ask in _asks(exercise, code) if ask.kind.steps],
        other_asks=[ask for ask in _asks(exercise, code) if not ask.kind.steps],
        refusals=refusals,
        may=can,
        overrides=[m for m in exercise.all("movements") if m.kind == Movement.Kind.OVERRODE and m.step == code],
        earlier=exercise.open_steps if line.state == StepRecord.State.WAITING else [],
        agreed=exercise.agreed_at(code),
    )  # fmt: skip


def _task(exercise: Exercise, step: str, kind: str, code: str, label: str, **more: Any) -> Task:
    url = reverse("entry-record", args=[exercise.trust.code, exercise.number, step, kind, code])
    entry = exercise.entry(step, kind, code)
    return Task(
        **({"entry": entry, "url": url, "done": entry is not None} | more), kind=kind, code=code, label=label
    )


def _output(exercise: Exercise, step: str, output: Output, standing: Standing) -> Task:
    """An output: what was typed, or the records of the kind it asks for and where more are linked."""
    more: dict[str, Any] = {"output": output, "strand": output.strand or ""}
    if output.is_record:
        args = [exercise.trust.code, exercise.KIND, exercise.number, FIELDS[output.kind]]
        asked = urlencode({"at": f"output-{output.code}", "sort": output.sorts}, doseq=True)
        more |= {
            "link_url": f"{reverse('record-link', args=args)}?{asked}", "done": exercise.has_output(step, output),
            "records": [
                (one, _part(one, output)) for one in readable(exercise.records_for(step, output), standing)
            ],
        }  # fmt: skip
    return _task(exercise, step, Entry.Kind.OUTPUT, output.code, output.label, **more)


def _part(record: Any, output: Output) -> str:
    """What a record says of the part that an output asks for, where that is a word or a line."""
    if output.part is None or record.lacks(output):
        return ""
    said = record.said(output.part)
    several = isinstance(said, int | models.Manager) or (
        isinstance(said, list) and isinstance(said[0], models.Model)
    )
    return "" if several else str(written(record, as_attribute(output.part)))


def _asks(exercise: Exercise, step: str) -> Iterator[Ask]:
    """What may be asked of bodies here; what may be asked anywhere is shown at the steps under way."""
    for kind in exercise.framework.decisions_at(step):
        items = [item for item in exercise.all("items") if item.kind == kind.code]
        waiting = next((item for item in items if item.state == Item.State.WAITING), None)
        url = reverse("item-submit", args=[exercise.trust.code, exercise.number, step, kind.code])
        yield Ask(kind, items, waiting, exercise.decided_in_favour(kind.code), url)


def page_of(exercise: Exercise, standing: Standing) -> dict[str, Any]:
    """The exercise's own page: its steps, the ones under way in full, and what comes next."""
    following, seen = exercise.next_step, readable(exercise.worked_on, standing)
    may = {act: standing.may(f"exercise.{act}", exercise) for act in ("edit", "assign", "schedule", "close")}
    finished = following is None and not exercise.open_steps and exercise.state == Exercise.State.RUNNING
    return {
        "lines": lines_of(exercise),
        "open": [view_of(exercise, step.code, standing) for step in exercise.open_steps],
        "next": view_of(exercise, following.code, standing) if following else None,
        "may": may if exercise.state == Exercise.State.RUNNING else {},
        "finished": finished,
        "closing": exercises.obstacles_to_closing(exercise, by=standing.person) if finished else [],
        "marks": marks_of(exercise),
        "thread": worked_on(exercise, seen),
        "knots": knots_about(seen, standing),
    }


def worked_on(exercise: Exercise, seen: list[Any]) -> Panel:
    """The records that an exercise works on and this person may read, in the order of the thread."""
    panel = Panel()
    for kind in FIELDS:
        records = [one for one in seen if kind == one.KIND]
        if records:
            words = exercise.framework.terms[kind]
            panel.beside.append(Stretch(noun_for(records[0]), records, words=words))
    return panel


def links_of(exercise: Exercise, standing: Standing) -> list[tuple[str, str]]:
    """The kinds of record this person can link to it now: in words, and the page where."""
    if exercise.state == Exercise.State.CLOSED or not standing.may("exercise.work", exercise):
        return []
    return [
        (
            exercise.framework.words(kind),
            reverse("record-link", args=[exercise.trust.code, exercise.KIND, exercise.number, field]),
        )
        for kind, field in FIELDS.items()
        if kind in {noun.kind for noun in nouns() if noun.form is not None}
    ]


def marks_of(exercise: Exercise) -> list[tuple[str, str]]:
    """How an exercise is marked, as (label, value), in its framework's words."""
    framework = exercise.framework
    rows = [
        (framework.levels[scheme].label, framework.level_label(scheme, code))
        for scheme, code in exercise.levels.items()
        if scheme in framework.levels
    ]
    outcomes = [framework.outcomes[c].label for c in exercise.codes("outcome") if c in framework.outcomes]
    groups = [framework.groups[c].label for c in exercise.codes("group") if c in framework.groups]
    places = [place.name for place in exercise.all("localities")]
    named = [partner.name for partner in exercise.all("organisations")]
    for concept, values in (
        ("outcome", outcomes),
        ("group", groups),
        ("locality", places),
        ("partner", named),
    ):
        if values:
            words = framework.words(concept) if len(values) > 1 else framework.word(concept)
            rows.append((words[:1].upper() + words[1:], ", ".join(values)))
    return rows


def history_of(exercise: Exercise, standing: Standing) -> list[dict[str, Any]]:
    """How it came to stand where it stands, newest first: movements and, for those who may read them, decisions."""
    framework = exercise.framework
    told = []
    rank = {Movement.Kind.COMPLETED: 3, Movement.Kind.CLOSED: 4}
    for movement in exercise.all("movements"):
        label = framework.step(movement.step).label if movement.step else ""
        title = f"{movement.get_kind_display()} ‘{label}’" if label else movement.get_kind_display()
        if movement.gate:
            title = f"Passed rule {movement.gate} with a reason" + (f" at ‘{label}’" if label else "")
        told.append({"when": movement.at, "title": title, "by": movement.by, "text": movement.reason,
                     "rank": rank.get(movement.kind, 0)})  # fmt: skip
    for item in exercise.all("items") if standing.may("item.view", exercise) else ():
        told.append({"when": item.submitted_at, "title": f"Put to {item.body}: {item.title}", "by": item.submitted_by,
                     "url": item.get_absolute_url(), "rank": 1})  # fmt: skip
        if item.state == Item.State.DECIDED:
            decision = item.decision
            told.append({"when": decision.recorded_at, "title": f"{item.body}: {decision.get_outcome_display().lower()}",
                         "text": decision.reason, "url": item.get_absolute_url(), "rank": 2})  # fmt: skip
    return sorted(told, key=lambda event: (event["when"], event["rank"]), reverse=True)
