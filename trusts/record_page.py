"""What the page of one record shows: its facts, what belongs to it, what can be done and asked, what happened."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import capfirst, slugify

from trusts.forms.record import ReasonForm
from trusts.framework.reading import Reading
from trusts.framework.sections.cycle import DecisionKind
from trusts.governance.permissions import Standing, roles_with
from trusts.governance.refusal import Refusal
from trusts.legs import links_of
from trusts.models import AuditEntry, Confirmation, Item, Override
from trusts.models.record import Record
from trusts.nouns import Column, Move, Noun, noun_of, nouns
from trusts.record_list import for_reader, read_for_list, said_in, share_versions
from trusts.record_words import facts_of
from trusts.thread import Panel
from trusts.thread_line import Fault
from trusts.together import Part, parts_of

CHILDREN, EVENTS = 50, 30
OVER = ("ended", "cancelled", "superseded")
"""The states of a record to which nothing is added any more."""


@dataclass(frozen=True)
class Offer:
    """A transition as one person finds it on the page."""

    move: Move
    refusals: list[Refusal]
    url: str
    may: bool
    passes: list[tuple[str, str]]
    """The rules this person may pass with a reason: (rule, page)."""
    who: list[str]
    """Who else may, where this person may not."""

    @property
    def is_open(self) -> bool:
        """Whether this person can do it now."""
        return self.may and not self.refusals

    @property
    def goes_on(self) -> bool:
        """Whether it carries the record on; what ends or takes back asks for a reason, and is never offered first."""
        return self.move.form is not ReasonForm

    @property
    def asks(self) -> bool:
        """Whether a page asks for something before it is done."""
        return bool(self.move.form or self.move.warns)


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


def read_for_page(noun: Noun, rows: QuerySet) -> QuerySet:
    """A record with the records and people it names."""
    named = (
        [*noun.related_rows(), *filter(None, [noun.model.PARTNER])] if issubclass(noun.model, Record) else []
    )
    rows = rows.with_framework()
    return rows.select_related(*named) if named else rows


def parts_for_page(noun: Noun, record: Record, framework: Reading) -> list[Part]:
    """Everything of a record that its page and its gates look at, as far as the framework asks for it."""
    if not isinstance(record, Record):
        return []
    fields = {field.name for field in noun.model._meta.many_to_many}
    told = [name for name in noun.facts if name in fields and name not in (*noun.up, *noun.down)]
    parts: list[Any] = [*dict.fromkeys([*noun.model.placed_by(), *told])]
    parts.append(Prefetch("overrides", Override.objects.select_related("by")))
    if any(kind.subject == noun.kind for kind in framework.decisions.values()):
        parts.append(Prefetch("items", Item.objects.select_related("body", "decision", "trust")))
    if framework.confirmations(noun.transitions):
        parts.append(Prefetch("confirmations", Confirmation.objects.select_related("by")))
    return parts_of([record], *parts)


def facts_of_page(noun: Noun, record: Record, standing: Standing) -> list[dict[str, Any]]:
    """Its fields, then what the kind works out.

    What says nothing is left out, and what its thread shows, and what names a record the person may not read.
    """
    own = (name for name in noun.facts if name not in (*noun.up, *noun.down))
    rows = facts_of(record, tuple(name for name in own if _reads(record, name, standing)))
    rows += [{"key": key, "value": value} for key, value in (noun.words(record) if noun.words else [])]
    return [row for row in rows if row["value"] not in ("", None)]


def _reads(record: Record, name: str, standing: Standing) -> bool:
    """Whether the person may read the records that a field names; whoever reads the whole trust may."""
    if standing.reads_all or not record.has(name):
        return True
    field = record._meta.get_field(name)
    if not field.is_relation or not issubclass(field.related_model, Record):
        return True
    named = record.linked_by(name) if field.many_to_many else [getattr(record, name)]
    keys = [one.pk for one in named if one is not None]
    return field.related_model.objects.filter(pk__in=keys).visible_to(standing).count() == len(keys)


def overrides_of(record: Record, standing: Standing) -> list[tuple[Override, bool]]:
    """The rules passed with a reason on a record, each with whether the reason has lapsed; for who reads the whole trust."""
    return [(one, record.has_lapsed(one)) for one in record.overrides.all()] if standing.reads_all else []


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
        who = [] if may else roles_with(record.trust, move.act)
        offers.append(Offer(move, stops, reverse("record-move", args=args), may, passes, who))
    return offers


def blocked_of(offers: list[Offer], standing: Standing) -> list[Offer]:
    """The transitions that something stands in the way of, for whom that is of use: those who may, and those who read all."""
    everything = standing.reads_all
    return [offer for offer in offers if offer.refusals and (offer.may or everything)]


def others_may(offers: list[Offer], standing: Standing) -> list[tuple[list[str], list[str]]]:
    """What nothing stands in the way of but is for others: (the transitions, who may)."""
    if not standing.reads_all:
        return []
    found: dict[tuple[str, ...], list[str]] = {}
    for offer in offers:
        if not offer.refusals and not offer.may:
            found.setdefault(tuple(offer.who), []).append(offer.move.label)
    return [(labels, list(who)) for who, labels in found.items()]


def onward_of(noun: Noun, record: Record, standing: Standing) -> list[tuple[str, str]]:
    """What this person can record next for it, along its thread: in words, and the page where."""
    found = {}
    for other, name, direction, own in links_of(noun):
        if own or direction != "down" or other.form is None or name in other.parents or "__" in name:
            continue
        if standing.may(other.edit_act, record):
            make = reverse("record-make", args=[record.trust.code, other.kind])
            found.setdefault(other.kind, (other.one(record.framework), f"{make}?{name}={record.number}"))
    return list(found.values())


def mending(fault: Fault, standing: Standing) -> str:
    """The page where this person can mend a broken thread; that of the record where there is no better one."""
    record, (kind, _, name) = fault.record, fault.broken.mend.partition(":")
    args = [standing.trust.code, fault.noun.kind, record.number]
    if not kind or not standing.may(noun_of(kind).edit_act if name else fault.noun.edit_act):
        return str(record.get_absolute_url())
    if name:
        return f"{reverse('record-make', args=[args[0], kind])}?{name}={record.number}"
    field = fault.noun.model._meta.get_field(kind)
    if field.many_to_many and hasattr(field.related_model, "KIND"):
        return reverse("record-link", args=[*args, kind])
    return f"{reverse('record-edit', args=args)}#id_{kind}"


def beside_of(noun: Noun, panel: Panel) -> Panel:
    """The panel of its page: without what stands in tables and among the facts of the page already."""
    tables = {other.kind for other in nouns() for name in other.parents
              if other.model._meta.get_field(name).related_model is noun.model}  # fmt: skip
    told = {noun.model._meta.get_field(name).related_model for name in noun.beside if name in noun.facts}

    def left(stretches: list) -> list:
        return [s for s in stretches if s.noun.kind not in tables and s.noun.model not in told]

    return Panel(panel.up, left(panel.down), left(panel.beside))


@dataclass(frozen=True)
class Kin:
    """The records of one kind that belong to a record, not read yet."""

    noun: Noun
    field: str
    rows: QuerySet
    listed: QuerySet


def kin_of(noun: Noun, record: Record, standing: Standing) -> list[Kin]:
    """What belongs to a record, kind by kind."""
    found = []
    for other in (for_reader(one, standing) for one in nouns()):
        for name in other.parents:
            if other.model._meta.get_field(name).related_model is noun.model:
                rows = other.model.objects.filter(**{name: record}).visible_to(standing)
                listed = read_for_list(other, rows).order_by("number")[: CHILDREN + 1]
                found.append(Kin(other, name, rows, listed))
    return found


def children_of(kin: list[Kin], record: Record, standing: Standing) -> list[Children]:
    """What belongs to a record as small tables, each with the way to add to it."""
    return [_children(one, record, standing) for one in kin]


def _children(kin: Kin, record: Record, standing: Standing) -> Children:
    other, name, listed = kin.noun, kin.field, list(share_versions(kin.listed))
    may_add = getattr(record, "state", "") not in OVER
    for one in listed:
        one.trust = record.trust
    columns = tuple(c for c in other.columns if c.value != name and not c.value.startswith(f"{name}__"))
    make = reverse("record-make", args=[record.trust.code, other.kind])
    return Children(
        noun=other, words=capfirst(other.many(record.framework)), columns=columns,
        rows=[(one, [(said_in(one, column), column) for column in columns]) for one in listed[:CHILDREN]],
        more=kin.rows.count() - CHILDREN if len(listed) > CHILDREN else 0,
        url=reverse("records", args=[record.trust.code, other.kind]),
        make_url=f"{make}?{name}={record.number}" if may_add and standing.may(other.edit_act, record) else "",
        make_words=other.one(record.framework),
    )  # fmt: skip


def questions_of(noun: Noun, record: Record, standing: Standing) -> list[Asked]:
    """What bodies can be asked about it, and what they were."""
    kinds = [kind for kind in record.framework.decisions.values() if kind.subject == noun.kind]
    if not kinds:
        return []
    reads = standing.may("item.view", record)
    items = sorted(record.items.all(), key=lambda item: item.pk) if reads else []
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
    given = list(record.confirmations.all())
    may = standing.may("advice.give", record)
    found = []
    for code in asked:
        args = [record.trust.code, noun.kind, record.number, slugify(code)]
        own = [one for one in given if one.code == code]
        found.append(
            (capfirst(code.replace("-", " ")), own, reverse("record-confirm", args=args) if may else "")
        )
    return found


def entries_of(record: Record) -> QuerySet[AuditEntry]:
    """What the audit trail says of a record, newest first."""
    return AuditEntry.objects.filter(
        trust=record.trust, subject_type=record._meta.model_name, subject_id=str(record.pk)
    ).order_by("-number")[:EVENTS]


def history_of(entries: QuerySet[AuditEntry], standing: Standing) -> list[dict[str, Any]]:
    """What happened to a record; reasons are for those who read the whole trust."""
    return [
        {
            "when": entry.at,
            "title": _did(entry.act),
            "who": entry.person_name,
            "text": entry.detail.get("reason", "") if standing.reads_all else "",
        }
        for entry in entries
    ]


def _did(act: str) -> str:
    """An act of the audit trail in words."""
    verb = act.rpartition(".")[2].replace("-", " ")
    known = {"make": "Recorded", "edit": "Details changed", "link": "Linked", "unlink": "Link taken away",
             "override": "A rule passed with a reason"}  # fmt: skip
    return known.get(verb, capfirst(verb))
