"""Several querysets read by one query: what a page needs costs one way to the database, not one for each kind of row.

people, meetings = Person.objects.filter(…), Meeting.objects.filter(…)
together(people, meetings)  # both have their rows now, as if each had been asked alone
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, ManyToOneRel, Model, Prefetch, QuerySet

ALIKE = (("int", "bigint"), ("serial", "bigint"), ("char", "text"))
"""Types whose values stand in one column of the common result."""
KEY = "bigint"
"""The type of a column of which none is known: the key by which Django finds whose row a many-to-many row is."""


class Keeper:
    """A record that keeps what belongs to it as plain lists: a queryset for each of many costs more than their rows."""

    def keep(self, name: str, rows: list[Any]) -> None:
        """Keep the rows of one relation."""
        vars(self).setdefault("_kept", {})[name] = rows

    def kept(self, name: str) -> list[Any] | None:
        """The rows of one relation; None where they were not read."""
        return vars(self).get("_kept", {}).get(name)


@dataclass(frozen=True)
class Part:
    """The rows that belong to some others by one relation, to be read together with something else."""

    rows: QuerySet
    name: str
    holders: Sequence[Model]
    of: Callable[[Any], Any]
    """Whose a row is."""
    at: Callable[[Any], Any]
    """By what its holder is known."""
    back: str = ""
    """The field by which a row leads back to its holder."""

    def hand_out(self) -> None:
        """Give every holder its rows, so that nobody asks for them again."""
        own: dict[Any, list] = {}
        for row in self.rows:
            own.setdefault(self.of(row), []).append(row)
        for holder in self.holders:
            rows = own.get(self.at(holder), [])
            for row in rows if self.back else ():
                setattr(row, self.back, holder)
            if isinstance(holder, Keeper):
                holder.keep(self.name, rows)
                continue
            kept = getattr(holder, self.name).get_queryset()
            kept._result_cache, kept._prefetch_done = rows, True
            vars(holder).setdefault("_prefetched_objects_cache", {})[self.name] = kept


def parts_of(holders: Sequence[Model], *lookups: str | Prefetch) -> list[Part]:
    """What belongs to these rows by their relations, as `prefetch_related` would read it."""
    return [_part(holders, lookup) for lookup in lookups] if holders else []


def _part(holders: Sequence[Model], lookup: str | Prefetch) -> Part:
    name, rows = (lookup.prefetch_to, lookup.queryset) if isinstance(lookup, Prefetch) else (lookup, None)
    manager, relation = getattr(holders[0], name), holders[0]._meta.get_field(name)
    if isinstance(relation, ManyToOneRel):  # Django would ask at once
        back: Any = relation.field
        rows = manager.model._default_manager.all() if rows is None else rows
        rows = rows.filter(**{f"{back.name}__in": [holder.pk for holder in holders]})
        return Part(
            rows, name, holders, lambda row: getattr(row, back.attname), lambda one: one.pk, back.name
        )
    found, of, at, *_ = manager.get_prefetch_querysets(holders, None if rows is None else [rows.all()])
    return Part(found, name, holders, of, at)


@dataclass
class Leg:
    """A queryset that is to be read, as its own compiler writes it."""

    rows: QuerySet
    compiler: Any
    sql: str
    params: Sequence[Any]

    @cached_property
    def columns(self) -> list[tuple[str, str]]:
        """What it selects: the type under which each stands in the common result, and its name."""
        return [(_type(column.output_field), f'"{name}"') for column, _, name in self.compiler.select]

    def take(self, found: list[tuple]) -> None:
        """Make its objects of what was read, its own way."""
        self.compiler.execute_sql = lambda *args, **kwargs: [found]
        vars(self.rows.query)["get_compiler"] = lambda *args, **kwargs: self.compiler
        try:
            len(self.rows)
        finally:
            del vars(self.rows.query)["get_compiler"]


_types: dict[type, str] = {}
"""Types by the class of a field; a process has one kind of database."""


def _type(field: Field) -> str:
    if type(field) not in _types:
        said = (field.db_type(connection) or KEY).partition("(")[0]
        _types[type(field)] = next((common for part, common in ALIKE if part in said), said)
    return _types[type(field)]


def together(*querysets: QuerySet, parts: Iterable[Part] = ()) -> None:
    """Read these rows by one query: each queryset has them afterwards, each holder its parts."""
    parts = list(parts)
    wanted = [rows for rows in (*querysets, *(part.rows for part in parts)) if rows._result_cache is None]
    legs = [leg for rows in wanted if (leg := _leg(rows))] if len(wanted) > 1 else []
    for leg, found in zip(legs, _read(legs), strict=True):
        leg.take(found)
    for rows in wanted:
        len(rows)  # one alone is asked its own way
    for part in parts:
        part.hand_out()


def _leg(rows: QuerySet) -> Leg | None:
    """What is to be asked; None where there can be no row."""
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        return Leg(rows, compiler, *compiler.as_sql(with_col_aliases=True))
    except EmptyResultSet:
        rows._result_cache = []
        return None


def _read(legs: list[Leg]) -> list[list[tuple]]:
    """The rows of every leg, as the database gives them."""
    return _answers(_union(legs), [value for leg in legs for value in leg.params]) if legs else []


@dataclass(frozen=True)
class Union:
    """One query for several legs; values of one type share the columns of its result."""

    sql: str
    order: list[list[int]]
    """Leg by leg, where in the result each of its columns stands."""


def _union(legs: list[Leg]) -> Union:
    places: dict[tuple[str, int], int] = {}
    """Where in the result the n-th value of a type stands."""
    order = []
    for leg in legs:
        seen: dict[str, int] = {}
        own = []
        for kind, _ in leg.columns:
            seen[kind] = seen.get(kind, 0) + 1
            own.append(places.setdefault((kind, seen[kind]), len(places)))
        order.append(own)
    cast = [f"::{kind}" if connection.vendor == "postgresql" else "" for kind, _ in places]
    asked = []
    for number, (leg, own) in enumerate(zip(legs, order, strict=True)):
        said = ["NULL"] * len(places)
        for place, (_, name) in zip(own, leg.columns, strict=True):
            said[place] = name
        values = ", ".join(map(str.__add__, said, cast))
        asked.append(f"SELECT {values}, {number} FROM ({leg.sql}) part")  # noqa: S608 (the ORM's own text)
    return Union(" UNION ALL ".join(asked), order)


def _answers(union: Union, params: Sequence[Any]) -> list[list[tuple]]:
    found: list[list[tuple]] = [[] for _ in union.order]
    with connection.cursor() as cursor:
        cursor.execute(union.sql, params)
        for row in cursor.fetchall():
            found[row[-1]].append(tuple([row[place] for place in union.order[row[-1]]]))
    return found


class Prepared:
    """A question that many pages ask: its SQL is written once for the process, only its values change.

    It is written with stand-ins, which must be unlike every other value in it.
    """

    def __init__(self, ask: Callable[..., Sequence[QuerySet]], *stand_ins: Any) -> None:
        self._ask, self._stand_ins = ask, stand_ins

    @cached_property
    def _written(self) -> tuple[list[Leg], Union, list[Any]]:
        legs = [leg for rows in self._ask(*self._stand_ins) if (leg := _leg(rows))]
        return legs, _union(legs), [value for leg in legs for value in leg.params]

    def __call__(self, *values: Any) -> list[QuerySet]:
        """The querysets with these values, read."""
        legs, union, params = self._written
        said = {str(one): value for one, value in zip(self._stand_ins, values, strict=True)}
        asked = [_like(param, said[str(param)]) if str(param) in said else param for param in params]
        found = []
        for leg, rows in zip(legs, _answers(union, asked), strict=True):
            fresh = Leg(leg.rows.all(), copy(leg.compiler), leg.sql, leg.params)
            fresh.take(rows)
            found.append(fresh.rows)
        return found


def _like(param: Any, value: Any) -> Any:
    """A value as the database was given its stand-in: SQLite takes dates as texts."""
    return str(value) if isinstance(param, str) else value
