"""The golden thread: from a record to what it rests on and what came of it, along its own foreign keys.

A thread is walked link by link, all kinds at once: each step is one query, however many records it meets.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from trusts.framework.vocabulary import group_of
from trusts.governance.permissions import Standing
from trusts.legs import BROAD, Key, Leg, follow, has
from trusts.nouns import Noun, noun_for, noun_of, nouns

SHOWN = 8
"""How many records a panel names of one kind before it counts the rest."""
FARTHEST = 400
"""How many records a whole thread shows at most."""


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


def named(leg: Leg, standing: Standing) -> Any:
    """The record at the end of a link, with just what its name and its address need."""
    noun = noun_of(leg.kind)
    more = {"state": leg.state} if has(noun, "state") else {}
    more |= {"edition": leg.edition} if has(noun, "edition") else {}
    return noun.model(pk=leg.pk, number=leg.number, title=leg.title, trust=standing.trust, **more)


def stretch_of(noun: Noun, standing: Standing) -> Stretch:
    """No record of a kind yet."""
    framework = standing.trust.framework
    return Stretch(noun, [], words=(noun.one(framework), noun.many(framework)))
