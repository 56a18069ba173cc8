"""Exercises: pieces of commissioning that walk the trust's own steps."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.urls import reverse

from commissioning.models.step import Entry, Movement, StepRecord
from commissioning.models.work import FIELDS, Work, worked
from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import Output, Step
from trusts.governance.permissions import standing
from trusts.governance.record_checks import items_about
from trusts.models import Body, Condition, Item, Person
from trusts.models.marks import Marks, Reach
from trusts.models.versioned import Versioned
from trusts.subjects import readable
from trusts.together import Keeper, Part, parts_of, together

PARTS: dict[str, str | Prefetch] = {
    "marks_set": "marks_set",
    "localities": "localities",
    "organisations": "organisations",
    "step_records": "step_records",
    "entries": Prefetch("entries", Entry.objects.select_related("by")),
    "movements": Prefetch("movements", Movement.objects.select_related("by")),
    "works": Prefetch("works", Work.objects.select_related(*Work.TARGETS)),
    "items": Prefetch("items", Item.objects.select_related("body", "decision", "submitted_by")),
}
"""What gates and pages look at besides the exercise's own row, by the name of its relation."""
STANDING = ("marks_set", "localities", "organisations", "step_records", "entries")
"""Those that say where it belongs, where it stands and what is done."""


class ExerciseQuerySet(models.QuerySet):
    """Exercises, and what is read together with them."""

    def is_whole_for(self, standing: Any) -> bool:
        """Whether the person reads all of the trust's."""
        return any(standing.may(act) for act in ("item.view", "exercise.create", "trust.manage"))

    def visible_to(self, standing) -> "ExerciseQuerySet":  # a Standing, which models do not know
        """Those of the person's trust; a provider sees those that name its organisation."""
        mine = self.filter(trust=standing.trust)
        if self.is_whole_for(standing):
            return mine
        organisations = {grant.organisation for grant in standing.grants if grant.organisation}
        named = self.model.organisations.through.objects.filter(organisation__in=organisations)
        return mine.filter(pk__in=named.values("exercise"))

    def running(self) -> "ExerciseQuerySet":
        """Those that have not been closed."""
        return self.filter(state=Exercise.State.RUNNING)

    def with_framework(self) -> "ExerciseQuerySet":
        """With the framework they are pinned to, their trust and their people, in the same query."""
        return self.select_related("trust__blueprint", "blueprint", "owner", "lead", "officer").defer(
            "trust__blueprint__text", "blueprint__text"
        )

    def for_list(self) -> "ExerciseQuerySet":
        """With what a line of a list shows."""
        return (
            self.select_related("trust", "blueprint", "owner", "lead", "officer")
            .defer("blueprint__text")
            .prefetch_related("marks_set", "localities", "step_records")
        )


class Exercise(Keeper, Versioned):
    """One piece of commissioning, pinned to the framework version it started under."""

    KIND: ClassVar[str] = "exercise"
    FIXED: ClassVar = ("closed",)
    PART_OF: ClassVar[str] = ""
    ASKS: ClassVar[str] = ""
    SEALED: ClassVar = tuple(FIELDS.values())

    class State(models.TextChoices):
        """Whether it still walks."""

        RUNNING = "running", "Running"
        CLOSED = "closed", "Closed"

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="+")
    blueprint = models.ForeignKey("trusts.Blueprint", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    priority = models.CharField(
        max_length=300, blank=True, verbose_name="agreed priority or plan item it serves"
    )
    value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)],
        verbose_name="estimated whole-life value",
    )  # fmt: skip
    owner = models.ForeignKey("trusts.Body", on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")
    organisations = models.ManyToManyField("trusts.Organisation", blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    round = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    current = models.CharField(max_length=60, blank=True, editable=False)
    """The code of the earliest open step, else the next to start; kept for lists and filters."""
    due = models.DateField(null=True, blank=True, editable=False)
    """When the current step is due; kept for lists."""
    # What it works on, stage by stage.
    evidence = worked("evidence")
    participation = worked("participation")
    assessments = worked("assessment")
    priorities = worked("priority")
    plans = worked("plan")
    intentions = worked("intention")
    services = worked("service")
    funds = worked("fund")
    specifications = worked("specification")
    procurements = worked("procurement")
    agreements = worked("agreement")
    reviews = worked("review")
    items = GenericRelation(Item, content_type_field="subject_type", object_id_field="subject_id")

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "number"], name="exercise_number_once_a_trust")
        ]
        indexes = [models.Index(fields=["trust", "state", "due"]), models.Index(fields=["trust", "current"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The exercise's page."""
        return reverse("exercise", args=[self.trust.code, self.number])

    def step_url(self, step: str) -> str:
        """The page of one of its steps."""
        return _step_at(self.trust.code, self.number, step)

    @classmethod
    def placed_by(cls) -> tuple[str, ...]:
        """The relations that say where it belongs, which permissions look at."""
        return "localities", "marks_set", "organisations"

    @property
    def framework(self) -> Reading:
        """The framework version it is pinned to."""
        return self.blueprint.framework

    def all(self, part: str) -> list:
        """The rows of one of PARTS: read once, when first asked for, unless they came with the exercise."""
        found = self.kept(part)
        if found is None:
            prefetch_related_objects([self], PARTS[part])
            found = list(getattr(self, part).all())
        return found

    # How it is marked --------------------------------------------------------------------

    def codes(self, axis: str) -> list[str]:
        """Its codes on an axis: `outcome`, `group` or `level:<scheme>`."""
        return [mark.code for mark in self.all("marks_set") if mark.axis == axis]

    @property
    def levels(self) -> dict[str, str]:
        """Its level on each axis of the framework."""
        return {
            mark.axis.removeprefix("level:"): mark.code
            for mark in self.all("marks_set")
            if mark.axis.startswith("level:")
        }

    @property
    def marks(self) -> Marks:
        """What a gate's `when` looks at."""
        return Marks(
            levels=self.levels,
            groups=frozenset(self.codes("group")),
            outcomes=frozenset(self.codes("outcome")),
            owner_type=self.owner.type,
            has_locality=bool(self.all("localities")),
        )

    @property
    def reach(self) -> Reach:
        """What a permission's scope is compared with."""
        return Reach(
            bodies=frozenset({self.owner_id}),
            localities=frozenset(place.pk for place in self.all("localities")),
            outcomes=frozenset(self.codes("outcome")),
            organisations=frozenset(o.pk for o in self.all("organisations")),
            people=frozenset({self.lead_id, self.officer_id, self.created_by_id} - {None}),
            value=self.value,
        )

    # Where it stands ---------------------------------------------------------------------

    @cached_property
    def records(self) -> dict[str, StepRecord]:
        """Its step records by step code; a step not yet reached has none."""
        return {record.step: record for record in self.all("step_records")}

    def step_state(self, step: str) -> str:
        """Where it stands at a step."""
        record = self.records.get(step)
        return record.state if record else StepRecord.State.WAITING

    def is_at(self, step: str, *states: str) -> bool:
        """Whether a step is in one of these states."""
        return self.step_state(step) in states

    @property
    def open_steps(self) -> list[Step]:
        """The steps under way, in order: more than one where phases overlap."""
        return [s for s in self.framework.steps if self.is_at(s.code, StepRecord.State.OPEN)]

    @property
    def next_step(self) -> Step | None:
        """The first step nobody has started; None when all have been."""
        return next((s for s in self.framework.steps if self.is_at(s.code, StepRecord.State.WAITING)), None)

    def current_step(self) -> Step | None:
        """The step it stands at: the earliest open one, else the next to start."""
        return (self.open_steps or [self.next_step])[0]

    def entry(self, step: str, kind: str, code: str) -> Entry | None:
        """What was recorded at a step under a code, if anything was."""
        return self._entries.get((step, kind, code))

    @cached_property
    def worked_on(self) -> list[Any]:
        """Every record that it works on, in the order in which they were linked."""
        records = [work.record for work in self.all("works")]
        for record in records:
            record.trust = self.trust
        return records

    def records_of(self, kind: str) -> list[Any]:
        """The records of a kind that it works on."""
        return [record for record in self.worked_on if kind == record.KIND]

    def records_for(self, step: str, output: Output) -> list[Any]:
        """The records that it works on by which an output of a step can be on record."""
        if not output.is_record:
            return []
        found = [record for record in self.worked_on if record.is_of(output)]
        if not output.anew:
            return found
        begun = self.begun_at(step)
        since = {work.record for work in self.all("works") if begun and work.linked_at >= begun}
        return [record for record in found if record in since]

    def told_by(self) -> Iterator[tuple[Any, str]]:
        """The relations of the records it works on that an output of one of its steps asks for."""
        wanted = {(o.kind, o.part) for o in self.framework.outputs.values() if o.is_record and o.part}
        for record in self.worked_on:
            names = {record.rows_for(part) for kind, part in wanted if kind == record.KIND}
            yield from ((record, name) for name in sorted(names) if name)

    def readable_by(self, person: Person | None, records: list[Any]) -> list[Any]:
        """Those of the records it works on that somebody may read."""
        return readable(records, standing(person, self.trust)) if person and records else []

    def body_asked(self, record: Any) -> Body | None:
        """The body that a question about a record it works on waits for."""
        return next((item.body for item in items_about(record) if item.state == Item.State.WAITING), None)

    def has_output(self, step: str, output: Output) -> bool:
        """Whether an output is on record: as an entry, or as a finished record of the kind it asks for."""
        finished = [record for record in self.records_for(step, output) if record.is_done]
        said = [not record.lacks(output) for record in finished]
        if finished and (all(said) if output.each else any(said)):
            return True
        return output.is_typed and self.entry(step, Entry.Kind.OUTPUT, output.code) is not None

    @cached_property
    def _entries(self) -> dict[tuple[str, str, str], Entry]:
        return {(e.step, e.kind, e.code): e for e in self.all("entries")}

    def overridden(self, gate: str, step: str) -> bool:
        """Whether somebody passed a gate with a reason, since the step was last gone back to."""
        passed = False
        for movement in sorted(self.all("movements"), key=lambda m: m.pk):
            if movement.kind == Movement.Kind.WENT_BACK and movement.step == step:
                passed = False
            elif movement.kind == Movement.Kind.OVERRODE and (movement.gate, movement.step) == (gate, step):
                passed = True
        return passed

    def begun_at(self, step: str):
        """When a step was started for the first time; None where it has not been."""
        kind = Movement.Kind.STARTED
        return min((m.at for m in self.all("movements") if m.kind == kind and m.step == step), default=None)

    def went_back_at(self, step: str):
        """When the exercise last went back to a step; decisions before that no longer count."""
        times = [m.at for m in self.all("movements") if m.kind == Movement.Kind.WENT_BACK and m.step == step]
        return max(times, default=None)

    def approvals(self) -> list[Item]:
        """Items that a body decided in favour, since their step was last gone back to."""
        found = []
        for item in self.all("items"):
            if item.state == Item.State.DECIDED and item.decision.in_favour:
                back = self.went_back_at(item.step)
                if back is None or item.submitted_at > back:
                    found.append(item)
        return found

    def open_conditions(self) -> list[tuple[Item, Condition]]:
        """What bodies asked for when they approved, and nobody has shown to be met."""
        agreed = self.approvals()
        prefetch_related_objects([item.decision for item in agreed], "conditions")
        return [
            (item, condition)
            for item in agreed
            for condition in item.decision.conditions.all()
            if condition.met_at is None
        ]

    def agreed_at(self, step: str) -> bool:
        """Whether something that a body agreed at a step stands."""
        return any(item.step == step for item in self.approvals())

    def decided_in_favour(self, kind: str) -> bool:
        """Whether a body has decided a question in favour, and that stands."""
        return any(item.kind == kind for item in self.approvals())

    def waiting_items(self) -> Iterable[Item]:
        """Items about it that no body has decided yet."""
        return [item for item in self.all("items") if item.state == Item.State.WAITING]


def read_whole(
    exercises: Sequence[Exercise],
    *beside: QuerySet,
    parts: Iterable[Part] = (),
    near: Sequence[Exercise] = (),
) -> list[Part]:
    """What gates and pages look at besides the exercises' own rows, and whatever else is wanted: two queries for any number.

    What they work on is the second: a row that may be of twelve kinds is as wide as all others together.
    Of those that are only near, it is read where they stand. Returns what outputs ask of the records worked on,
    to be read with whatever a page wants next.
    """
    kind = ContentType.objects.get_for_model(Exercise)
    conditions = Condition.objects.filter(
        decision__item__subject_type=kind, decision__item__subject_id__in=[one.pk for one in exercises]
    )
    stand = parts_of([*exercises, *near], *(PARTS[name] for name in STANDING))
    told = parts_of(exercises, PARTS["movements"], PARTS["items"])
    together(conditions, *beside, parts=[*stand, *told, *parts])
    decided = []
    for one in exercises:
        for item in one.all("items"):
            item.trust = item.body.trust = one.trust
            decided += [item.decision] if item.state == Item.State.DECIDED else []
    Part(
        conditions, "conditions", decided, attrgetter("decision_id"), attrgetter("pk"), "decision"
    ).hand_out()
    together(parts=parts_of(exercises, PARTS["works"]))
    asked: dict[tuple[type, str], list[Any]] = {}
    for one in exercises:
        for record, name in one.told_by():
            asked.setdefault((type(record), name), []).append(record)
    return [part for (_, name), records in asked.items() for part in parts_of(records, name)]


@lru_cache(maxsize=4096)
def _step_at(trust: str, number: int, step: str) -> str:
    """The address of a step, of which a page may name a hundred."""
    return reverse("exercise-step", args=[trust, number, step])
