"""What is planted in every trust before anybody knocks: work under way, a question, a decision, a draft."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType

from commissioning.models import Entry, Exercise, Mark, Movement, StepRecord
from tests.access.cast import PLACES, cast, marker
from tests.access.figures import Figures, plant_exhibit, plant_figures
from tests.access.records import Planted, plant_records
from trusts.governance import clock
from trusts.models import Blueprint, Body, Condition, Decision, Item, Meeting, Person, Trust

WORK = {
    "county-durham": {
        "levels": {"level": "local", "reach": "locality", "tier": "targeted"},
        "outcomes": ["ecm.healthy", "ecm.enjoy"], "group": "early-years",
        "done": ["audit"], "open": "ideal-type", "next": "identify-change",
        "ticked": "research", "unticked": "hold-event", "output": "ideal-model", "waits": "ideal-model",
        "decided": "activity", "gate": ("identify-change", "DUR-72"), "ask": ("ideal-type", "ideal-model"),
        "general": ("ceb", "priorities"),
    },
    "gateshead": {
        "levels": {"need": "targeted", "handbook": "operational"},
        "outcomes": ["ecm.safe", "ecm.achieve"], "group": "hard-to-reach",
        "done": ["look-at-outcomes", "focus-on-groups", "needs-analysis", "resources-priorities"],
        "open": "plan-services", "next": "commission-effectively",
        "ticked": "plan-4-recommendations", "unticked": "plan-6-draft", "output": "share-log", "waits": "sanction",
        "decided": "agree-plan", "gate": ("plan-services", "GAT-57"), "ask": ("plan-services", "sanction"),
        "general": ("executive", "reallocate"),
    },
}  # fmt: skip
"""How the exercises of the two tables are marked, and where they stand."""


@dataclass
class Scene:
    """What is planted in one trust."""

    trust: Trust
    number: int
    """Part of every number planted here, so that no two trusts share one."""
    people: dict[str, Person | None] = field(default_factory=dict)
    work: dict = field(default_factory=dict)
    body: Body = None
    meeting: Meeting = None
    exercise: Exercise = None
    second: Exercise = None
    """The same, one step on, with no question waiting: a rule stands in its way that may be passed."""
    item: Item = None
    decided: Item = None
    condition: Condition = None
    entry: Entry = None
    """A record with a file."""
    records: Planted = None
    figures: Figures = None

    @property
    def marker(self) -> str:
        """What nobody outside the trust may ever read."""
        return marker(self.trust.code)

    @property
    def draft(self) -> int:
        """The number of the framework version that waits to be put to the board."""
        return self.number * 1000


def plant(trust: Trust, number: int) -> Scene:
    """Plant a trust; people only where a table asks for them."""
    scene = Scene(trust, number)
    known = trust.code in PLACES
    scene.people = cast(trust) if known else {}
    scene.work = WORK[trust.code] if known else _any_work(trust)
    place = PLACES.get(trust.code, {})
    scene.body = (
        trust.bodies.filter(code=place["decides"]).first() if place else trust.bodies.filter(ends=None)[0]
    )
    scene.meeting = Meeting.objects.create(
        trust=trust, body=scene.body, date=clock.today() + timedelta(days=9), title=f"{scene.marker} meeting",
        place=f"{scene.marker} hall",
    )  # fmt: skip
    by = scene.people.get("officer") or Person.objects.filter(appointments__trust=trust)[0]
    scene.exercise = _exercise(
        scene, by, number=number * 1000 + 1, stands=scene.work["open"], done=scene.work["done"]
    )
    step, _ = scene.work["gate"]
    before = [*scene.work["done"], scene.work["open"]]
    scene.second = _exercise(
        scene, by, number=number * 1000 + 2, stands=step, done=[code for code in before if code != step]
    )
    for code in (scene.work["ticked"], scene.work["output"]):
        kind = Entry.Kind.OUTPUT if code == scene.work["output"] else Entry.Kind.ACTIVITY
        scene.entry = Entry.objects.create(
            exercise=scene.exercise, step=scene.work["open"], kind=kind, code=code, by=by, at=clock.now(),
            text=f"{scene.marker} was written down", file="" if kind == Entry.Kind.ACTIVITY else f"{trust.code}-planted.txt",
        )  # fmt: skip
    for strand in trust.framework.step(scene.work["done"][0]).strands:
        Entry.objects.create(
            exercise=scene.exercise, step=scene.work["done"][0], kind=Entry.Kind.STRAND, code=strand.code, by=by,
            at=clock.now(),
        )  # fmt: skip
    scene.item = _item(scene, by, scene.work["waits"])
    scene.decided = _item(scene, by, scene.work["decided"], state=Item.State.DECIDED)
    decision = Decision.objects.create(
        trust=trust, item=scene.decided, body=scene.body, outcome="conditions", reason=f"{scene.marker} reason",
        decided_on=clock.today(), present=[], recorded_by=by, recorded_at=clock.now(), meeting=scene.meeting,
    )  # fmt: skip
    scene.condition = Condition.objects.create(decision=decision, text=f"{scene.marker} condition")
    Blueprint.objects.create(trust=trust, number=scene.draft, text=trust.blueprint.text, created_by=by)
    scene.records = plant_records(trust, by, scene.marker, number * 1000, place)
    scene.figures = plant_figures(trust, by, scene.marker)
    plant_exhibit(trust, by, scene.records.evidence, scene.figures)
    return scene


def _any_work(trust: Trust) -> dict:
    """The first steps of any framework, as far as an address needs them."""
    first, second, third = trust.framework.steps[:3]
    return {
        "levels": {}, "outcomes": [], "group": "", "done": [first.code], "open": second.code, "next": third.code,
        "ticked": "a", "unticked": "b", "output": "c", "waits": "d", "decided": "e",
        "gate": (second.code, "ANY-1"), "ask": (second.code, "d"), "general": ("any", "any"),
    }  # fmt: skip


def _exercise(scene: Scene, by: Person, *, number: int, stands: str, done: list[str]) -> Exercise:
    """An exercise that stands at a step, those before it complete."""
    trust, work, place = scene.trust, scene.work, PLACES.get(scene.trust.code)
    owner = trust.bodies.get(code=place["local"]) if place else scene.body
    made = Exercise.objects.create(
        trust=trust, blueprint=trust.blueprint, number=number, title=f"{scene.marker} exercise {number}",
        summary=f"{scene.marker} summary", priority=f"{scene.marker} priority", value=1000, owner=owner,
        lead=scene.people.get("lead"), officer=scene.people.get("officer"), created_by=by, created_at=clock.now(),
        started_on=clock.today(), current=stands,
    )  # fmt: skip
    marks = [(f"level:{scheme}", code) for scheme, code in work["levels"].items()]
    marks += [("outcome", code) for code in work["outcomes"]] + [("group", work["group"])]
    Mark.objects.bulk_create(Mark(exercise=made, axis=axis, code=code) for axis, code in marks if code)
    if place:
        made.localities.set([owner.locality_id])
        made.organisations.set(trust.organisations.filter(code__in=["council", place["provider"]]))
    for code in done:
        StepRecord.objects.create(
            exercise=made, step=code, state=StepRecord.State.COMPLETE, completed_at=clock.now()
        )
    StepRecord.objects.create(exercise=made, step=stands, state=StepRecord.State.OPEN, opened_at=clock.now())
    Movement.objects.create(
        exercise=made,
        kind=Movement.Kind.WENT_BACK,
        step=stands,
        by=by,
        at=clock.now(),
        reason=f"{scene.marker} why",
    )
    return made


def _item(scene: Scene, by: Person, kind: str, state: str = Item.State.WAITING) -> Item:
    return Item.objects.create(
        trust=scene.trust, body=scene.body, blueprint=scene.trust.blueprint, kind=kind, step=scene.work["open"],
        subject_type=ContentType.objects.get_for_model(Exercise), subject_id=scene.exercise.pk, state=state,
        title=f"{scene.marker} item {kind}", asked=f"{scene.marker} asked", why=f"{scene.marker} why",
        meeting=scene.meeting, submitted_by=by, submitted_at=clock.now(),
    )  # fmt: skip
