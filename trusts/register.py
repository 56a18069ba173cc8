"""Registers: columns and sorting as django-tables2 defines them, paged by key, each line written beforehand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from operator import itemgetter
from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from trusts.paging import AFTER, BEFORE, counted, keys_of, page_of
from trusts.together import together

MANY = 200
"""As many choices as a menu of a filter offers; among more, one is found by words."""
NOTHING = SafeString()
MEANS_MORE = re.compile(r"[&<>\"']")
"""The letters that a page would not show as they are: few texts have any."""
CELL, NUMBER = "govuk-table__cell", "govuk-table__cell govuk-table__cell--numeric"


@dataclass(frozen=True)
class Line:
    """One row as it is shown: its title, where that leads, the cells after and before it, a mark below the title."""

    title: str
    url: str
    after: SafeString
    before: SafeString = NOTHING
    mark: str = ""


def text_of(said: Any) -> str:
    """A text as it may stand in a page; Django's own way asks of each whether it is to be translated."""
    if isinstance(said, SafeString):
        return said
    text = str(said)
    return escape(text) if MEANS_MORE.search(text) else text


def cells(*said: tuple[str, Any]) -> SafeString:
    """Cells as (class, text), written at once: a template would take five times as long for each."""
    return SafeString("".join([f'<td class="{css}">{text_of(text)}</td>' for css, text in said]))


def row(line: Line) -> str:
    """One row of the table."""
    mark = f'<span class="weft-row-mark">{text_of(line.mark)}</span>' if line.mark else ""
    return (
        f'\n<tr class="govuk-table__row">{line.before}<th scope="row" class="govuk-table__header">'
        f'<a class="govuk-link" href="{text_of(line.url)}">{text_of(line.title)}</a>{mark}</th>{line.after}</tr>'
    )


class Register(tables.Table):
    """A list as long as it may grow. A subclass declares its columns and writes its lines."""

    last: ClassVar[str] = "number"
    """The field that tells any two rows of equal order apart."""

    class Meta:
        template_name = "components/register.html"

    def __init__(self, rows: QuerySet, *, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)
        tables.RequestConfig(request, paginate=False).configure(self)
        keys = keys_of(rows.model, self.data.data.query.order_by, self.last)
        self.sheet = page_of(rows, keys, request.GET, self.read)
        self.count, self.more = counted(rows)
        self.links = _links(request, self.sheet.earlier, self.sheet.later)

    def read(self, rows: QuerySet) -> QuerySet:
        """The rows of one page with what their lines show."""
        raise NotImplementedError

    def line(self, record: Any) -> Line:
        """A row in words."""
        raise NotImplementedError

    @property
    def lines(self) -> list[Line]:
        """The rows of the page in words."""
        return [self.line(record) for record in self.sheet.rows]

    @property
    def body(self) -> SafeString:
        """The rows of the page as they stand in its table, written at once; empty where there are none."""
        return SafeString("".join(map(row, self.lines)))


def _links(request: HttpRequest, earlier: str, later: str) -> dict[str, str]:
    """The addresses of the first page, the one before and the next, with filters and order as they are."""

    def address(**more: str) -> str:
        query = request.GET.copy()
        for name in (AFTER, BEFORE, "page"):
            query.pop(name, None)
        for name, mark in more.items():
            query[name] = mark
        return f"?{query.urlencode()}" if query else request.path

    found = {"first": address(), "previous": address(before=earlier)} if earlier else {}
    return found | ({"next": address(after=later)} if later else {})


@dataclass(frozen=True)
class Menu:
    """A filter by a record that rows name: its field, its label, and what there is to choose from."""

    name: str
    label: str
    rows: QuerySet
    """Keys and names, as `choices` gives them."""
    shown: str = "name"
    """The field of theirs by which people know them."""

    def filter(self, choices: list[tuple[str, str]]) -> django_filters.Filter:
        """A list to choose from; where it would be too long, words to look for.

        The choices are given as a function, because a form copies each of a list for itself.
        """
        if len(choices) > MANY:
            return django_filters.CharFilter(
                field_name=f"{self.name}__{self.shown}", lookup_expr="icontains", label=f"{self.label}: words"
            )
        return django_filters.ChoiceFilter(
            field_name=self.name, choices=lambda: choices, label=self.label, empty_label="Any"
        )


def choices(rows: QuerySet, shown: str = "name") -> QuerySet:
    """Keys and names of what a menu offers, and no more than it takes to see that there are many."""
    return rows.order_by().values_list("pk", shown)[: MANY + 1]


def offered(menus: Sequence[Menu]) -> dict[str, django_filters.Filter]:
    """The filters of all menus by name; one query reads the choices of all that are not read yet."""
    together(*(menu.rows for menu in menus))
    return {
        menu.name: menu.filter(sorted(((str(key), words) for key, words in menu.rows), key=itemgetter(1)))
        for menu in menus
    }
