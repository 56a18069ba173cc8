"""Buying: the route, the invitation, the opening of bids, their scores, the award."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from django.db import transaction

from contracts.models import Award, Bid, Panellist, Procurement, Provider
from contracts.models.procurement import PUT_DOWN
from contracts.routes import route_of
from trusts.actions.record import keeps, lock, move, pass_rule
from trusts.governance import audit, clock, decisions, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Decision, Person

State = Procurement.State


def obstacles_to_routing(procurement: Procurement, by: Person | None) -> list[Refusal]:
    """Every reason why the route set on a procurement is not its route (DUR-170 to DUR-174, GAT-73, GAT-90)."""
    if procurement.state not in (State.PLANNED, State.ROUTED):
        return [refusal(f"This is {procurement.get_state_display().lower()}, so its route stands.")]
    return gates.refusals("procurement.route", procurement, by=by) if procurement.route else []


@performs("procurement.route")
@transaction.atomic
def choose_route(
    procurement: Procurement,
    *,
    by: Person,
    route: str,
    reason: str = "",
    passing: Mapping[str, str] | None = None,
) -> Procurement:
    """Choose how something is bought; `passing` holds the reasons for which rules are passed, by rule."""
    procurement = put_down(lock(procurement), route, reason, by)
    reasons = {rule: why for rule, why in (passing or {}).items() if why.strip()}
    for stop in obstacles_to_routing(procurement, by) if reasons else ():
        if stop.rule in reasons:
            pass_rule(procurement, obstacles_to_routing, gate=stop.rule, reason=reasons[stop.rule], by=by)
    refuse_if(obstacles_to_routing(procurement, by))
    return move(
        procurement, "procurement.route", by=by, detail={"route": route, "reason": reason}, state=State.ROUTED,
        route_chosen_on=clock.today(),
    )  # fmt: skip


@transaction.atomic
def propose_route(procurement: Procurement, *, by: Person, route: str, reason: str = "") -> Procurement:
    """Put down a route that somebody else may allow: it can be chosen once they passed every rule against it."""
    procurement = put_down(lock(procurement), route, reason, by)
    stops = obstacles_to_routing(procurement, by)
    refuse_if([stop for stop in stops if not stop.overridable])
    if not stops:
        refuse_if([refusal("Nothing stands against this route. Choose it, without asking anybody.")])
    return move(
        procurement, PUT_DOWN, by=by, detail={"route": route, "reason": reason, "rules": [stop.rule for stop in stops]},
        state=State.PLANNED, route_chosen_on=None,
    )  # fmt: skip


def settle_route(
    procurement: Procurement,
    *,
    by: Person,
    route: str,
    reason: str = "",
    passing: Mapping[str, str] | None = None,
    propose: bool = False,
) -> Procurement:
    """What the form of the route does: choose it, or put it down for somebody else to allow."""
    if propose:
        return propose_route(procurement, by=by, route=route, reason=reason)
    return choose_route(procurement, by=by, route=route, reason=reason, passing=passing)


def put_down(procurement: Procurement, route: str, reason: str, by: Person) -> Procurement:
    """Set the route on a locked procurement; a reason for which a rule was passed does not hold for another route."""
    before = route_of(procurement)
    procurement.route, procurement.reason_not_open = route, reason
    chosen = route_of(procurement)
    if chosen is None:
        refuse_if([refusal("The framework knows no such route.")])
    elif before is not None and before != chosen:
        said = {"Route": [before.label, chosen.label]}
        audit.record("procurement.edit", trust=procurement.trust, subject=procurement, by=by, changed=said)
    return procurement


@performs("procurement.invite")
@transaction.atomic
def invite(
    procurement: Procurement,
    *,
    by: Person,
    providers: Iterable[Provider],
    known: Collection[int] | None = None,
) -> Procurement:
    """Invite providers to bid (DUR-176, MED-92, BUC-66): these and no others.

    Where it is said who was `known` to be invited when they were chosen, by their keys, the choice is a change of
    that: whom somebody else invited meanwhile stays invited, whom they took away stays away.
    """
    procurement, chosen = lock(procurement), {one.pk: one for one in providers}
    if known is not None:
        now = {one.pk: one for one in procurement.invited.all()}
        kept = {key: one for key, one in now.items() if key in chosen or key not in known}
        chosen = kept | {key: one for key, one in chosen.items() if key not in known}
    if not chosen:
        refuse_if([refusal("Somebody is invited, or nobody can bid.")])
    refuse_if(gates.refusals("procurement.invite", procurement, by=by, invited=[*chosen.values()]))
    procurement.invited.set(chosen.values())
    names = [provider.title for provider in chosen.values()]
    return move(procurement, "procurement.invite", by=by, detail={"invited": names})


def obstacles_to_opening(procurement: Procurement, by: Person | None) -> list[Refusal]:
    """Every reason why it does not open for bids: opening invites everybody who may bid."""
    found = []
    if not procurement.closes or procurement.closes < clock.today():
        url = f"{procurement.get_absolute_url()}edit/"
        found.append(refusal("Its closing date is not set, or has passed.", url=url))
    found += obstacles_to_route_as_it_stands(procurement, by)
    found += gates.refusals("procurement.open", procurement, by=by)
    return found + gates.refusals("procurement.invite", procurement, by=by)


def obstacles_to_route_as_it_stands(procurement: Procurement, by: Person | None) -> list[Refusal]:
    """The rules on routes once more: value, level and linked lots may have changed since the route was chosen."""
    return gates.refusals("procurement.route", procurement, by=by)


@performs("procurement.open")
@transaction.atomic
def open_for_bids(procurement: Procurement, *, by: Person) -> Procurement:
    """Open a procurement for bids."""
    procurement = lock(procurement)
    refuse_if(obstacles_to_opening(procurement, by))
    opens = procurement.opens or clock.today()
    return move(procurement, "procurement.open", by=by, state=State.OPEN, opens=opens)


@keeps("bid")
def taken_while_open(bid: Bid, before: Bid | None, by: Person) -> list[Refusal]:
    """A bid is taken while its procurement is open and until its closing date, whoever opens bids meanwhile."""
    bought = bid.procurement
    if bought.state != State.OPEN or bought.opening_begun_by_id:
        return [refusal("Bids are taken only while the procurement is open for them.")]
    if bought.closes and bid.received_on > bought.closes:
        return [refusal("This bid came after the closing date, so it cannot be taken.")]
    return []


@keeps("panellist")
def interest_stays(seat: Panellist, before: Panellist | None, by: Person) -> list[Refusal]:
    """An interest that was declared stays declared; more may be added to it."""
    if before is None or before.interest.strip() in seat.interest:
        return []
    return [refusal("What was declared as an interest stays declared; add to it if there is more.")]


@transaction.atomic
def give_more_time(procurement: Procurement, *, by: Person, closes: date, reason: str) -> Procurement:
    """Move the closing date of an open procurement to a later day, the same for every bidder."""
    procurement = lock(procurement)
    if procurement.opening_begun_by_id:
        refuse_if([refusal("The opening of bids has begun, so the closing date stands.")])
    if closes < clock.today() or (procurement.closes and closes <= procurement.closes):
        refuse_if([refusal("Give a later day than the closing date as it stands, and none that has passed.")])
    return move(procurement, "procurement.give-more-time", by=by, detail={"reason": reason, "closes": closes},
                closes=closes)  # fmt: skip


def obstacles_to_closing(procurement: Procurement, by: Person | None) -> list[Refusal]:
    """Bids stay sealed until the closing date has passed, a panel is there to read them, and two people open them."""
    found = []
    if procurement.closes and clock.today() <= procurement.closes:
        day = procurement.closes
        found.append(refusal(f"Bids are sealed until {day.day} {day:%B %Y} has passed."))
    if by is not None and procurement.opening_begun_by_id == by.pk:
        found.append(refusal("You have begun to open the bids; a second person opens them."))
    if by is not None and any(
        seat.person_id == by.pk and seat.interest.strip() for seat in procurement.panel.all()
    ):
        found.append(refusal("You declared an interest, so you open no bids here."))
    for seat in procurement.panel.filter(tie="", interest="").select_related("trust", "person"):
        said = f"{seat.person.name} has not said whether they have a tie to anybody who may bid."
        found.append(refusal(said, url=f"{seat.get_absolute_url()}edit/"))
    if not procurement.panel.exists():
        found.append(
            refusal("There is no panel to read the bids.", url=f"{procurement.get_absolute_url()}#panellist")
        )
    return found


@transaction.atomic
def close_for_bids(procurement: Procurement, *, by: Person) -> Procurement:
    """Close a procurement for bids and open what came: the first person begins it, a second one does it."""
    procurement = lock(procurement)
    refuse_if(obstacles_to_closing(procurement, by))
    if procurement.opening_begun_by_id is None:
        return move(procurement, "procurement.begin-opening", by=by, opening_begun_by=by)
    return move(procurement, "procurement.close", by=by, state=State.CLOSED)


@transaction.atomic
def cancel(procurement: Procurement, *, by: Person, reason: str) -> Procurement:
    """Cancel a procurement, with the reason; bids that came stay sealed."""
    return move(
        lock(procurement), "procurement.cancel", by=by, detail={"reason": reason}, state=State.CANCELLED
    )


def obstacles_to_scoring(bid: Bid, by: Person | None) -> list[Refusal]:
    """Bids are scored by the panel, and by nobody with an interest (MED-25, BUC-12, GAT-16)."""
    if bid.procurement.state != State.CLOSED:
        return [refusal("Bids are scored once they are opened, and until the award.")]
    seat = Panellist.objects.filter(procurement=bid.procurement, person=by).first()
    if seat is None:
        return [refusal("Only members of the panel score bids.", url=bid.procurement.get_absolute_url())]
    return [refusal("You declared an interest, so you score no bid here.")] if seat.interest.strip() else []


@transaction.atomic
def score(bid: Bid, *, by: Person, quality: Decimal, price: Decimal, comment: str) -> Bid:
    """Score a bid, for the panel."""
    bid = lock(bid)
    refuse_if(obstacles_to_scoring(bid, by))
    return move(
        bid, "bid.score", by=by, detail={"quality": quality, "price": price}, state=Bid.State.SCORED, quality=quality,
        price_score=price, comment=comment,
    )  # fmt: skip


def obstacles_to_awarding(award: Award, by: Person | None, decision: Decision | None = None) -> list[Refusal]:
    """Every reason why an award is not made (DUR-17)."""
    if award.state != Award.State.RECOMMENDED:
        return [refusal(f"This is {award.get_state_display().lower()} already.")]
    found = []
    if award.procurement.state != State.CLOSED:
        found.append(refusal("Its bids have not been opened, or it is awarded already."))
    if not award.procurement.bids.filter(provider=award.provider, state=Bid.State.SCORED).exists():
        found.append(
            refusal(f"{award.provider} has no scored bid.", url=award.procurement.get_absolute_url())
        )
    return found + gates.refusals("award.make", award, by=by, decision=decision)


@performs("award.make")
@transaction.atomic
def make_award(award: Award, *, by: Person, decision: Decision | None = None) -> Award:
    """Make an award; the procurement is over."""
    award = lock(award)  # and with it the procurement, so that nobody else can award it
    refuse_if(obstacles_to_awarding(award, by, decision))
    move(award.procurement, "procurement.award", by=by, state=State.AWARDED)
    return move(award, "award.make", by=by, state=Award.State.MADE, made_on=clock.today())


@decisions.effect("agree-award")
def award_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a body's decision on an award."""
    award = lock(cast(Award, decision.item.subject))
    stops = obstacles_to_awarding(award, by, decision)
    if not stops:
        make_award(award, by=by, decision=decision)
    return stops


def obstacles_to_publishing(award: Award, by: Person | None) -> list[Refusal]:
    """Every reason why an award is not published."""
    return gates.refusals("award.publish", award, by=by)


@performs("award.publish")
@transaction.atomic
def publish(award: Award, *, by: Person) -> Award:
    """Publish an award."""
    award = lock(award)
    refuse_if(obstacles_to_publishing(award, by))
    return move(award, "award.publish", by=by, state=Award.State.PUBLISHED, published_on=clock.today())
