"""The shapes a framework is shown in: sections of blocks of rows, each with where it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from trusts.framework.sections.base import Entry


@dataclass(frozen=True)
class Marks:
    """Where an entry comes from, what is assumed in it, and what is to be noted."""

    source: str = ""
    assumed: str = ""
    note: str = ""


@dataclass(frozen=True)
class Fact:
    """One thing an entry says: one value stands in the line, several in a list."""

    key: str
    values: tuple[str, ...]
    marks: Marks = Marks()

    @property
    def several(self) -> bool:
        """Whether it is a list."""
        return len(self.values) > 1


@dataclass(frozen=True)
class Row:
    """An entry as people read it."""

    label: str
    text: str = ""
    facts: tuple[Fact, ...] = ()
    marks: Marks = Marks()
    tag: str = ""
    mine: bool = False


@dataclass(frozen=True)
class Block:
    """Rows of one kind under a heading of their own."""

    title: str
    rows: tuple[Row, ...]
    text: str = ""
    marks: Marks = Marks()


@dataclass(frozen=True)
class Section:
    """A part of the page, with its place in the contents."""

    code: str
    title: str
    blocks: tuple[Block, ...] = ()
    lead: str = ""
    shape: str = ""
    """The template that draws what is not rows; none where it is empty."""
    data: Any = None

    @property
    def empty(self) -> bool:
        """Whether the framework says nothing here."""
        return not self.data and not any(block.rows for block in self.blocks)


def marks(entry: Entry) -> Marks:
    """Where an entry comes from."""
    assumed = entry.assumed
    words = assumed if isinstance(assumed, str) else "The source does not say this." if assumed else ""
    return Marks(", ".join(entry.source), words, entry.note or "")


def row(
    entry: Entry, label: str = "", text: str | None = "", facts: dict[str, Any] | None = None, **more: Any
) -> Row:
    """An entry as a row; facts that are empty are left out."""
    said = tuple(Fact(key, words) for key, value in (facts or {}).items() if (words := in_words(value)))
    return Row(
        label or getattr(entry, "label", ""),
        text or "",
        (*said, *more.pop("and_facts", ())),
        marks(entry),
        **more,
    )


def block(title: str, rows: Iterable[Row], text: str | None = "", of: Entry | None = None) -> Block:
    """Rows under a heading."""
    return Block(title, tuple(rows), text or "", marks(of) if of else Marks())


def in_words(value: Any) -> tuple[str, ...]:
    """Any value of a framework as people write it; nothing stays nothing."""
    if value is None or value is False or value == "":
        return ()
    if isinstance(value, tuple | list | frozenset):
        return tuple(word for part in value for word in in_words(part))
    return (_one(value),)


def _one(value: Any) -> str:
    if value is True:
        return "Yes"
    if isinstance(value, Decimal):
        return pounds(value)
    if isinstance(value, date):
        return day(value)
    return str(getattr(value, "label", None) or value)


def pounds(amount: Decimal) -> str:
    """£52,000, or £1,234.50 where there are pence."""
    return f"£{amount:,.2f}".removesuffix(".00")


def day(value: date) -> str:
    """22 November 2026."""
    return f"{value.day} {value:%B %Y}"


def span(starts: date | None, ends: date | None) -> str:
    """From when to when, where either is said."""
    if starts and ends:
        return f"{day(starts)} to {day(ends)}"
    return f"from {day(starts)}" if starts else f"until {day(ends)}" if ends else ""


def capital(words: str) -> str:
    """The first letter large, the rest as it is."""
    return words[:1].upper() + words[1:]
