"""The sheet of a thread: its picture and the same as a list, with money, figures and what is broken."""

from itertools import chain
from typing import Any

from django.utils.text import capfirst

from trusts.nouns import noun_of, nouns
from trusts.pictures.thread import Card, direct, draw_thread
from trusts.record_words import money, plain, written
from trusts.thread import SHOWN, Thread
from trusts.thread_line import Fault, Knot, line_of, start_of
from trusts.together import together

MISSING = "missing"
PAID = ("contribution", "allocation", "award")
"""Kinds beside the thread whose amounts are told."""


def sheet_of(thread: Thread, record: Any) -> dict[str, Any]:
    """The picture of the thread of a record, its parts as a list, and every break with who can mend it."""
    here = start_of([record])
    knots = line_of(thread, here)
    whole = whole_of(thread, [*PAID, *(kind for knot in knots for kind in knot.kinds)])
    columns = [(capfirst(knot.words), cards_of(knot, whole, here)) for knot in knots]
    shown = {card.key: n for n, (_, cards) in enumerate(columns) for card in cards}
    return {
        "picture": draw_thread(columns, direct(sorted(thread.links), shown)) if knots else None,
        "parts": list(zip(knots, columns, strict=True)),
        "aside": _beyond(thread, knots, whole),
        "faults": [fault for knot in knots for fault in knot.faults],
        "missing": [knot for knot in knots if knot.lost],
        "cut": thread.cut,
    }


def _beyond(
    thread: Thread, knots: list[Knot], whole: dict[str, list[Any]]
) -> list[tuple[str, list[tuple[Any, str]], int]]:
    """What lies on the thread between its parts: plans, money, procurements, awards, returns; each with its amount, the newest of many."""
    told = {kind for knot in knots for kind in knot.kinds}
    met = {kind for kind, _ in thread.seen} - told
    framework = thread.standing.trust.framework
    found = []
    for noun in nouns():
        if noun.kind in met:
            paid = noun.kind in PAID
            records = whole[noun.kind] if paid else thread.of(noun.kind)
            notes = [(one, money(one.value) if paid else "") for one in records[-SHOWN:]]
            found.append((capfirst(framework.words(noun.kind)), notes, len(records) - len(notes)))
    return found


def cards_of(knot: Knot, whole: dict[str, list[Any]], here: set) -> list[Card]:
    """A card for each record of a part; one for what is missing where there is none."""
    if not knot.records:
        return [
            Card(
                key=(MISSING, knot.words),
                title="Missing" if knot.lost else "None" if knot.passed else "Not yet",
                missing=True,
            )
        ]
    faults: dict[Any, list[Fault]] = {}
    for fault in knot.faults:
        faults.setdefault(fault.record, []).append(fault)
    found = []
    for kind in knot.kinds:
        records, noun = whole.get(kind, []), noun_of(kind)
        lines = noun.series(records) if noun.series and records else {}
        for one in records:
            points = lines.get(one.pk, [])
            found.append(
                Card(
                    key=(kind, one.pk), title=str(one), url=one.get_absolute_url(), note=note_of(one, points),
                    here=(kind, one.pk) in here, broken="; ".join(f.broken.here for f in faults.get(one, ())),
                    points=points, target=getattr(one, "target", None) if lines else None,
                )
            )  # fmt: skip
    return found


def whole_of(thread: Thread, kinds: list[str]) -> dict[str, list[Any]]:
    """The records of these kinds with everything they say; one query for all of them."""
    found = {}
    for kind in kinds:
        if records := thread.of(kind):
            rows = noun_of(kind).model.objects.filter(pk__in=[one.pk for one in records])
            found[kind] = rows.select_related("blueprint").defer("blueprint__text").order_by("pk")
    together(*found.values())
    for one in chain.from_iterable(found.values()):
        one.trust = thread.standing.trust
    return {kind: list(rows) for kind, rows in found.items()}


def note_of(record: Any, points: list) -> str:
    """What a card says beneath the title: where it stands, its money, its last figure."""
    said = [str(written(record, name)) for name in ("state", "severity") if hasattr(record, name)]
    if getattr(record, "value", None) is not None:
        said.append(money(record.value))
    if record.KIND == "measure":
        unit = f" {record.unit}" if record.unit else ""
        last = f"{plain(points[-1][1])}{unit}" if points else "Nothing reported"
        said.append(f"{last}, target {plain(record.target)}" if record.target is not None else last)
    return " · ".join(said)
