"""The register of any kind of record: what it filters by, what a line shows, what is exported."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import django_filters
import django_tables2 as tables
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.text import capfirst

from trusts.forms.fields import whole_number
from trusts.governance.permissions import Standing
from trusts.models import Person, Trust
from trusts.models.codes import with_code
from trusts.models.record import Record
from trusts.nouns import Column, Noun
from trusts.paging import turn_to
from trusts.record_words import money, value_at, written


class RecordFilter(django_filters.FilterSet):
    """By words, state, outcome, locality and whatever the kind adds."""

    q = django_filters.CharFilter(method="search", label="Words in the title, or a number", max_length=200)

    class Meta:
        model = Record
        fields: list[str] = []

    def __init__(self, *args: Any, noun: Noun, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing, trust = standing, standing.trust
        names = [name for name in ("state", "outcomes", "localities") if noun.model.has(name)]
        for name in [*names, *noun.filters]:
            made = self._filter(noun.model._meta.get_field(name), trust)
            made.parent, made.model, made.field_name = self, noun.model, made.field_name or name
            self.filters[name] = made

    def _filter(self, field: Any, trust: Trust) -> django_filters.Filter:
        label = capfirst(field.verbose_name) if hasattr(field, "verbose_name") else capfirst(field.name)
        if field.name == "outcomes":
            choices = [(code, outcome.label) for code, outcome in trust.framework.outcomes.items()]
            label = capfirst(trust.framework.word("outcome"))
            return django_filters.ChoiceFilter(
                method="by_outcome", choices=choices, label=label, empty_label="Any"
            )
        if field.is_relation:
            label = capfirst(trust.framework.word("locality")) if field.name == "localities" else label
            return django_filters.ModelChoiceFilter(
                field_name=field.name,
                queryset=self._choices(field),
                label=label,
                empty_label="Any",
            )
        if isinstance(field, models.BooleanField):
            return django_filters.ChoiceFilter(
                field_name=field.name,
                choices=[("True", "Yes"), ("False", "No")],
                label=label,
                empty_label="Any",
            )
        return django_filters.ChoiceFilter(
            field_name=field.name, choices=list(field.choices or ()), label=label, empty_label="Any"
        )

    def _choices(self, field: Any) -> QuerySet:
        """The rows to filter by: the trust's own; to who reads only some records, those that these name."""
        model, trust = field.related_model, self.standing.trust
        if not self.standing.reads_all:
            read = field.model.objects.visible_to(self.standing)
            return model.objects.filter(pk__in=read.order_by().values(field.name))
        if model is Person:
            here = Q(memberships__trust=trust) | Q(appointments__trust=trust)
            return Person.objects.filter(here).distinct()
        return model.objects.filter(trust=trust)

    def search(self, queryset: QuerySet, _: str, words: str) -> QuerySet:
        """Every word must be in the title; a number alone finds the record of that number."""
        if whole_number(words) is not None:
            return queryset.filter(Q(number=whole_number(words)) | Q(title__icontains=words))
        for word in words.split()[:8]:
            queryset = queryset.filter(title__icontains=word)
        return queryset

    def by_outcome(self, queryset: QuerySet, _: str, code: str) -> QuerySet:
        """Those that work towards an outcome."""
        return queryset.filter(with_code("outcomes", code))


class RecordTable(tables.Table):
    """A line: number, title, and what the kind shows."""

    number = tables.Column(verbose_name="No.", attrs={"cell": {"class": "numeric"}})
    title = tables.Column(linkify=True, verbose_name="Title")

    dense = True
    row_headers = False

    class Meta:
        order_by = ("-number",)

    def __init__(self, rows: QuerySet, *, noun: Noun, request: Any) -> None:
        extra = [(f"c{place}", _column(noun.model, column)) for place, column in enumerate(noun.columns)]
        super().__init__(rows, extra_columns=extra)
        self.empty_text = f"Nothing matches. {noun.about}".strip()
        turn_to(self, request)


class _Value(tables.Column):
    """A value as people write it."""

    def __init__(self, column: Column, **kwargs: Any) -> None:
        self.said = column
        super().__init__(**kwargs)

    def render(self, value: Any, record: Any) -> Any:
        """The value."""
        if self.said.kind == "state":
            return format_html("{}", written(record, self.said.value))
        return money(value) if self.said.kind == "money" else written(record, self.said.value)


def _column(model: Any, column: Column) -> _Value:
    order = column.order or _orderable(model, column.value)
    attrs = {"cell": {"class": "numeric"}} if column.kind == "money" else {}
    return _Value(
        column, accessor=column.value, verbose_name=column.label, default="–", attrs=attrs,
        orderable=bool(order), **({"order_by": (order, "-number")} if order else {}),
    )  # fmt: skip


def _orderable(model: Any, path: str) -> str:
    """The path as the database can sort by it; nothing where the value is worked out in code."""
    for part in path.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return ""
        if field.is_relation:
            if field.many_to_many or field.one_to_many:
                return ""
            model = field.related_model
    if path.endswith(field.name) and field.is_relation:
        names = {one.name for one in model._meta.get_fields()}
        return f"{path}__{'name' if 'name' in names else 'title'}"
    return path


def for_reader(noun: Noun, standing: Standing) -> Noun:
    """The kind as a person may see it listed: who reads only some records is told no other record's name."""
    if standing.reads_all:
        return noun
    return replace(
        noun,
        columns=tuple(column for column in noun.columns if not _names_another(noun.model, column.value)),
        filters=tuple(name for name in noun.filters if not _names_another(noun.model, name)),
    )


def _names_another(model: Any, path: str) -> bool:
    """Whether a column names a record that is not the one through which the row itself names a partner."""
    first = path.split("__", maxsplit=1)[0]
    field = model._meta.get_field(first) if model.has(first) else None
    is_record = field is not None and field.is_relation and issubclass(field.related_model, Record)
    return is_record and not model.PARTNER.startswith(f"{first}__")


def read_for_list(noun: Noun, rows: QuerySet) -> QuerySet:
    """The rows with what their lines show, in the same number of queries for one and for fifty."""
    paths = {path for column in noun.columns if (path := _related(noun.model, column.value))}
    many = [path for path in noun.related if _is_many(noun.model, path)]
    return (
        rows.select_related("trust", "blueprint", *paths, *(p for p in noun.related if p not in many))
        .defer("blueprint__text")
        .prefetch_related(*many)
    )


def _related(model: Any, path: str) -> str:
    """The longest part of a path that a join can follow."""
    followed = []
    for part in path.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            break
        if not field.is_relation or field.many_to_many or field.one_to_many:
            break
        followed.append(part)
        model = field.related_model
    return "__".join(followed)


def _is_many(model: Any, path: str) -> bool:
    return _related(model, path) != path


def export_rows(noun: Noun, rows: QuerySet) -> Iterator[list[Any]]:
    """The heading, then a row for each record."""
    yield ["Number", "Title", *(column.label for column in noun.columns)]
    for record in rows:
        yield [record.number, record.title, *(_cell(record, column) for column in noun.columns)]


def _cell(record: Any, column: Column) -> Any:
    value = value_at(record, column.value)
    return (
        value
        if column.kind in ("money", "date") or isinstance(value, int)
        else str(written(record, column.value))
    )
