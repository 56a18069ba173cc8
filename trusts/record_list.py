"""The register of any kind of record: what it filters by, what a line shows, what is exported."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import django_filters
import django_tables2 as tables
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from trusts.forms.fields import whole_number
from trusts.governance.permissions import Standing
from trusts.models import Blueprint, Person, Trust
from trusts.models.codes import CodesField, with_code
from trusts.models.record import Record
from trusts.nouns import Column, Noun
from trusts.record_words import money, value_at, writer_of, written
from trusts.register import CELL, NUMBER, Line, Menu, Register, cells, choices, offered
from trusts.thread_marks import marks_of
from trusts.together import Prepared

NAMED_BY = {Record.__str__: ["title"], Person.__str__: ["name", "username"]}
"""What a record or a person is called by."""
CHUNK = 2000
"""How many rows of an export are in memory at a time."""


class RecordFilter(django_filters.FilterSet):
    """By words, state, outcome, locality and whatever the kind adds."""

    q = django_filters.CharFilter(method="search", label="Words in the title, or a number", max_length=200)

    class Meta:
        model = Record
        fields: list[str] = []

    def __init__(self, *args: Any, noun: Noun, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name for name in ("state", "outcomes", "localities") if noun.model.has(name)]
        fields = [noun.model._meta.get_field(name) for name in (*names, *noun.filters)]
        menus = offered(
            _menus(noun.model, tuple(field.name for field in fields if field.is_relation), standing)
        )
        for field in fields:
            made = menus.get(field.name) or self._filter(field, standing.trust)
            made.parent, made.model, made.field_name = self, noun.model, made.field_name or field.name
            self.filters[field.name] = made

    def _filter(self, field: Any, trust: Trust) -> django_filters.Filter:
        label = capfirst(field.verbose_name)
        if field.name == "outcomes":
            choices = [(code, outcome.label) for code, outcome in trust.framework.outcomes.items()]
            label = capfirst(trust.framework.word("outcome"))
            return django_filters.ChoiceFilter(
                method="by_outcome", choices=choices, label=label, empty_label="Any"
            )
        yes_or_no = [("True", "Yes"), ("False", "No")]
        choices = yes_or_no if isinstance(field, models.BooleanField) else list(field.choices or ())
        return django_filters.ChoiceFilter(
            field_name=field.name, choices=choices, label=label, empty_label="Any"
        )

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


@dataclass(frozen=True)
class Everybody:
    """Whoever reads all of a trust: they are all offered the same."""

    trust: Trust
    reads_all: bool = True


def _menus(model: Any, names: tuple[str, ...], standing: Standing) -> list[Menu]:
    """Filters by the records, people or places that a kind names."""
    if standing.reads_all:
        rows = _everything(model, names)(standing.trust.pk) if names else []
    else:
        rows = [_choices(model, name, standing) for name in names]
    return [
        Menu(
            name,
            capfirst(_label(model, name, standing.trust)),
            found,
            _name_of(model._meta.get_field(name).related_model),
        )
        for name, found in zip(names, rows, strict=True)
    ]


@cache
def _everything(model: Any, names: tuple[str, ...]) -> Prepared:
    """What the menus of a kind offer to whoever reads all of a trust, asked in words written once."""
    return Prepared(lambda key: [_choices(model, name, Everybody(Trust(pk=key))) for name in names], -1)


def _label(model: Any, name: str, trust: Trust) -> str:
    return str(
        trust.framework.word("locality") if name == "localities" else model._meta.get_field(name).verbose_name
    )


def _choices(model: Any, name: str, standing: Standing | Everybody) -> QuerySet:
    """What a menu offers; to who reads only some, what these name."""
    field = model._meta.get_field(name)
    trust, model = standing.trust, field.related_model
    if not standing.reads_all:
        read = field.model.objects.visible_to(standing)
        rows = model.objects.filter(pk__in=read.order_by().values(field.name))
    elif model is Person:
        rows = model.objects.filter(Q(memberships__trust=trust) | Q(appointments__trust=trust)).distinct()
    else:
        rows = model.objects.filter(trust=trust)
        rows = rows.visible_to(standing) if issubclass(model, Record) else rows
    return choices(rows, _name_of(model))


def _name_of(model: Any) -> str:
    """The field by which people know a row."""
    return "title" if issubclass(model, Record) else "name"


class RecordTable(Register):
    """A line: number, title, where the thread is broken at it, and what the kind shows."""

    number = tables.Column(verbose_name="No.", attrs={"cell": {"class": "numeric"}})
    title = tables.Column(verbose_name="Title")

    class Meta(Register.Meta):
        order_by = ("-number",)

    def __init__(self, rows: QuerySet, *, noun: Noun, standing: Standing, request: Any) -> None:
        self.noun = noun
        self.list_url = reverse("records", args=[standing.trust.code, noun.kind])
        self.writers = [_writer(noun.model, column) for column in noun.columns]
        self.classes = [NUMBER if column.kind == "money" else CELL for column in noun.columns]
        extra = [(f"c{place}", _column(noun.model, column)) for place, column in enumerate(noun.columns)]
        super().__init__(rows, request=request, extra_columns=extra)
        self.sheet.rows[:] = share_versions(self.sheet.rows)
        self.marks = marks_of(noun.kind, self.sheet.rows, standing)
        self.empty_text = f"Nothing matches. {noun.about}".strip()

    def read(self, rows: QuerySet) -> QuerySet:
        """With what the columns name."""
        return read_for_list(self.noun, rows)

    def line(self, record: Any) -> Line:
        """A record in words."""
        said = [write(record) or "–" for write in self.writers]
        return Line(
            record.title if record.SECRET else str(record),  # a secret one is named only where it is read
            f"{self.list_url}{record.number}/", cells(*zip(self.classes, said, strict=True)),
            cells((NUMBER, record.number)), self.marks.get(record.pk, ""),
        )  # fmt: skip


def said_in(record: Any, column: Column) -> Any:
    """What a column says of a record."""
    return _writer(type(record), column)(record)


def _writer(model: Any, column: Column) -> Callable[[Any], Any]:
    if column.kind == "money":
        return lambda record: money(value_at(record, column.value))
    return writer_of(model, column.value)


def _column(model: Any, column: Column) -> tables.Column:
    order = column.order or _orderable(model, column.value)
    attrs = {"cell": {"class": "numeric"}} if column.kind == "money" else {}
    return tables.Column(
        accessor=column.value, verbose_name=column.label, attrs=attrs, orderable=bool(order),
        **({"order_by": (order, "-number")} if order else {}),
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
        return f"{path}__{_name_of(model)}"
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
    """The rows with what their lines show and without what they do not, in one query for one and for fifty."""
    paths = {path for column in noun.columns if (path := _related(noun.model, column.value))}
    needed = _needed(noun) if not noun.related else None
    if needed is not None:
        found = rows.select_related(*paths) if paths else rows
        return found.only(*needed).annotate(pinned=F("blueprint__digest"))
    many = [path for path in noun.related if _is_many(noun.model, path)]
    found = rows.select_related("blueprint", *paths, *(p for p in noun.related if p not in many))
    shown = {column.value for column in noun.columns}
    long = [path for path in _long_texts(noun.model) if path not in shown]
    for path in paths:
        long += [f"{path}__{name}" for name in _long_texts(_model_at(noun.model, path))]
    return found.defer("blueprint__text", *long).prefetch_related(*many)


def share_versions(records: Iterable[Any]) -> Iterator[Any]:
    """One framework version for all that was made under it: made for each row anew, it would cost as much as the row."""
    known: dict[int, Blueprint] = {}
    for record in records:
        if "pinned" in vars(record):
            key = record.blueprint_id
            if key not in known:
                known[key] = Blueprint.from_db(record._state.db, ["id", "digest"], [key, record.pinned])
            record.blueprint = known[key]
        yield record


def _needed(noun: Noun) -> list[str] | None:
    """The fields that the lines of a kind are written from; None where code works some of it out."""
    needed = ["number", "title", "trust", "blueprint"]
    if noun.model.__str__ is not Record.__str__:
        return None
    for column in noun.columns:
        path, model = _related(noun.model, column.value), noun.model
        if path:
            model = _model_at(model, path)
        rest = column.value.removeprefix(path).removeprefix("__")
        names = [rest] if rest else NAMED_BY.get(model.__str__)
        fields = {field.name for field in model._meta.concrete_fields}
        if names is None or not fields.issuperset(names):
            return None
        needed += [f"{path}__{name}" if path else name for name in names]
    return needed


def _long_texts(model: Any) -> list[str]:
    """The fields of a model that no list shows."""
    return [
        field.name for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.JSONField) and not isinstance(field, CodesField)
    ]  # fmt: skip


def _model_at(model: Any, path: str) -> Any:
    for part in path.split("__"):
        model = model._meta.get_field(part).related_model
    return model


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
    """The heading, then a row for each record; as many as there are are never all in memory."""
    yield ["Number", "Title", *(column.label for column in noun.columns)]
    for record in share_versions(read_for_list(noun, rows).iterator(chunk_size=CHUNK)):
        yield [record.number, record.title, *(_cell(record, column) for column in noun.columns)]


def _cell(record: Any, column: Column) -> Any:
    value = value_at(record, column.value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if column.kind in ("money", "date") or whole else str(written(record, column.value))
