"""A thread at a glance: from what was heard to what was learned, where it is broken and who can mend it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from trusts.governance.permissions import Standing, roles_with
from trusts.legs import Key
from trusts.nouns import Break, Noun, noun_for, noun_of
from trusts.thread import Thread, thread_of
from trusts.thread_breaks import broken_among

LINE = (
    ("evidence", "participation"), ("finding",), ("priority",), ("intention",), ("specification",), ("agreement",),
    ("measure",), ("review",),
)  # fmt: skip
"""The kinds by which a thread is told, from the need to the difference made."""


@dataclass(frozen=True)
class Fault:
    """One place where a thread is broken: what is wrong, what to do, who can."""

    noun: Noun
    broken: Break
    record: Any
    who: list[str]


@dataclass(frozen=True)
class Knot:
    """One part of the line: the records of its kinds, or that there is none."""

    kinds: tuple[str, ...]
    words: str
    records: list[Any]
    here: bool
    """Whether what the page is about lies in it."""
    lost: bool
    """Whether it is missing on the way from the need, where something must be."""
    passed: bool
    """Whether the thread has gone on from there already."""
    faults: list[Fault]
    who: list[str] = field(default_factory=list)
    """Who can record one, where there is none."""

    @property
    def one(self) -> Any:
        """The only record, where there is one."""
        return self.records[0] if len(self.records) == 1 else None


def line_of(thread: Thread, here: Collection[Key] = ()) -> list[Knot]:
    """The line of a thread, part by part; empty where the thread has no part of it.

    Not every thread has a line of a plan, and what goes on from a service needs no specification. Who reads only some records is shown those, and told nothing of what may lie between.
    """
    met = {kind for kind, _ in thread.seen}
    start = {kind for kind, _ in here}
    if not any(kind in met for kinds in LINE for kind in kinds):
        return []
    everything = thread.standing.reads_all
    faults = faults_in(thread) if everything else []
    may_lack = {"intention", "specification"} if "service" in met else {"intention"}
    places = [n for n, kinds in enumerate(LINE) if met & set(kinds)]
    first = _first(thread, start)
    found = []
    for place, kinds in enumerate(LINE):
        records = thread.of(*kinds)
        known = [noun_of(kind) for kind in kinds if kind in met] or [noun_of(kinds[0])]
        found.append(
            Knot(
                kinds=kinds,
                words=" and ".join(_words(noun, thread, len(thread.of(noun.kind))) for noun in known),
                records=records,
                here=bool(start & set(kinds)),
                lost=not records and place < first and kinds[0] not in may_lack,
                passed=place < places[-1],
                faults=[fault for fault in faults if fault.record in records],
                who=[] if records else roles_with(thread.standing.trust, noun_of(kinds[0]).edit_act),
            )
        )
    return found if everything else [knot for knot in found if knot.records]


def _first(thread: Thread, start: set[str]) -> int:
    """Where the thread begins to lead on: before it something must be, after it something may still come."""
    own = [n for n, kinds in enumerate(LINE) if start & set(kinds)]
    led = {kind for (kind, _), sides in thread.sides.items() if "up" in sides}
    return min(own, default=max((n for n, kinds in enumerate(LINE) if led & set(kinds)), default=0))


def _words(noun: Noun, thread: Thread, count: int) -> str:
    framework = thread.standing.trust.framework
    return noun.one(framework) if count == 1 else noun.many(framework)


def faults_in(thread: Thread) -> list[Fault]:
    """Where the records of a thread break it; one query for all of them."""
    return faults_at(thread.seen.values(), thread.standing)


def faults_at(records: Iterable[Any], standing: Standing) -> list[Fault]:
    """Where these records break the thread, in the order of the thread; one query for all of them."""
    own: dict[str, dict[int, Any]] = {}
    for one in records:
        own.setdefault(one.KIND, {})[one.pk] = one
    trust = standing.trust
    return [
        Fault(noun, broken, own[noun.kind][pk], roles_with(trust, noun.edit_act))
        for noun, broken, pk in broken_among(own, trust)
    ]


def start_of(records: Iterable[Any]) -> set[Key]:
    """The keys of the records that a page is about."""
    return {(noun.kind, one.pk) for one in records if (noun := noun_for(one))}


def knots_about(records: Collection[Any], standing: Standing) -> list[Knot]:
    """The line of these records, none of them the one it is about; empty where there are none."""
    return line_of(thread_of(records, standing)) if records else []
