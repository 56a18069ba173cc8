"""The list of exercises: what it filters by, what a line shows, what is exported."""

from collections.abc import Iterable, Iterator
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from commissioning.models import Exercise
from trusts.governance import clock
from trusts.models import Body, Trust
from trusts.register import CELL, NUMBER, Line, Menu, Register, cells, choices, offered

STANDS = [("running", "Running"), ("late", "Late"), ("closed", "Closed")]


class ExerciseFilter(django_filters.FilterSet):
    """Filters in the trust's own words."""

    q = django_filters.CharFilter(method="search", label="Words in the title or summary")
    stands = django_filters.ChoiceFilter(method="by_state", choices=STANDS, label="State", empty_label="Any")

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        framework = trust.framework
        add = self.filters
        add["step"] = django_filters.ChoiceFilter(
            field_name="current", label=f"Stands at {framework.word('step')}", empty_label="Any",
            choices=[(step.code, step.label) for step in framework.steps],
        )  # fmt: skip
        outcomes = [(code, outcome.label) for code, outcome in framework.outcomes.items()]
        add["outcome"] = django_filters.ChoiceFilter(
            method="by_outcome",
            choices=outcomes,
            label=capfirst(framework.word("outcome")),
            empty_label="Any",
        )
        places = Menu("localities", capfirst(framework.word("locality")), choices(trust.localities.all()))
        menus = offered([Menu("owner", "Owner", choices(Body.objects.filter(trust=trust))), places])
        add |= {"owner": menus["owner"]}
        if framework.framework.localities:
            add["locality"] = menus["localities"]
        for name, own in add.items():
            own.parent, own.model = self, Exercise
            own.field_name = own.field_name or name

    class Meta:
        model = Exercise
        fields: list[str] = []

    def search(self, queryset: QuerySet, _: str, words: str) -> QuerySet:
        """Every word must be in the title, summary or priority."""
        for word in words.split()[:8]:
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(summary__icontains=word) | Q(priority__icontains=word)
            )
        return queryset

    def by_state(self, queryset: QuerySet, _: str, state: str) -> QuerySet:
        """Running, late or closed."""
        if state == "late":
            return queryset.running().filter(due__lt=clock.today())
        return queryset.filter(state=state)

    def by_outcome(self, queryset: QuerySet, _: str, code: str) -> QuerySet:
        """Those that work towards an outcome."""
        return queryset.filter(marks_set__axis="outcome", marks_set__code=code)


class ExerciseTable(Register):
    """A line: what it is, where it stands, who has it, when it is due."""

    title = tables.Column(verbose_name="Title")
    current = tables.Column(verbose_name="Stands at")
    owner = tables.Column(order_by="owner__name")
    officer = tables.Column(order_by="officer__name")
    due = tables.Column(verbose_name="Due")
    value = tables.Column(verbose_name="Value", attrs={"cell": {"class": "numeric"}})

    class Meta(Register.Meta):
        order_by = ("due",)
        empty_text = "Nothing matches. Clear the filters, or start one."

    def __init__(self, rows: QuerySet, *, trust: Trust, request: Any) -> None:
        self.today = clock.today()
        self.list_url = reverse("exercises", args=[trust.code])
        super().__init__(rows, request=request)
        self.columns["officer"].column.verbose_name = capfirst(trust.framework.word("officer"))

    def read(self, rows: QuerySet) -> QuerySet:
        """With the framework each is pinned to, its owner and its officer."""
        return rows.select_related("blueprint", "owner", "officer").defer("blueprint__text", "summary")

    def line(self, record: Exercise) -> Line:
        """An exercise in words; the step in those of the framework it is pinned to."""
        closed = record.state == Exercise.State.CLOSED
        said = [
            "Closed" if closed else step_words(record), record.owner.name,
            record.officer.name if record.officer else "Nobody yet", self.due_words(record),
        ]  # fmt: skip
        value = "Not known" if record.value is None else f"£{record.value:,.0f}"
        return Line(
            record.title,
            f"{self.list_url}{record.number}/",
            cells(*((CELL, one) for one in said), (NUMBER, value)),
        )

    def due_words(self, record: Exercise) -> str:
        """When the current step is due, and whether that has passed."""
        if record.due is None:
            return "No date"
        day = f"{record.due.day} {record.due:%B %Y}"
        if record.state == Exercise.State.RUNNING and record.due < self.today:
            return format_html('{} <strong class="govuk-tag govuk-tag--red">Late</strong>', day)
        return day


def step_words(exercise: Exercise) -> str:
    """The number and label of the step an exercise stands at."""
    if not exercise.current:
        return "Every step is finished"
    framework = exercise.framework
    return f"{framework.number(exercise.current)}. {framework.step(exercise.current).label}"


def export_rows(exercises: Iterable[Exercise], trust: Trust) -> Iterator[list[Any]]:
    """The heading, then a row for each exercise."""
    words = trust.framework
    yield ["Number", "Title", "State", "Stands at", "Due", "Owner", capfirst(words.word("lead")),
           capfirst(words.word("officer")), capfirst(words.words("outcome")), capfirst(words.words("locality")),
           capfirst(words.word("priority")), "Value (£)", "Started", "Closed", "Round"]  # fmt: skip
    for one in exercises:
        outcomes = [
            one.framework.outcomes[c].label for c in one.codes("outcome") if c in one.framework.outcomes
        ]
        yield [
            one.number, one.title, one.get_state_display(), step_words(one), one.due, one.owner.name,
            one.lead.name if one.lead else None, one.officer.name if one.officer else None, "; ".join(outcomes),
            "; ".join(place.name for place in one.all("localities")), one.priority,
            float(one.value) if one.value is not None else None, one.started_on, one.closed_on, one.round,
        ]  # fmt: skip
