"""Walking a demo exercise through its trust's own steps, by its own people, keeping every rule."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from commissioning.actions import entry as entries
from commissioning.actions import exercise as exercises
from commissioning.actions import step as steps
from commissioning.demo.event import Event
from commissioning.models import Exercise
from commissioning.models.work import FIELDS
from needs.models import Evidence, Participation
from trusts.actions import record as records
from trusts.actions.decision import bodies_for, members_who_may_vote, record_decision, vote
from trusts.framework.sections.cycle import DecisionKind, Output, Step
from trusts.governance import clock
from trusts.governance.permissions import Standing, standing
from trusts.governance.refusal import Refusal, Refused
from trusts.models import Body, Item, Membership, Person, Trust

HEARD = ("evidence", "participation")
"""The kinds of record that an officer makes on the spot; everything else has rules of its own."""
VOTERS = 4  # as many as any quorum asks for in the five files
INVENTED = "Invented for the demonstration."
OVERRIDE = f"{INVENTED} The group asked for this to go ahead, and noted why."


def walk(trust: Trust, entry: dict[str, Any], people: dict[str, Person]) -> Iterator[Event]:
    """What happens when a demo exercise is created and walked to the step it stands at."""
    walker = Walker(trust, entry, people)
    order, goal = trust.framework.steps, entry.get("walk_to")
    days = entry.get("started_days_ago") or 1
    yield Event(days, walker.begin)
    if goal is None:
        return
    ago = days
    for number, step in enumerate(order):
        ago = days * (len(order) - number) // (len(order) + 1)
        yield Event(ago, lambda s=step: walker.start(s))
        if step.code == goal:
            yield Event(ago, lambda s=step: walker.half_way(s))
            return
        yield Event(ago, lambda s=step: walker.finish(s))
    yield Event(ago, walker.close)


def decide(item: Item, *, rationale: str) -> list[Refusal]:
    """Have the members of an item's body approve it and its clerk or chair record the decision.

    Returns what stands in the way of the decision's effect.
    """
    item = Item.objects.with_parts().get(pk=item.pk)
    voting = [person for person in members_who_may_vote(item) if person.pk != item.submitted_by_id][:VOTERS]
    for member in voting:
        vote(item=item, verdict="agree", reason="", by=member)
    leading = Membership.objects.filter(body=item.body, position__in=["clerk", "chair"])
    recorder = leading.exclude(person=item.submitted_by).order_by("-position").first()
    _, stops = record_decision(
        item=item, outcome="agree", decided_on=clock.today(), by=recorder.person, present=voting,
        reason=f"Members agreed with the officers’ paper. ({INVENTED})", rationale=rationale, meeting=item.meeting,
    )  # fmt: skip
    return stops


def heard(output: Output, told: str) -> Evidence | Participation:
    """A piece of evidence or an occasion on which people were heard, as an output of a step asks for it."""
    today, sort = clock.today(), next(iter(output.sorts), "")
    if output.kind == "participation":
        return Participation(
            voice=sort or "families", held_on=today, method="Two groups", reached=14, summary=told,
            changed=f"{INVENTED} Hours were changed to suit those who came.", told_on=today,
        )  # fmt: skip
    return Evidence(
        sort=sort or "quantitative", summary=told, source="Our own count (invented)", dated=today,
        method=INVENTED, covers="40 families (invented)",
    )  # fmt: skip


def _pace(exercise: Exercise, entry: dict[str, Any]) -> int:
    """Days for each step, so that the step it stands at is due soon; every third exercise is late."""
    goal = entry.get("walk_to")
    codes = [step.code for step in exercise.framework.steps]
    reached = codes.index(goal) + 1 if goal in codes else 1
    slack = 0.9 if len(entry["title"]) % 3 == 0 else 1.3
    return max(7, round((entry.get("started_days_ago") or 1) * slack / reached))


class Walker:
    """Moves one exercise along, as an officer would with the bodies of the trust."""

    def __init__(self, trust: Trust, entry: dict[str, Any], people: dict[str, Person]) -> None:
        self.trust, self.entry, self.people = trust, entry, people
        self.lead = people.get(entry.get("lead") or "")
        self.officer = people.get(entry.get("officer") or "")
        self.worker = self.officer or self.lead or next(iter(people.values()))
        self.texts: dict[str, str] = {k: str(v) for k, v in (entry.get("texts") or {}).items()}
        self.exercise: Exercise
        self.standings: dict[int, Standing] = {}

    def create(self) -> Exercise:
        """Create it; what may be passed with a reason is."""
        e, t = self.entry, self.trust
        value = e.get("value")
        arguments = {
            "trust": t, "by": self.worker, "title": e["title"], "summary": e.get("summary", ""),
            "owner": Body.objects.get(trust=t, code=e["owner"]), "lead": self.lead, "officer": self.officer,
            "levels": e.get("levels") or {}, "outcomes": e.get("outcomes") or [], "groups": e.get("groups") or [],
            "localities": list(t.localities.filter(code__in=e.get("localities") or [])),
            "organisations": list(t.organisations.filter(code__in=e.get("partners") or [])),
            "priority": e.get("priority") or "", "value": Decimal(value) if value is not None else None,
        }  # fmt: skip
        try:
            self.exercise = exercises.create_exercise(**arguments)
        except Refused as refused:
            if not all(r.overridable for r in refused.refusals):
                raise
            reasons = {r.rule: OVERRIDE for r in refused.refusals}
            self.exercise = exercises.create_exercise(**arguments, reasons=reasons)
        return self.exercise

    def begin(self) -> None:
        """Create it, with a timetable."""
        self.create()
        self.schedule(_pace(self.exercise, self.entry))

    def close(self) -> None:
        """Close it with what was learned."""
        exercises.close_exercise(
            exercise=self.exercise, learned=f"{INVENTED} Families were reached earlier than in the year before.",
            by=self.worker, again=bool(self.entry.get("again")),
        )  # fmt: skip

    def schedule(self, pace: int) -> None:
        """Agree a timetable: so many days for each step."""
        today = clock.today()
        dates = {
            s.code: today + timedelta(days=pace * n) for n, s in enumerate(self.exercise.framework.steps, 1)
        }
        steps.schedule(exercise=self.exercise, dates=dates, by=self.lead or self.worker)
        self._refresh()

    def start(self, step: Step) -> None:
        """Start a step, asking bodies and giving reasons where its gates want them."""
        try:
            steps.start_step(exercise=self.exercise, step=step.code, by=self.worker)
        except Refused as refused:
            self._clear("step.start", step, refused)
            steps.start_step(exercise=self.exercise, step=step.code, by=self.worker)
        self._refresh()

    def finish(self, step: Step) -> None:
        """Do everything at a step, have bodies decide what is asked there, and complete it."""
        self.do(step)
        for kind in self.exercise.framework.decisions_at(step.code):
            if kind.steps:
                self.ask(kind, step, settle=True)
        if self.exercise.is_at(step.code, "open"):
            try:
                steps.complete_step(exercise=self.exercise, step=step.code, by=self.worker)
            except Refused as refused:
                self._clear("step.complete", step, refused)
                steps.complete_step(exercise=self.exercise, step=step.code, by=self.worker)

    def half_way(self, step: Step) -> None:
        """Do some of what is to be done at a step and leave a question with a body."""
        self.do(step, share=0.5)
        if self.entry.get("number", len(self.entry["title"])) % 2 == 0:
            kinds = [kind for kind in self.exercise.framework.decisions_at(step.code) if kind.steps]
            for kind in kinds[:1]:
                self.ask(kind, step, settle=False)

    def do(self, step: Step, share: float = 1.0) -> None:
        """Tick and record what a step asks for; a share of it, first things first."""
        tasks: list[tuple[str, str, Output | None]] = [("activity", a.code, None) for a in step.activities]
        doers = self._doers(step)
        tasks += [("duty", code, None) for code in doers]
        tasks += [("output", output.code, output) for output in step.outputs]
        tasks += [("strand", strand.code, None) for strand in step.strands]
        chosen = tasks[: round(len(tasks) * share)]
        for _, _, output in chosen:
            if output is not None and output.is_record:
                self.put_on_record(step.code, output)
        chosen = [
            task for task in chosen
            if task[2] is None or (task[2].is_typed and not self.exercise.records_for(step.code, task[2]))
        ]  # fmt: skip
        if not chosen:
            return
        contents = {code: self._content(code, output) for _, code, output in chosen}
        for person in dict.fromkeys([self.worker, *doers.values()]):
            entries.tick(
                exercise=self.exercise, step=step.code, by=person,
                done=[(k, c) for k, c, _ in chosen if (doers[c] if k == "duty" else self.worker) == person],
                texts={code: content.get("text", "") for code, content in contents.items()},
                links={code: content.get("link", "") for code, content in contents.items()},
            )  # fmt: skip

    def put_on_record(self, step: str, output: Output) -> None:
        """Record the evidence or participation that an output asks for, where none is linked; other records are the thread's."""
        if output.kind not in HEARD or self.exercise.records_for(step, output):
            return
        record = heard(output, self.texts.get(output.code) or INVENTED)
        record.title = f"{output.label}: {self.exercise.title}"[:200]
        record.outcomes, record.groups = self.exercise.codes("outcome"), self.exercise.codes("group")
        made = records.make(record, trust=self.trust, by=self.worker)
        for holder in [self.exercise, *self.exercise.records_of("assessment")[:1]]:
            records.link(
                holder=holder, field=FIELDS[output.kind], others=[made], trust=self.trust, by=self.worker
            )
        self._refresh()

    def _doers(self, step: Step) -> dict[str, Person]:
        """Who ticks each duty of a step: somebody of the trust who holds its role; a duty nobody holds stays open."""
        able = {}
        for cell in self.exercise.framework.cells(step.code):
            doer = next(
                (p for p in self._everybody() if self._held(p).is_responsible(cell.role, self.exercise)), None
            )
            able |= {duty.code: doer for duty in cell.duties if doer}
        return able

    def _everybody(self) -> list[Person]:
        """Those of the exercise first, then everybody of the trust."""
        return [*dict.fromkeys(p for p in (self.worker, self.lead, *self.people.values()) if p)]

    def _held(self, person: Person) -> Standing:
        """What somebody is in the trust, asked once."""
        if person.pk not in self.standings:
            self.standings[person.pk] = standing(person, self.trust)
        return self.standings[person.pk]

    def _content(self, code: str, output: Output | None) -> dict[str, str]:
        if output is None:
            return {"text": self.texts.get(code, "")}
        told = self.texts.get(code)
        if output.is_record:
            return {"text": told or f"{INVENTED} There is none today."}
        if output.kind == "link":
            return {
                "text": "",
                "link": told if told and told.startswith("http") else "https://example.org/invented",
            }
        if output.kind == "choice":
            return {"text": told if told in output.choices else output.choices[0]}
        usual = {"number": "12", "date": f"{clock.today().day} {clock.today():%B %Y}"}
        said = f"{INVENTED} {output.label}: recorded for {self.exercise.title.lower()}."
        return {"text": told or usual.get(output.kind, said)}

    def ask(self, kind: DecisionKind, step: Step, *, settle: bool) -> None:
        """Put a question to a body that can decide it and, where wanted, have it decide in favour."""
        if self.exercise.decided_in_favour(kind.code):
            return
        body = self._body(kind)
        item = steps.ask_body(
            exercise=self.exercise, body=body, kind=kind.code, by=self.worker, step=step.code,
            title=f"{kind.label}: {self.exercise.title}"[:200],
            asked=kind.question, why=self.exercise.summary or INVENTED,
            effect_on_children=f"{INVENTED} Children and families are helped sooner, nearer home.",
            options=f"{INVENTED} Carry on as now; do this; stop.",
            money=f"Estimated whole-life value £{self.exercise.value:,.0f}." if self.exercise.value else "",
            risks=f"{INVENTED} Recruitment may take longer than planned.", recommendation="Approve.",
        )  # fmt: skip
        if settle:
            decide(
                item,
                rationale=f"The outcomes named in the paper improve because help comes earlier. ({INVENTED})",
            )
        self._refresh()

    def _body(self, kind: DecisionKind) -> Body:
        """The owner where it can decide this, else the first body that can and is staffed."""
        able = list(bodies_for(self.exercise.blueprint, kind.code, self.exercise.reach))
        able.sort(key=lambda body: body.pk != self.exercise.owner_id)
        staffed = set(
            Membership.objects.filter(body__in=able, position__in=["chair", "clerk"]).values_list(
                "body", flat=True
            )
        )
        return next(body for body in able if body.pk in staffed)

    def _clear(self, transition: str, step: Step, refused: Refused) -> None:
        """Clear what stands in the way: ask bodies, give reasons where the trust allows them."""
        framework = self.exercise.framework
        by_id = {gate.id: gate for gate in framework.framework.gates}
        for refusal in refused.refusals:
            gate = by_id.get(refusal.rule)
            if gate is not None and gate.check == "decision-made":
                kind = framework.decisions[gate.params["decision"]]
                self.ask(kind, framework.step(self._asked_at(kind, step)), settle=True)
            elif refusal.overridable:
                steps.override_gate(
                    exercise=self.exercise, transition=transition, gate=refusal.rule, step=step.code,
                    reason=OVERRIDE, by=self.lead or self.worker,
                )  # fmt: skip
            else:
                raise refused

    def _asked_at(self, kind: DecisionKind, step: Step) -> str:
        return step.code if not kind.steps or step.code in kind.steps else kind.steps[-1]

    def _refresh(self) -> None:
        self.exercise = Exercise.objects.with_framework().get(pk=self.exercise.pk)
