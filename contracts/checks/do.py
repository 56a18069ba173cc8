"""The checks gates ask of procurements: routes, lists, terms."""

from contracts.models import Listing, Procurement
from contracts.routes import in_band, linked_value, route_of, why_not
from trusts.governance import clock
from trusts.governance.checks import YES, no
from trusts.governance.gates import Answer, Question, check
from trusts.governance.refusal import Missing
from trusts.record_words import money


def _edit(procurement: Procurement) -> str:
    return f"{procurement.get_absolute_url()}edit/"


def _route(procurement: Procurement) -> str:
    """Where another route is chosen, whatever stands against the one that is."""
    return f"{procurement.get_absolute_url()}do/route/"


@check("route-allowed")
def route_allowed(ask: Question) -> Answer:
    """The route is one that the value and scope allow (DUR-170, DUR-171)."""
    route = route_of(ask.subject)
    if route is None:
        return no(Missing("No route is chosen", _route(ask.subject)))
    return no(
        *(
            Missing(f"‘{route.label}’: {reason}", _route(ask.subject))
            for reason in why_not(route, ask.subject)
        )
    )


@check("threshold-set")
def threshold_set(ask: Question) -> Answer:
    """Every route with a threshold says how the value is counted (DUR-172)."""
    routes = ask.framework.framework.routes
    lacking = [r for r in routes if (r.above is not None or r.below is not None) and not r.basis]
    return no(*(Missing(f"‘{route.label}’ does not say how its value is counted") for route in lacking))


@check("linked-value-within")
def linked_value_within(ask: Question) -> Answer:
    """Linked lots together stay in the route's band (DUR-173)."""
    route, total = route_of(ask.subject), ask.facts.get("linked_value")
    if total is None:
        total = linked_value(ask.subject)
    if route is None or in_band(route, total):
        return YES
    return no(Missing(f"The linked lots together are worth {money(total)}", _route(ask.subject)))


@check("on-active-list")
def on_active_list(ask: Question) -> Answer:
    """Whoever is invited stands on the select list of the priority, active and in date (DUR-176)."""
    route = route_of(ask.subject)
    if route is None or route.default:
        return YES
    invited = list(ask.facts.get("invited") or ask.subject.invited.all())
    if not invited:
        return no(Missing("Nobody is invited", f"{ask.subject.get_absolute_url()}do/invite/"))
    today = clock.today()
    priorities = ask.subject.specification.priorities.all()
    active = Listing.objects.filter(
        provider__in=invited, priority__in=priorities, state=Listing.State.ACTIVE, starts__lte=today
    ).exclude(ends__lt=today)
    known = set(active.values_list("provider", flat=True))
    return no(
        *(
            Missing(f"{one} is not active on the list", one.get_absolute_url())
            for one in invited
            if one.pk not in known
        )
    )


@check("terms-equal")
def terms_equal(ask: Question) -> Answer:
    """Every bidder gets the same rules and timetable (MED-92, BUC-66)."""
    procurement: Procurement = ask.subject
    missing = []
    if not procurement.terms.strip():
        missing.append(Missing("The rules for bidders are not written down", _edit(procurement)))
    if not (procurement.opens and procurement.closes):
        missing.append(Missing("The dates on which it opens and closes are not set", _edit(procurement)))
    return no(*missing)
