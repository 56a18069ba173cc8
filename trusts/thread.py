"""The golden thread: from a record to what it rests on and what came of it, along its own foreign keys."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from trusts.governance.permissions import Standing
from trusts.nouns import Noun, noun_for, nouns

SHOWN = 8
"""How many records of one kind a panel names before it counts the rest."""
FARTHEST = 400
"""How many records a picture of the whole thread shows at most."""


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


def links_of(noun: Noun) -> Iterator[tuple[Noun, str, str, bool]]:
    """Every link of a kind, as (the other kind, field, direction, whether the field is its own)."""
    for direction in ("up", "down", "beside"):
        for name in getattr(noun, direction):
            yield from ((other, name, direction, True) for other in _target(noun, name))
    opposite = {"up": "down", "down": "up", "beside": "beside"}
    for other in nouns():
        for direction, back in opposite.items():
            for name in getattr(other, direction):
                if noun in _target(other, name):
                    yield other, name, back, False


def _target(noun: Noun, name: str) -> list[Noun]:
    model = noun.model._meta.get_field(name).related_model
    return [other for other in nouns() if other.model is model]


def rows_of(records: Iterable[Any], other: Noun, name: str, own: bool) -> models.QuerySet:
    """The records of another kind linked to any of these by one link."""
    records = list(records)
    if not own:
        return other.model.objects.filter(**{f"{name}__in": records})
    source = type(records[0])
    held = source._base_manager.filter(pk__in=[r.pk for r in records], **{f"{name}__isnull": False})
    return other.model.objects.filter(pk__in=held.values(name))


def panel_of(record: Any, standing: Standing) -> Panel:
    """What is linked to a record, as far as the person may read it."""
    panel, noun = Panel(), noun_for(record)
    if noun is None:
        return panel
    found: dict[tuple[str, str], Stretch] = {}
    for other, name, direction, own in links_of(noun):
        rows = rows_of([record], other, name, own)
        rows = rows.visible_to(standing).select_related("trust").order_by("-pk").distinct()
        records = list(rows[: SHOWN + 1])
        if not records:
            continue
        more = rows.count() - SHOWN if len(records) > SHOWN else 0
        stretch = found.setdefault((direction, other.kind), _stretch(other, standing))
        known = {one.pk for one in stretch.records}
        stretch.records += [one for one in records[:SHOWN] if one.pk not in known]
        stretch.more += more
    order = [noun.kind for noun in nouns()]
    for (direction, _), stretch in sorted(found.items(), key=lambda pair: order.index(pair[0][1])):
        getattr(panel, direction).append(stretch)
    return panel


@dataclass
class Picture:
    """The whole thread of one record: kind by kind, from evidence to difference."""

    columns: list[Stretch]
    links: set[tuple[tuple[str, int], tuple[str, int]]]
    cut: bool = False


def picture_of(record: Any, standing: Standing) -> Picture:
    """Everything that leads to a record and everything that follows from it; a query for each link of each kind.

    It walks up from the record and down from it, never up and then down, so that what merely shares
    a cause with the record is left out.
    """
    here = noun_for(record)
    if here is None:
        raise LookupError(f"{type(record).__name__} is not on the thread")
    walk = _Walk(standing, {(here.kind, record.pk): record})
    walk.go("up", here, [record])
    walk.go("down", here, [record])
    columns = [_stretch(noun, standing) for noun in nouns()]
    for column in columns:
        own = [one for (kind, _), one in walk.seen.items() if kind == column.noun.kind]
        column.records = sorted(own, key=lambda one: one.pk)
    links = {(a, b) for a, b in walk.links if a in walk.seen and b in walk.seen}
    return Picture([column for column in columns if column.records], links, walk.cut)


@dataclass
class _Walk:
    """What has been met on the way along the thread, by kind and primary key."""

    standing: Standing
    seen: dict[tuple[str, int], Any]
    links: set[tuple[tuple[str, int], tuple[str, int]]] = field(default_factory=set)
    cut: bool = False

    def go(self, direction: str, noun: Noun, records: list[Any]) -> None:
        """Everything that lies in one direction of these."""
        for other, name, way, own in links_of(noun):
            if way != direction:
                continue
            met = [
                target
                for source, target in _pairs(records, other, name, own, self.standing)
                if self.meet((noun.kind, source), (other.kind, target.pk), target, direction)
            ]
            if met:
                self.go(direction, other, met)

    def meet(self, source: tuple[str, int], key: tuple[str, int], target: Any, direction: str) -> bool:
        """Keep a link and what it leads to; whether that was not met before."""
        self.links.add((source, key) if direction == "down" else (key, source))
        if key in self.seen:
            return False
        if len(self.seen) >= FARTHEST:
            self.cut = True
            return False
        self.seen[key] = target
        return True


def _stretch(noun: Noun, standing: Standing) -> Stretch:
    framework = standing.trust.framework
    return Stretch(noun, [], words=(noun.one(framework), noun.many(framework)))


def _pairs(
    records: list[Any], other: Noun, name: str, own: bool, standing: Standing
) -> Iterator[tuple[int, Any]]:
    """(primary key of one of the records, the record linked to it)."""
    keys = [record.pk for record in records]
    if own:
        held = type(records[0])._base_manager.filter(pk__in=keys, **{f"{name}__isnull": False})
        pairs = list(held.values_list("pk", name))
    else:
        pairs = list(
            other.model._base_manager.filter(**{f"{name}__in": keys}).values_list(name, "pk").distinct()
        )
    known = other.model.objects.filter(trust=standing.trust).visible_to(standing).select_related("trust")
    targets = known.in_bulk([target for _, target in pairs])
    yield from ((source, targets[target]) for source, target in pairs if target in targets)
