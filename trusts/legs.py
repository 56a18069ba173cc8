"""The links between kinds of record, and following them: one query for a step along a thread, written once for the process."""

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from django.db import models
from django.db.models import CharField, Count, F, IntegerField, Value, Window
from django.db.models.functions import Cast, RowNumber

from trusts.governance.permissions import Standing
from trusts.nouns import Noun, noun_of, nouns
from trusts.written import KEY, TRUST, Written, answers, written

BROAD = 60
"""How many records the thread follows from one record by one link."""
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


def follow(frontier: Mapping[str, Collection[Key]], standing: Standing) -> list[Leg]:
    """Every link that leads on from these records in these directions; one query."""
    asked = []
    for direction, keys in frontier.items():
        for kind in sorted({kind for kind, _ in keys}):
            own = [pk for other, pk in keys if other == kind]
            for link in links_of(noun_of(kind)):
                legs = legs_of(kind, link, standing) if link.direction == direction else None
                if legs is not None:  # whoever reads only their own may read no record of the other kind
                    asked.append((legs, standing.trust.pk, own))
    return [Leg(*row[:-1]) for row in answers(asked, "WHERE place <= %s", BROAD)]


_whole: dict[tuple[str, str, str, str, bool], Written | None] = {}
"""The links as whoever reads the whole trust follows them: the same words for each of them and for every trust."""


def legs_of(kind: str, link: Link, standing: Standing) -> Written | None:
    """How the links of one kind from records of a kind are asked for by this person; None where there can be none."""
    if not link.other.model.objects.all().is_whole_for(standing):
        return written(_legs(noun_of(kind), link, standing))
    code = (kind, link.other.kind, link.name, link.direction, link.own)
    if code not in _whole:
        any_trust = copy(standing.trust)
        any_trust.pk = TRUST
        _whole[code] = written(_legs(noun_of(kind), link, replace(standing, trust=any_trust)))
    return _whole[code]


def _legs(noun: Noun, link: Link, standing: Standing) -> models.QuerySet:
    """The links of one kind from any records, counted, the newest first."""
    other, name, direction, own = link
    readable = other.model.objects.visible_to(standing)
    if own:
        rows = noun.model._base_manager.filter(pk__among=[KEY], **{f"{name}__in": readable.values("pk")})
        source, there = "pk", f"{name}__"
    else:
        rows, source, there = readable.filter(**{f"{name}__pk__among": [KEY]}), name, ""
    text, whole = CharField(), IntegerField()
    state = Cast(F(f"{there}state"), text) if has(other, "state") else Value("", text)
    edition = Cast(F(f"{there}edition"), whole) if has(other, "edition") else Value(1, whole)
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


def has(noun: Noun, name: str) -> bool:
    """Whether records of a kind have a field."""
    return _has(noun.model, name)


@cache
def _has(model: type[models.Model], name: str) -> bool:
    return any(one.name == name for one in model._meta.get_fields())
