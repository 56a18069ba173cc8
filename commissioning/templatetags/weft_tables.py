"""What the table template asks of a django-tables2 table."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2 import Table

from trusts.paging import AFTER, BEFORE
from trusts.register import text_of

register = template.Library()
SELECTED = " selected"
LEFT_OUT = (AFTER, BEFORE, "page")
"""What an address says of the page of a list; another order begins at its first."""


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
    url: str = ""
    """Where it is sorted by; the first page of it."""


def is_numeric(column: Any) -> bool:
    """Whether a column lines up on the right: its cell or td class holds "numeric"."""
    attrs = column.column.attrs
    return any("numeric" in str(attrs.get(part, {}).get("class", "")) for part in ("cell", "td"))


@register.simple_tag(takes_context=True)
def headings(context: Any, table: Table) -> list[Heading]:
    """The headings of a table, each worked out once and not for each row."""
    found = []
    asked = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    for name in LEFT_OUT:
        asked.pop(name, None)
    for column in table.columns:
        sorts = column.orderable
        way = "none"
        if sorts and column.is_ordered:
            way = "descending" if column.order_by_alias.is_descending else "ascending"
        order = str(column.order_by_alias.next) if sorts else ""
        asked[table.prefixed_order_by_field] = order
        found.append(
            Heading(
                text=column.header,
                numeric=is_numeric(column),
                order=order,
                url=f"?{asked.urlencode()}" if sorts else "",
                sorted=way if sorts else "",
                css=str(column.column.attrs.get("cell", {}).get("class", "")).replace("numeric", "").strip(),
            )
        )
    return found


@register.simple_tag
def lined_up(row: Any, columns: list[Heading]) -> list[tuple[Any, Heading]]:
    """The cells of a row with their headings."""
    return [(cell, heading) for (_, cell), heading in zip(row.items(), columns, strict=True)]


@dataclass(frozen=True)
class Question:
    """One field of a filter as it is shown."""

    id: str
    label: str
    control: SafeString
    errors: list[str]


@register.simple_tag
def questions(form: Any) -> list[Question]:
    """The fields of a filter, written at once: it stands beside every list, and its menus may be long."""
    found = []
    for bound in form:
        id_, value = bound.auto_id, str(bound.value() or "")
        said = format_html(' aria-describedby="{}-error"', id_) if bound.errors else ""
        if hasattr(bound.field, "choices"):
            options = SafeString(
                "".join(
                    f'<option value="{text_of(key)}"{SELECTED if str(key) == value else ""}>{text_of(words)}</option>'
                    for key, words in bound.field.choices
                )
            )
            control = format_html(
                '<select name="{}" id="{}" class="govuk-select"{}>{}</select>',
                bound.html_name,
                id_,
                said,
                options,
            )
        else:
            control = format_html(
                '<input type="text" name="{}" id="{}" class="govuk-input" value="{}"{}>',
                bound.html_name,
                id_,
                value,
                said,
            )
        found.append(Question(id_, bound.label, control, [str(error) for error in bound.errors]))
    return found


@register.filter
def page_numbers(page: Any) -> list[int | str]:
    """The page numbers to show: the first, the last, this one and its neighbours; "…" where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
