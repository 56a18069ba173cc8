"""Paging by key: a page begins after the row the page before it ended with, so that the last is as quick as the first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from trusts.record_words import value_at

PAGE = 50
MOST = 1000
"""Up to how many rows are counted; of more it is said that there are more."""
SALT = "weft.paging"
AFTER, BEFORE = "after", "before"


@dataclass(frozen=True)
class Key:
    """One field that rows are sorted by. What is empty comes after everything else, or before it when descending."""

    path: str
    field: Any
    descending: bool
    nullable: bool

    @property
    def order(self) -> OrderBy:
        """As the database sorts by it, the same on every database."""
        nulls = {"nulls_first" if self.descending else "nulls_last": True} if self.nullable else {}
        return F(self.path).desc(**nulls) if self.descending else F(self.path).asc(**nulls)

    def beyond(self, value: Any) -> Q | None:
        """Rows that come after those with this value; None where there can be none."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if self.descending else None
        if self.descending:
            return Q(**{f"{self.path}__lt": value})
        found = Q(**{f"{self.path}__gt": value})
        return found | Q(**{f"{self.path}__isnull": True}) if self.nullable else found

    def same(self, value: Any) -> Q:
        """Rows with this value."""
        return Q(**{f"{self.path}__isnull": True} if value is None else {self.path: value})

    def bound(self, value: Any) -> Q:
        """What lets an index begin where the page does."""
        if value is None or (self.nullable and not self.descending):
            return Q()
        return Q(**{f"{self.path}__{'lte' if self.descending else 'gte'}": value})

    def turned(self) -> "Key":
        """The same, read backwards."""
        return Key(self.path, self.field, not self.descending, self.nullable)


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and from where its neighbours are read; empty where there are none."""

    rows: list[Any]
    earlier: str = ""
    later: str = ""

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before it."""
        return not self.earlier


def keys_of(model: type[Model], order: Sequence[str], last: str) -> list[Key]:
    """The fields of an order such as `("-provider__title", "number")`; `last` makes it tell any two rows apart."""
    names = [str(name) for name in order]
    if last not in (name.removeprefix("-") for name in names):
        names.append(last)
    return [_key(model, name) for name in names]


def _key(model: type[Model], name: str) -> Key:
    path, nullable, field = name.removeprefix("-"), False, None
    for part in path.split("__"):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        nullable |= bool(field.null)
        model = field.related_model or model
    return Key(path, field, name.startswith("-"), nullable)


def page_of(rows: QuerySet, keys: list[Key], asked: QueryDict, read: Callable[[QuerySet], QuerySet]) -> Page:
    """The page an address asks for. `read` adds what its lines show, which only these rows are joined with."""
    after, before = _values(asked.get(AFTER, ""), keys), _values(asked.get(BEFORE, ""), keys)
    back = after is None and before is not None
    ways = [key.turned() for key in keys] if back else keys
    start = before if back else after
    if start is not None:
        rows = rows.filter(_from(ways, start))
    order = [key.order for key in ways]
    found = rows.order_by(*order)[: PAGE + 1].values("pk")
    shown = list(read(rows.model._default_manager.filter(pk__in=found)).order_by(*order))
    more, shown = len(shown) > PAGE, shown[:PAGE]
    if back:
        shown.reverse()
    return Page(
        shown,
        earlier=mark_of(shown[0], keys) if shown and (more if back else start is not None) else "",
        later=mark_of(shown[-1], keys) if shown and (back or more) else "",
    )


def _from(keys: list[Key], values: list[Any]) -> Q:
    """Every row after these values."""
    after = None
    for key, value in reversed(list(zip(keys, values, strict=True))):
        beyond = key.beyond(value)
        ties = key.same(value) & after if after is not None else None
        after = beyond | ties if beyond is not None and ties is not None else beyond or ties
    return keys[0].bound(values[0]) & (after if after is not None else Q(pk__in=[]))


def mark_of(row: Any, keys: list[Key]) -> str:
    """Where a row stands in the order, for an address."""
    values = [value_at(row, key.path) for key in keys]
    return signing.dumps([None if value is None else str(value) for value in values], salt=SALT)


def _values(mark: str, keys: list[Key]) -> list[Any] | None:
    """Where a page begins; None where the address does not say, or not in this order."""
    try:
        said = signing.loads(mark, salt=SALT)
        return [
            None if value is None else key.field.to_python(value)
            for key, value in zip(keys, said, strict=True)
        ]
    except (signing.BadSignature, ValidationError, ValueError):
        return None


def counted(rows: QuerySet) -> tuple[int, bool]:
    """How many rows there are, and whether there are more than were counted."""
    found = rows.order_by()[: MOST + 1].count()
    return min(found, MOST), found > MOST
