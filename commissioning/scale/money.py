"""Invented money: services with their providers, funds, who pays in, what is allocated."""

from dataclasses import dataclass
from datetime import timedelta

from commissioning.scale.hand import Hand
from commissioning.scale.words import PROVIDER, PROVIDER_OF
from contracts.models import Allocation, Contribution, Fund, Listing, Provider, Service
from needs.models import Priority
from trusts.framework.vocabulary import SECTORS


@dataclass(frozen=True)
class Means:
    """Who provides, what runs, who pays."""

    providers: list[Provider]
    services: list[Service]
    funds: list[Fund]


def means(hand: Hand, priorities: list[Priority]) -> Means:
    """Providers on their lists, services and the money for them."""
    providers = hand.write(Provider, (_provider(hand, n) for n in range(hand.count(0.15, 5))))
    listed = hand.write(Listing, (_listing(hand, one, hand.chance(priorities)) for one in providers))
    services = hand.write(
        Service, (_service(hand, hand.chance(providers)) for _ in range(hand.count(0.25, 4)))
    )
    funds = hand.write(Fund, (_fund(hand, n) for n in range(hand.count(0.06, 3))))
    hand.place(Listing, listed)
    hand.place(Service, services)
    hand.link(
        Service,
        "priorities",
        ((s, p) for s in services if not hand.broken() for p in hand.some(priorities, 2)),
    )
    hand.link(
        Fund, "priorities", ((f, p) for f in funds if not hand.broken() for p in hand.some(priorities, 4))
    )
    _pay(hand, funds, services)
    hand.write(
        Allocation,
        (
            _allocation(hand, f, hand.chance(priorities), hand.chance(services))
            for f in funds
            for _ in range(4)
        ),
    )
    return Means(providers, services, funds)  # fmt: skip


def _provider(hand: Hand, number: int) -> dict:
    state = (
        "approved" if number < 3 else hand.chance(["approved", "approved", "approved", "known", "suspended"])
    )
    own = hand.ground.providing[number] if number < len(hand.ground.providing) else None
    return {
        "title": own.name if own else f"{hand.chance(PROVIDER)} {hand.chance(PROVIDER_OF)} {number}", "state": state,
        "organisation": own, "sector": own.sector if own else hand.chance([*SECTORS]),
        "approved_on": hand.ago(700, 900) if state == "approved" else None,
    }  # fmt: skip


def _listing(hand: Hand, provider: Provider, priority: Priority) -> dict:
    starts = hand.ago(400, 700)
    return {
        "title": f"{provider.title} for {priority.title}"[:200], "provider": provider, "priority": priority, "starts": starts,
        "ends": starts + timedelta(days=1095), "state": hand.chance(["active", "active", "active", "suspended", "removed"]),
    }  # fmt: skip


def _service(hand: Hand, provider: Provider) -> dict:
    starts = hand.ago(700, 1500)
    state = hand.chance(["running", "running", "running", "running", "planned", "ending", "ended"])
    return {
        "title": hand.title(), "state": state, "provider": provider, "level": hand.level(), "starts": starts,
        "preventive": hand.rng.random() < 0.4, "ends": hand.ago(10, 90) if state == "ended" else None,
    }  # fmt: skip


def _fund(hand: Hand, number: int) -> dict:
    starts = hand.ago(700, 900)
    return {
        "title": f"Fund {number + 1}: {hand.title().lower()}", "state": "set" if number < 2 else hand.chance(["set", "set", "draft", "ended"]),
        "arrangement": hand.code("funding.arrangements", "single"), "legal_basis": "By agreement of the partners",
        "host": hand.chance(hand.ground.organisations), "starts": starts, "ends": starts + timedelta(days=1825),
    }  # fmt: skip


def _pay(hand: Hand, funds: list[Fund], services: list[Service]) -> None:
    """What partners pay into funds, and towards services of their own."""
    year = hand.today.year
    rows = [
        {"fund": fund, "year": year - n % 3, "value": hand.money(200_000, 900_000)}
        for fund in funds
        for n in range(3)
    ]
    rows += [{"service": one, "year": year, "value": hand.money(5_000, 90_000)} for one in services[::2]]
    for row in rows:
        row["organisation"] = hand.chance(hand.ground.organisations)
        row["title"] = f"{row['organisation'].name}, {row['year']}"[:200]
    hand.write(Contribution, rows)  # fmt: skip


def _allocation(hand: Hand, fund: Fund, priority: Priority, service: Service) -> dict:
    state = hand.chance(["agreed", "agreed", "agreed", "proposed", "withdrawn"])
    return {
        "title": f"{service.title}, from {fund.title}"[:200], "fund": fund, "state": state, "year": hand.today.year - hand.rng.randint(0, 1),
        "value": hand.money(5_000, 60_000), "priority": None if hand.broken() else priority, "service": service,
        "agreed_on": hand.ago(100, 400) if state == "agreed" else None,
        **({"outcomes": []} if hand.broken() else {}),
    }  # fmt: skip
