"""The golden thread: from a record to what it rests on and what came of it, along its own foreign keys.

A thread is walked link by link, all kinds at once: each step is one query, however many records it meets.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import CharField, Count, F, IntegerField, Value, Window
from django.db.models.functions import Cast, RowNumber

from trusts.framework.vocabulary import group_of
from trusts.governance.permissions import Standing
from trusts.nouns import Noun, noun_for, noun_of, nouns

SHOWN = 8
"""How many records a panel names of one kind before it counts the rest."""
BROAD = 60
"""How many records the thread follows from one record by one link."""
FARTHEST = 400
"""How many records a whole thread shows at most."""
OPPOSITE = {"up": "down", "down": "up", "beside": "beside"}
Key = tuple[str, int]
"""Kind and primary key of a record."""


class Link(NamedTuple):
    """A way from one kind of record to another, along a foreign key."""

    other: Noun
    name: str
    """The field, or the path of fields."""
    direction: str
    own: bool
    """Whether the field is of the kind itself, not of the other."""


class Leg(NamedTuple):
    """One link that was followed: from a record, in a direction, to a record."""

    direction: str
    from_kind: str
    from_pk: int
    kind: str
    pk: int
    number: int
    title: str
    state: str
    edition: int
    of: int
    """How many lie behind this link, whether they are shown or not."""


@dataclass
class Stretch:
    """The records of one kind to which a record is linked."""

    noun: Noun | None
    records: list[Any]
    more: int = 0
    words: tuple[str, str] = ("", "")
    """One and many of the kind, in the trust's own words."""


@dataclass
class Panel:
    """What a record rests on, what came of it, and where it is worked on."""

    up: list[Stretch] = field(default_factory=list)
    down: list[Stretch] = field(default_factory=list)
    beside: list[Stretch] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is linked at all."""
        return not (self.up or self.down or self.beside)


@dataclass
class Thread:
    """Everything that leads to some records and everything that follows from them."""

    standing: Standing
    seen: dict[Key, Any]
    links: set[tuple[Key, Key]] = field(default_factory=set)
    """Pairs of (what it rests on, what rests on it)."""
    near: list[Leg] = field(default_factory=list)
    """The links of the records it started from."""
    sides: dict[Key, set[str]] = field(default_factory=dict)
    """In which directions a record was met."""
    cut: bool = False

    def of(self, *kinds: str) -> list[Any]:
        """The records of these kinds that were met, the oldest first."""
        return [one for (kind, _), one in sorted(self.seen.items(), key=lambda at: at[0][1]) if kind in kinds]

    def panel(self) -> Panel:
        """What is linked to the record it started from, kind by kind."""
        panel, found = Panel(), dict[tuple[str, str], Stretch]()
        behind: dict[tuple[str, str], int] = {}
        for leg in self.near:
            stretch = found.setdefault(
                (leg.direction, leg.kind), stretch_of(noun_of(leg.kind), self.standing)
            )
            if leg.pk not in {one.pk for one in stretch.records}:
                stretch.records.append(named(leg, self.standing))
            behind[leg.direction, leg.kind] = max(behind.get((leg.direction, leg.kind), 0), leg.of)
        order = [noun.kind for noun in nouns()]
        for (direction, kind), stretch in sorted(found.items(), key=lambda pair: order.index(pair[0][1])):
            stretch.records.sort(key=lambda one: -one.pk)
            stretch.more = max(behind[direction, kind] - SHOWN, len(stretch.records) - SHOWN, 0)
            stretch.records = stretch.records[:SHOWN]
            getattr(panel, direction).append(stretch)
        return panel


def links_of(noun: Noun) -> tuple[Link, ...]:
    """Every link of a kind, its own fields first."""
    return _links_of(noun.kind)


@cache
def _links_of(kind: str) -> tuple[Link, ...]:
    """The same by its name: worked out once, for a page follows a dozen kinds and each of them five times."""
    return tuple(_links(noun_of(kind)))


def _links(noun: Noun) -> Iterator[Link]:
    """Its own links, then those by which other kinds lead to it."""
    for direction in OPPOSITE:
        for name in _fields(noun, direction):
            yield from (Link(other, name, direction, own=True) for other in _target(noun, name))
    for other in nouns():
        for direction, back in OPPOSITE.items():
            for name in _fields(other, direction):
                if noun in _target(other, name):
                    yield Link(other, name, back, own=False)


def _fields(noun: Noun, direction: str) -> tuple[str, ...]:
    own: tuple[str, ...] = getattr(noun, direction)
    return own + noun.through if direction == "down" else own


def _target(noun: Noun, path: str) -> list[Noun]:
    model = noun.model
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return [other for other in nouns() if other.model is model]


def thread_of(records: Collection[Any], standing: Standing) -> Thread:
    """The whole thread of these records, as far as the person may read it; a query for each step along it.

    It walks up from them and down from them, never up and then down, so that what merely shares
    a cause with them is left out. It stops where a review feeds the next round, and at records in which
    many threads meet: the plan of an intention leads to every other intention too.
    """
    start = {(noun.kind, one.pk): one for one in records if (noun := noun_for(one))}
    thread = Thread(standing, dict(start), sides={key: {"up", "down"} for key in start})
    frontier = {"up": set(start), "down": set(start), "beside": set(start)}
    first = True
    while any(frontier.values()):
        legs = follow(frontier, standing)
        if first:
            thread.near, first = legs, False
        frontier = _meet(thread, legs)
    return thread


def _meet(thread: Thread, legs: list[Leg]) -> dict[str, set[Key]]:
    """Keep what was met; what is to be followed from there."""
    onward: dict[str, set[Key]] = {"up": set(), "down": set()}
    for leg in legs:
        thread.cut = thread.cut or leg.of > BROAD
        if leg.direction == "beside":
            continue
        here, there = (leg.from_kind, leg.from_pk), (leg.kind, leg.pk)
        if there not in thread.seen:
            if len(thread.seen) >= FARTHEST:
                thread.cut = True
                continue
            thread.seen[there] = named(leg, thread.standing)
        thread.links.add((here, there) if leg.direction == "down" else (there, here))
        sides = thread.sides.setdefault(there, set())
        if leg.direction not in sides:
            sides.add(leg.direction)
            if not _turns(leg) and not noun_of(leg.kind).gathers:
                onward[leg.direction].add(there)
    return onward


def _turns(leg: Leg) -> bool:
    """Whether a link leads from a review to the evidence of the next round, or back."""
    way = (group_of(leg.from_kind), group_of(leg.kind))
    return way == {"down": ("reviews", "needs"), "up": ("needs", "reviews")}.get(leg.direction)


def follow(frontier: Mapping[str, Collection[Key]], standing: Standing) -> list[Leg]:
    """Every link that leads on from these records in these directions; one query."""
    queries = []
    for direction, keys in frontier.items():
        for kind in sorted({kind for kind, _ in keys}):
            own = [pk for other, pk in keys if other == kind]
            noun = noun_of(kind)
            queries += [
                _legs(noun, own, link, standing) for link in links_of(noun) if link.direction == direction
            ]
    if not queries:
        return []
    try:
        sql, params = queries[0].union(*queries[1:], all=True).query.sql_with_params()
    except EmptyResultSet:  # whoever reads only their own can read no record of the kinds next to this one
        return []
    with connection.cursor() as cursor:
        # A union cannot be filtered through the ORM; the text is its own, and every value is a parameter.
        cursor.execute(f"SELECT * FROM ({sql}) legs WHERE place <= %s", [*params, BROAD])  # noqa: S608
        return [Leg(*row[:-1]) for row in cursor.fetchall()]


def _legs(noun: Noun, keys: list[int], link: Link, standing: Standing) -> models.QuerySet:
    """The links of one kind from these records, counted, the newest first."""
    other, name, direction, own = link
    readable = other.model.objects.filter(trust=standing.trust).visible_to(standing)
    if own:
        rows = noun.model._base_manager.filter(pk__in=keys, **{f"{name}__in": readable.values("pk")})
        source, there = "pk", f"{name}__"
    else:
        rows, source, there = readable.filter(**{f"{name}__in": keys}), name, ""
    text, whole = CharField(), IntegerField()
    state = Cast(F(f"{there}state"), text) if _has(other, "state") else Value("", text)
    edition = Cast(F(f"{there}edition"), whole) if _has(other, "edition") else Value(1, whole)
    return (
        rows.order_by()
        .annotate(
            way=Value(direction, text), from_kind=Value(noun.kind, text), to_kind=Value(other.kind, text),
            at_state=state, at_edition=edition,
            place=Window(RowNumber(), partition_by=F(source), order_by=F(f"{there}pk").desc()),
            total=Window(Count("*"), partition_by=F(source)),
        )
        .values_list("way", "from_kind", source, "to_kind", f"{there}pk", f"{there}number", f"{there}title", "at_state",
                     "at_edition", "total", "place")
    )  # fmt: skip


def _has(noun: Noun, name: str) -> bool:
    return any(one.name == name for one in noun.model._meta.get_fields())


def named(leg: Leg, standing: Standing) -> Any:
    """The record at the end of a link, with just what its name and its address need."""
    noun = noun_of(leg.kind)
    more = {"state": leg.state} if _has(noun, "state") else {}
    more |= {"edition": leg.edition} if _has(noun, "edition") else {}
    return noun.model(pk=leg.pk, number=leg.number, title=leg.title, trust=standing.trust, **more)


def stretch_of(noun: Noun, standing: Standing) -> Stretch:
    """No record of a kind yet."""
    framework = standing.trust.framework
    return Stretch(noun, [], words=(noun.one(framework), noun.many(framework)))
