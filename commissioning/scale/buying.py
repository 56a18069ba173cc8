"""Invented buying: specifications, procurements with panels and bids, awards, agreements."""

from datetime import date, timedelta
from typing import Any

from commissioning.scale.hand import Hand
from commissioning.scale.money import Means
from commissioning.scale.words import INVENTED
from contracts.models import Agreement, Award, Bid, Panellist, Procurement, Specification
from contracts.routes import routes_of
from needs.models import Priority

BIDS = 3
YEAR = timedelta(days=365)


def buy(hand: Hand, means: Means, priorities: list[Priority]) -> tuple[list[Specification], list[Agreement]]:
    """One specification for each agreement; two of three were bought by a procurement, the others directly."""
    starts = [hand.ago(90, 1400) for _ in range(hand.size)]
    specified = hand.write(Specification, (_specification(hand, day, means) for day in starts))
    hand.place(Specification, specified)
    hand.link(
        Specification, "priorities",
        ((one, p) for one in specified if not hand.broken() for p in hand.some(priorities, 2)),
    )  # fmt: skip
    awards = _procure(hand, specified, means)
    agreed = hand.write(
        Agreement, (_agreement(hand, one, day, awards.get(one.pk), means) for one, day in zip(specified, starts, strict=True))
    )  # fmt: skip
    hand.place(Agreement, agreed)
    return specified, agreed


def _specification(hand: Hand, starts: date, means: Means) -> dict[str, Any]:
    annual = hand.money(8_000, 400_000)
    return {
        "title": hand.title(), "state": "complete", "value": annual * 3, "starts": starts, "ends": starts + 3 * YEAR,
        "requirements": f"{INVENTED} Help is offered at home, at times that suit families.",
        "standards": f"{INVENTED} A first visit within twelve weeks: counted monthly.",
        "service": hand.chance(means.services), "level": hand.level(), "completed_on": starts - timedelta(days=200),
    }  # fmt: skip


def _procure(hand: Hand, specified: list[Specification], means: Means) -> dict[int, Award]:
    """Procurements of two specifications in three; the award of each by the specification's key."""
    routes = [route.code for route in routes_of(hand.framework)]
    bought = [one for number, one in enumerate(specified) if number % 3]
    procurements = hand.write(Procurement, (_procurement(hand, one, hand.chance(routes)) for one in bought))
    hand.place(Procurement, procurements)
    hand.write(Panellist, (row for one in procurements for row in _panel(hand, one)))
    offered = [one for one in procurements if one.state in ("open", "closed", "awarded")]
    invited = {one.pk: hand.rng.sample(means.providers, min(BIDS, len(means.providers))) for one in offered}
    hand.link(Procurement, "invited", ((one, who) for one in offered for who in invited[one.pk]))
    hand.write(Bid, (_bid(hand, one, who) for one in offered for who in invited[one.pk]))
    awarded = [one for one in offered if one.state == "awarded"]
    awards = hand.write(Award, (_award(hand, one, invited[one.pk][0]) for one in awarded))
    return {award.procurement.specification_id: award for award in awards}


def _procurement(hand: Hand, one: Specification, route: str) -> dict[str, Any]:
    opens = one.completed_on + timedelta(days=30)
    state = hand.chance(["awarded"] * 12 + ["closed", "open", "cancelled"])
    return {
        "title": f"Buying {one.title.lower()}"[:200], "state": state, "specification": one, "value": one.value, "route": route,
        "route_chosen_on": opens, "budget_approval": opens, "opens": opens, "closes": opens + timedelta(days=45),
        "planned_award": opens + timedelta(days=80), "officer": one.officer, "outcomes": one.outcomes,
        "terms": f"{INVENTED} The same documents and dates for everybody.",
        "reason_not_open": f"{INVENTED} Few could provide it.",
    }  # fmt: skip


def _panel(hand: Hand, one: Procurement) -> list[dict[str, Any]]:
    people = hand.rng.sample(hand.ground.people, 2)
    return [
        {"title": f"{person.name}, {one.title.lower()}"[:200], "procurement": one, "person": person, "body": hand.chance(hand.ground.bodies),
         "tie": "none"}
        for person in people
    ]  # fmt: skip


def _bid(hand: Hand, one: Procurement, provider: Any) -> dict[str, Any]:
    scored = one.state != "open"
    return {
        "title": f"{provider.title}: {one.title.lower()}"[:200], "procurement": one, "provider": provider,
        "value": one.value + hand.money(0, 20_000) - 10_000 if one.value > 20_000 else one.value,
        "received_on": one.closes - timedelta(days=2), "state": "scored" if scored else "received",
        "quality": hand.rng.randint(30, 70) if scored else None, "price_score": hand.rng.randint(10, 30) if scored else None,
    }  # fmt: skip


def _award(hand: Hand, one: Procurement, provider: Any) -> dict[str, Any]:
    return {
        "title": f"{provider.title}: {one.title.lower()}"[:200], "procurement": one, "provider": provider, "value": one.value,
        "state": hand.chance(["made", "published", "published"]), "made_on": one.planned_award,
        "published_on": one.planned_award + timedelta(days=10), "reason": f"{INVENTED} The best offer for families.",
    }  # fmt: skip


def _agreement(
    hand: Hand, one: Specification, starts: date, award: Award | None, means: Means
) -> dict[str, Any]:
    ends = starts + 3 * YEAR
    active = "ended" if ends < hand.today else hand.chance(["active"] * 9 + ["draft"])
    return {
        "title": one.title, "state": active, "sort": hand.code("agreement_kinds", "contract"),
        "provider": award.provider if award else hand.chance(means.providers), "specification": one, "award": award,
        "service": one.service, "fund": None if hand.broken() else hand.chance(means.funds),
        "value": one.value, "annual_value": one.value / 3, "starts": starts, "ends": ends,
        "monitoring_cycle": "quarter", "risk": hand.chance(Agreement.Risk.values), "outcomes": one.outcomes,
        "first_monitoring_date": starts + timedelta(days=91), "first_review_date": starts + timedelta(days=180),
        "activated_on": starts if active != "draft" else None, "ended_on": ends if active == "ended" else None,
    }  # fmt: skip
