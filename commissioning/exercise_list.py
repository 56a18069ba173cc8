"""The list of exercises: what it filters by, what a line shows, what is exported."""

from collections.abc import Iterable, Iterator
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.text import capfirst

from commissioning.models import Exercise
from trusts.governance import clock
from trusts.models import Body, Trust
from trusts.paging import turn_to

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
        add["owner"] = django_filters.ModelChoiceFilter(
            queryset=Body.objects.filter(trust=trust), label="Owner", empty_label="Any"
        )
        outcomes = [(code, outcome.label) for code, outcome in framework.outcomes.items()]
        add["outcome"] = django_filters.ChoiceFilter(
            method="by_outcome",
            choices=outcomes,
            label=capfirst(framework.word("outcome")),
            empty_label="Any",
        )
        places = trust.localities.all()
        if places:
            add["locality"] = django_filters.ModelChoiceFilter(
                field_name="localities",
                queryset=places,
                label=capfirst(framework.word("locality")),
                empty_label="Any",
            )
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


class ExerciseTable(tables.Table):
    """A line: what it is, where it stands, who has it, when it is due."""

    title = tables.Column(linkify=True, verbose_name="Title")
    current = tables.Column(verbose_name="Stands at", empty_values=())
    owner = tables.Column(order_by="owner__name")
    officer = tables.Column(order_by="officer__name", default="Nobody yet")
    due = tables.Column(verbose_name="Due", empty_values=())
    value = tables.Column(verbose_name="Value", attrs={"cell": {"class": "numeric"}}, default="Not known")

    dense = True

    class Meta:
        order_by = ("due",)
        empty_text = "Nothing matches. Clear the filters, or start one."

    def __init__(self, *args: Any, trust: Trust, request: Any, **kwargs: Any) -> None:
        self.trust = trust
        super().__init__(*args, **kwargs)
        self.columns["officer"].column.verbose_name = capfirst(trust.framework.word("officer"))
        turn_to(self, request)

    def render_current(self, record: Exercise) -> str:
        """The step in the words of the framework it is pinned to."""
        if record.state == Exercise.State.CLOSED:
            return "Closed"
        return step_words(record)

    def render_due(self, record: Exercise) -> Any:
        """When the current step is due, and whether that has passed."""
        if record.due is None:
            return "No date"
        day = f"{record.due.day} {record.due:%B %Y}"
        if record.state == Exercise.State.RUNNING and record.due < clock.today():
            return format_html('{} <strong class="govuk-tag govuk-tag--red">Late</strong>', day)
        return day

    def render_value(self, value: Any) -> str:
        """Pounds."""
        return f"£{value:,.0f}"


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
