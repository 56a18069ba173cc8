"""The routes by which something may be bought: by its value to the penny, its boundary, its scope (T14)."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from trusts.framework.reading import Reading
from trusts.framework.sections.rules import Route
from trusts.governance import clock
from trusts.governance.clock import midnight
from trusts.governance.gates import applies
from trusts.record_words import money

OWN_RULES = Route(code="own-rules", label="By the buying partner’s own rules", default=True)
"""The way to buy where a framework names none."""


def routes_of(framework: Reading) -> tuple[Route, ...]:
    """The ways to buy in a trust."""
    return framework.framework.routes or (OWN_RULES,)


def in_band(route: Route, value: Decimal) -> bool:
    """Whether a value lies in a route's band; a value on the line belongs to it only where the trust says so."""
    on_it = route.at_boundary == "included"
    if route.below is not None and not (value < route.below or (on_it and value == route.below)):
        return False
    return route.above is None or value > route.above or (on_it and value == route.above)


def linked_value(procurement: Any) -> Decimal:
    """What a procurement is worth in GBP with its lots, and theirs (DUR-173)."""
    return sum((lot.value for lot in lots_of(procurement)), Decimal(0))


def lots_of(procurement: Any) -> list[Any]:
    """A procurement, its lots, and theirs; a cancelled one is not bought.

    Lots are those that somebody linked, and those that buy the same specification, in whatever version, in the
    same financial year.
    """
    found = {procurement.pk: procurement}
    met, specifications = [procurement], type(procurement.specification).objects
    while met:
        lots = Q(linked__in=met)
        years: dict[date, set[int]] = defaultdict(set)
        for one in met:
            years[year_of(one)].add(one.specification_id)
        for year, bought in years.items():
            lots |= begun_in(year) & Q(specification__in=versions_of(bought, specifications))
        links = type(procurement).objects.filter(lots).exclude(pk__in=found).exclude(state="cancelled")
        met = list(links.distinct())
        found |= {lot.pk: lot for lot in met}
    return list(found.values())


def year_of(procurement: Any) -> date:
    """The first day of the financial year in which a procurement was begun."""
    return clock.start_of_financial_year(timezone.localdate(procurement.created_at or clock.now()))


def begun_in(year: date) -> Q:
    """What was begun in the financial year that starts on this day."""
    ends = year.replace(year=year.year + 1)
    return Q(created_at__gte=midnight(year), created_at__lt=midnight(ends))


def may_belong(procurement: Any, standing: Any, counted: list[Any]) -> QuerySet:
    """What may be a part of the same purchase, though nobody linked it: of the same priority or provider, in the same year.

    Whether it is one, people say: it counts once they link it (DUR-173).
    """
    bought = procurement.specification
    priorities = list(bought.priorities.values_list("pk", flat=True))
    providers = {one.pk for one in procurement.invited.all()}
    providers |= set(procurement.awards.values_list("provider", flat=True))
    providers |= {bought.service.provider_id} - {None} if bought.service else set()
    same = Q(specification__priorities__in=priorities) | Q(specification__service__provider__in=providers)
    same |= Q(invited__in=providers) | Q(awards__provider__in=providers)
    rows = (
        type(procurement)
        .objects.visible_to(standing)
        .filter(begun_in(year_of(procurement)))
        .exclude(state="cancelled")
    )
    shared = type(bought).objects.filter(pk=OuterRef("specification"), priorities__in=priorities)
    others = rows.filter(pk__in=rows.filter(same).values("pk")).exclude(pk__in=[one.pk for one in counted])
    return others.annotate(same_priority=Exists(shared)).select_related("trust").order_by("-number")


def versions_of(specifications: set[int], rows: Any) -> set[int]:
    """Specifications, of all `rows`, with the versions before and after them, by their keys."""
    found = set(specifications)
    while True:
        more = rows.filter(Q(follows__in=found) | Q(followed_by__in=found)).exclude(pk__in=found)
        keys = set(more.values_list("pk", flat=True))
        if not keys:
            return found
        found |= keys


def why_not(route: Route, procurement: Any) -> list[str]:
    """Why a route is not open to a procurement, by its own value and scope; nothing means that it is."""
    found = []
    if not in_band(route, procurement.value):
        found.append(f"Not for {money(procurement.value)}: it is for {_band(route)}.")
    if not applies(route.when, procurement, procurement.framework):
        found.append("Not for what this is marked as.")
    return found


def _band(route: Route) -> str:
    exactly = " or exactly that" if route.at_boundary == "included" else ""
    parts = []
    if route.above is not None:
        parts.append(f"more than {money(route.above)}{exactly}")
    if route.below is not None:
        parts.append(f"less than {money(route.below)}{exactly}")
    return " and ".join(parts) or "any value"


def route_of(procurement: Any) -> Route | None:
    """The route chosen for a procurement."""
    return next(
        (route for route in routes_of(procurement.framework) if route.code == procurement.route), None
    )
