"""What the page of one record shows: its facts, what belongs to it, what can be done and asked, what happened."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.text import capfirst, slugify

from trusts.framework.sections.cycle import DecisionKind
from trusts.governance.permissions import Standing
from trusts.governance.refusal import Refusal
from trusts.models import AuditEntry, Confirmation, Item
from trusts.models.record import Record
from trusts.nouns import Column, Move, Noun, nouns
from trusts.record_list import read_for_list
from trusts.record_words import facts_of, money, written

CHILDREN, EVENTS = 50, 30


@dataclass(frozen=True)
class Offer:
    """A transition as one person finds it on the page."""

    move: Move
    refusals: list[Refusal]
    url: str
    may: bool
    passes: list[tuple[str, str]]
    """The rules this person may pass with a reason: (rule, page)."""


@dataclass(frozen=True)
class Children:
    """The records of one kind that belong to a record, as a small table."""

    noun: Noun
    words: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, list[tuple[Any, Column]]]]
    more: int
    url: str
    make_url: str
    make_words: str


@dataclass(frozen=True)
class Asked:
    """A question about the record that a body can be asked."""

    kind: DecisionKind
    items: list[Item]
    waiting: Item | None
    url: str


def facts_of_page(noun: Noun, record: Record) -> list[dict[str, Any]]:
    """Its fields, then what the kind works out; what says nothing is left out."""
    rows = facts_of(record, noun.facts)
    rows += [{"key": key, "value": value} for key, value in (noun.words(record) if noun.words else [])]
    return [row for row in rows if row["value"] not in ("", None)]


def moves_of(noun: Noun, record: Record, standing: Standing) -> list[Offer]:
    """The transitions that start where the record stands, each with every reason why not now."""
    offers = []
    state = getattr(record, "state", "")
    for move in noun.moves:
        if move.states and state not in move.states:
            continue
        stops = move.obstacles(record, standing.person) if move.obstacles else []
        args = [record.trust.code, noun.kind, record.number, move.code]
        passes = []
        if standing.may("record.override", record):
            passes = [
                (r.rule, reverse("record-override", args=[*args, r.rule])) for r in stops if r.overridable
            ]
        may = standing.may(move.act, record)
        offers.append(Offer(move, stops, reverse("record-move", args=args), may, passes))
    return offers


def children_of(noun: Noun, record: Record, standing: Standing) -> list[Children]:
    """What belongs to a record, kind by kind, with the way to add to it."""
    found = []
    for other in nouns():
        for name in other.parents:
            if other.model._meta.get_field(name).related_model is not noun.model:
                continue
            rows = other.model.objects.filter(**{name: record}).visible_to(standing)
            listed = list(read_for_list(other, rows).order_by("number")[: CHILDREN + 1])
            columns = tuple(
                c for c in other.columns if c.value != name and not c.value.startswith(f"{name}__")
            )
            make = reverse("record-make", args=[record.trust.code, other.kind])
            found.append(
                Children(
                    noun=other, words=capfirst(other.many(record.framework)), columns=columns,
                    rows=[(one, [(_cell(one, column), column) for column in columns]) for one in listed[:CHILDREN]],
                    more=rows.count() - CHILDREN if len(listed) > CHILDREN else 0,
                    url=reverse("records", args=[record.trust.code, other.kind]),
                    make_url=f"{make}?{name}={record.number}" if standing.may(other.edit_act, record) else "",
                    make_words=other.one(record.framework),
                )
            )  # fmt: skip
    return found


def _cell(record: Any, column: Column) -> Any:
    said = written(record, column.value)
    return money(said) if column.kind == "money" and not isinstance(said, str) else said


def questions_of(noun: Noun, record: Record, standing: Standing) -> list[Asked]:
    """What bodies can be asked about it, and what they were."""
    kinds = [kind for kind in record.framework.decisions.values() if kind.subject == noun.kind]
    if not kinds:
        return []
    reads = standing.may("item.view", record)
    items = list(record.items.select_related("body", "decision", "trust").order_by("pk")) if reads else []
    may = standing.may("item.submit", record)
    found = []
    for kind in kinds:
        own = [item for item in items if item.kind == kind.code]
        waiting = next((item for item in own if item.state == Item.State.WAITING), None)
        args = [record.trust.code, noun.kind, record.number, kind.code]
        found.append(
            Asked(kind, own, waiting, reverse("record-ask", args=args) if may and not waiting else "")
        )
    return found


def advice_of(noun: Noun, record: Record, standing: Standing) -> list[tuple[str, list[Confirmation], str]]:
    """What advisers are asked to confirm: in words, what they confirmed, and the page where this person may."""
    asked = record.framework.confirmations(noun.transitions)
    if not asked:
        return []
    kind = ContentType.objects.get_for_model(type(record))
    given = list(Confirmation.objects.filter(subject_type=kind, subject_id=record.pk).select_related("by"))
    may = standing.may("advice.give", record)
    found = []
    for code in asked:
        args = [record.trust.code, noun.kind, record.number, slugify(code)]
        own = [one for one in given if one.code == code]
        found.append(
            (capfirst(code.replace("-", " ")), own, reverse("record-confirm", args=args) if may else "")
        )
    return found


def history_of(record: Record) -> list[dict[str, Any]]:
    """What happened to it, newest first, as the audit trail says."""
    entries = AuditEntry.objects.filter(
        trust=record.trust, subject_type=record._meta.model_name, subject_id=str(record.pk)
    ).order_by("-number")[:EVENTS]
    return [
        {
            "when": entry.at,
            "title": _did(entry.act),
            "who": entry.person_name,
            "text": entry.detail.get("reason", ""),
        }
        for entry in entries
    ]


def _did(act: str) -> str:
    """An act of the audit trail in words."""
    verb = act.rpartition(".")[2].replace("-", " ")
    known = {"make": "Recorded", "edit": "Details changed", "link": "Linked", "unlink": "Link taken away",
             "override": "A rule passed with a reason"}  # fmt: skip
    return known.get(verb, capfirst(verb))
