"""The register of items: what it filters by and what a line shows."""

from collections.abc import Iterable, Iterator
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.utils import timezone

from trusts.models import Body, Item, Trust
from trusts.models.decision import Outcome
from trusts.record_words import plain
from trusts.register import CELL, Line, Menu, Register, cells, choices, offered


class ItemFilter(django_filters.FilterSet):
    """By words, body, state and outcome."""

    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label="Words in the title")
    state = django_filters.ChoiceFilter(choices=Item.State.choices, label="State", empty_label="Any")
    outcome = django_filters.ChoiceFilter(
        field_name="decision__outcome", choices=Outcome.choices, label="Decided", empty_label="Any"
    )

    class Meta:
        model = Item
        fields: list[str] = []

    def __init__(self, *args: Any, trust: Trust, queryset: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, queryset=queryset, **kwargs)
        body = offered([Menu("body", "Body", choices(Body.objects.filter(trust=trust)))])["body"]
        body.parent, body.model = self, Item
        self.filters["body"] = body


class ItemTable(Register):
    """A line: what was asked, of whom, and what came of it."""

    last = "pk"
    title = tables.Column(verbose_name="Item")
    body = tables.Column(order_by="body__name")
    submitted_at = tables.Column(verbose_name="Put to the body")
    state = tables.Column(verbose_name="Outcome", order_by=("state", "decision__outcome"))

    class Meta(Register.Meta):
        order_by = ("-submitted_at",)
        empty_text = "No item matches. Items appear here when an officer puts a question to a body."

    def __init__(self, rows: QuerySet, *, trust: Trust, request: Any) -> None:
        self.trust = trust
        super().__init__(rows, request=request)

    def read(self, rows: QuerySet) -> QuerySet:
        """With its body and what was decided."""
        return rows.select_related("body", "decision")

    def line(self, record: Item) -> Line:
        """An item in words."""
        record.trust = self.trust
        decided = record.state == Item.State.DECIDED
        came = record.decision.get_outcome_display() if decided else record.get_state_display()
        said = [record.body.name, plain(record.submitted_at), came]
        return Line(record.title, record.get_absolute_url(), cells(*((CELL, one) for one in said)))


def export_rows(items: Iterable[Item]) -> Iterator[list[Any]]:
    """The heading, then a row for each item with what was decided on it."""
    yield ["Item", "Body", "What is asked", "Put to the body", "By", "State", "Decided", "Date of the decision",
           "Reason", "Which outcome improves, and how"]  # fmt: skip
    for item in items:
        decision = item.decision if item.state == Item.State.DECIDED else None
        yield [
            item.title, item.body.name, item.asked, timezone.localdate(item.submitted_at), item.submitted_by.name,
            item.get_state_display(), decision.get_outcome_display() if decision else None,
            decision.decided_on if decision else None, decision.reason if decision else None,
            decision.rationale if decision else None,
        ]  # fmt: skip
