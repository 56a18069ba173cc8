"""What the table template asks of a django-tables2 table."""

from dataclasses import dataclass
from typing import Any

from django import template
from django_tables2 import Table

register = template.Library()


@dataclass(frozen=True)
class Heading:
    """One column as its heading shows it."""

    text: Any
    numeric: bool
    order: str
    """What to sort by when it is chosen; empty where the column does not sort."""
    sorted: str
    """ascending, descending, none; empty where the column does not sort."""
    css: str


def is_numeric(column: Any) -> bool:
    """Whether a column lines up on the right: its cell or td class holds "numeric"."""
    attrs = column.column.attrs
    return any("numeric" in str(attrs.get(part, {}).get("class", "")) for part in ("cell", "td"))


@register.simple_tag
def headings(table: Table) -> list[Heading]:
    """The headings of a table, each worked out once and not for each row."""
    found = []
    for column in table.columns:
        sorts = column.orderable
        way = "none"
        if sorts and column.is_ordered:
            way = "descending" if column.order_by_alias.is_descending else "ascending"
        found.append(
            Heading(
                text=column.header,
                numeric=is_numeric(column),
                order=str(column.order_by_alias.next) if sorts else "",
                sorted=way if sorts else "",
                css=str(column.column.attrs.get("cell", {}).get("class", "")).replace("numeric", "").strip(),
            )
        )
    return found


@register.simple_tag
def lined_up(row: Any, columns: list[Heading]) -> list[tuple[Any, Heading]]:
    """The cells of a row with their headings."""
    return [(cell, heading) for (_, cell), heading in zip(row.items(), columns, strict=True)]


@register.filter
def page_numbers(page: Any) -> list[int | str]:
    """The page numbers to show: the first, the last, this one and its neighbours; "…" where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
