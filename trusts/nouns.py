"""The kinds of record the product knows: what each shows, links and does. Packages register their own.

A noun is all that a kind needs besides its model and its actions: the pages of `views.record` show
every kind by its noun.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce

from trusts.forms.base import ActForm
from trusts.framework.reading import Reading
from trusts.framework.vocabulary import RECORDS
from trusts.governance import clock, gates
from trusts.governance.refusal import Refusal
from trusts.models import Person, Trust
from trusts.together import Prepared


@dataclass(frozen=True)
class Move:
    """A transition of a record: one button on its page, or a form where it asks for something."""

    code: str
    label: str
    """What the button says."""
    perform: Callable[..., Any]
    """`perform(record, by=…, **what the form asked)`: the action."""
    act: str
    """Who may."""
    transition: str = ""
    """The transition of the closed list whose gates bind it, where it is one."""
    states: tuple[str, ...] = ()
    """The states from which it starts; any where none is named."""
    obstacles: Callable[[Any, Person], list[Refusal]] | None = None
    """Every reason why not now."""
    form: type[ActForm] | None = None
    done: str = ""
    warns: str = ""
    """What a person should know before they do it."""

    def stops(self, record: Any, by: Person) -> list[Refusal]:
        """Every reason why not now, also those asked only once the form of the transition is filled in."""
        found = list(self.obstacles(record, by)) if self.obstacles else []
        rules = {one.rule for one in found}
        asked = gates.refusals(self.transition, record, by=by) if self.transition else []
        return found + [one for one in asked if one.rule not in rules]


@dataclass(frozen=True)
class Column:
    """A column of a register."""

    label: str
    value: str
    """The path of an attribute: `provider`, `fund__title`."""
    order: str = ""
    """The field to sort by, where it is not the path."""
    kind: str = ""
    """How it is written: money, date, state; plain where none is said."""


@dataclass(frozen=True)
class Break:
    """A place where the golden thread can be broken."""

    code: str
    label: str
    """What is broken, of many: "Specifications without a priority"."""
    here: str
    """The same of one of them: "it serves no priority"."""
    rows: Callable[[models.QuerySet], models.QuerySet]
    """The broken ones among a trust's records."""
    remedy: str = ""
    mend: str = ""
    """Where it is mended: a field of the record, or `kind:field` where another record is made for it."""
    among: Any = None
    """The model whose records it lists, where that is another kind's."""


@dataclass(frozen=True)
class Noun:
    """A kind of record."""

    model: Any
    edit_act: str
    form: Any = None
    """The form of a new record and of a change; None where the kind has no pages of its own here."""
    columns: tuple[Column, ...] = ()
    filters: tuple[str, ...] = ()
    """Fields a register is filtered by, besides words, state, outcome and locality."""
    facts: tuple[str, ...] = ()
    """Fields the page of one record shows, in order."""
    up: tuple[str, ...] = ()
    """Fields that lead towards the evidence."""
    down: tuple[str, ...] = ()
    """Fields that lead towards the difference made."""
    through: tuple[str, ...] = ()
    """Paths that lead towards the difference by way of another record: `specification__measures`."""
    beside: tuple[str, ...] = ()
    """Fields that lead to records it works on."""
    gathers: bool = False
    """Whether many threads meet in it, so that a thread which comes to it goes no further there."""
    parents: tuple[str, ...] = ()
    """Fields whose record shows this one in a table on its own page, and is returned to."""
    moves: tuple[Move, ...] = ()
    breaks: tuple[Break, ...] = ()
    related: tuple[str, ...] = ()
    """What a register reads together with its rows, besides the columns' own paths."""
    about: str = ""
    """What belongs here, for an empty register."""
    words: Callable[[Any], list[tuple[str, Any]]] | None = None
    """More lines for the page of one record: what follows from it."""
    visit: str = ""
    """A template with what only this kind shows."""
    context: Callable[..., dict[str, Any]] | None = None
    """What that template finds: `context(record, standing)`."""
    in_menu: bool = True
    series: Callable[[list[Any]], dict[int, list[tuple[Any, Any]]]] | None = None
    """What was reported on several of them, by primary key: (day, figure), the earliest first."""
    makes: str = ""
    """The transition whose gates bind the making of a record, where there is one."""
    also: tuple[str, ...] = ()
    """Transitions that bodies bring about by their decisions."""

    @property
    def kind(self) -> str:
        """Its name in `vocabulary.RECORDS`."""
        return str(self.model.KIND)

    def one(self, framework: Reading) -> str:
        """One of it, in the trust's own word."""
        return framework.word(self.kind)

    def many(self, framework: Reading) -> str:
        """Many of it, in the trust's own word."""
        return framework.words(self.kind)

    @property
    def transitions(self) -> list[str]:
        """The transitions of the closed list that its records go through."""
        return [move.transition for move in self.moves if move.transition] + [
            *self.also,
            *filter(None, [self.makes]),
        ]

    def related_rows(self) -> list[str]:
        """The records and people it names, to read together with it."""
        fields = (self.model._meta.get_field(name) for name in self.facts if self.model.has(name))
        return [field.name for field in fields if field.is_relation and field.many_to_one]

    def move(self, code: str) -> Move | None:
        """The transition of a code."""
        return next((move for move in self.moves if move.code == code), None)


_nouns: dict[str, Noun] = {}


def register(*nouns: Noun) -> None:
    """Make kinds of record known; they are kept in the order of the thread."""
    order = [*RECORDS]
    known = [*_nouns.values(), *nouns]
    known.sort(key=lambda noun: order.index(noun.kind) if noun.kind in order else len(order))
    _nouns.clear()
    _nouns.update({noun.kind: noun for noun in known})


def nouns() -> list[Noun]:
    """Every kind that is known, in the order of the thread."""
    return [*_nouns.values()]


def noun_of(kind: str) -> Noun:
    """A kind by its name; raises KeyError."""
    return _nouns[kind]


def noun_for(record: Any) -> Noun | None:
    """The kind of a record; None where it is none."""
    kind = getattr(record, "KIND", "")
    return _nouns.get(kind) if kind else None


def breaks_of(trust: Trust) -> list[tuple[Noun, Break, models.QuerySet]]:
    """Every place where the trust's thread can be broken, with the records it is broken at."""
    return [
        (listed, one, one.rows(listed.model.objects.filter(trust=trust)))
        for noun in nouns()
        for one in noun.breaks
        for listed in [noun_for(one.among) or noun]
    ]


def _counted(trust: Trust) -> list[models.QuerySet]:
    counts = [
        Coalesce(
            Subquery(rows.order_by().values("trust").annotate(n=Count("pk", distinct=True)).values("n")), 0
        )
        for _, _, rows in breaks_of(trust)
    ]
    return [Trust.objects.filter(pk=trust.pk).values_list(*counts)]


@lru_cache(maxsize=1)
def _counting(day: date) -> Prepared:
    """How the breaks of a trust are counted on a day, which some of them look at."""
    return Prepared(lambda key: _counted(Trust(pk=key)), -1)


def broken_at(trust: Trust) -> dict[str, int]:
    """How often the trust's thread is broken at each place, by its code; at most one query for all of them.

    A count holds until something of the trust changes, and nothing does without a new head of its audit
    trail: the trust is given as it was just read. Where nothing was ever recorded, it is counted anew.
    """
    said = trust.pk, trust.audit_hash, clock.today()
    return dict(_broken_since(*said) if trust.audit_hash else _broken_since.__wrapped__(*said))


@lru_cache(maxsize=64)
def _broken_since(trust: int, head: str, day: date) -> dict[str, int]:
    """What was counted at this head of the audit trail, on this day."""
    [rows] = _counting(day)(trust)
    codes = [one.code for noun in nouns() for one in noun.breaks]
    return {code: count for counts in rows for code, count in zip(codes, counts, strict=True)}
