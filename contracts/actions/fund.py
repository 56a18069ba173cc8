"""Setting funds, and allocating what is in them: never more than was paid in."""

from typing import cast

from django.db import transaction

from contracts.models import Allocation, Contribution, Fund
from trusts.actions.record import keeps, lock, move
from trusts.governance import clock, decisions, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Decision, Person


def obstacles_to_setting(fund: Fund, by: Person | None, decision: Decision | None = None) -> list[Refusal]:
    """Every reason why a funding arrangement is not set (DUR-12, DUR-181, BUC-65, HAR-55)."""
    found = []
    if fund.state != Fund.State.DRAFT:
        return [refusal(f"This is {fund.get_state_display().lower()} already.")]
    if not fund.contributions.exists():
        found.append(refusal("Nobody pays into it yet: record who contributes how much."))
    return found + gates.refusals("funding.arrange", fund, by=by, decision=decision)


@performs("funding.arrange")
@transaction.atomic
def arrange(fund: Fund, *, by: Person, decision: Decision | None = None) -> Fund:
    """Set a funding arrangement."""
    fund = lock(fund)
    refuse_if(obstacles_to_setting(fund, by, decision))
    return move(fund, "funding.arrange", by=by, state=Fund.State.SET)


@decisions.effect("determine-fund")
def arrange_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a body's decision on how money is put together."""
    fund = lock(cast(Fund, decision.item.subject))
    stops = obstacles_to_setting(fund, by, decision)
    if not stops:
        arrange(fund, by=by, decision=decision)
    return stops


@transaction.atomic
def end_fund(fund: Fund, *, by: Person, reason: str) -> Fund:
    """End a fund."""
    return move(lock(fund), "fund.end", by=by, detail={"reason": reason}, state=Fund.State.ENDED)


def obstacles_to_allocating(
    allocation: Allocation, by: Person | None, decision: Decision | None = None
) -> list[Refusal]:
    """Every reason why an allocation is not agreed (MED-8, MED-20, DUR-38, GAT-8)."""
    if allocation.state != Allocation.State.PROPOSED:
        return [refusal(f"This is {allocation.get_state_display().lower()} already.")]
    found = []
    if allocation.fund.state != Fund.State.SET:
        found.append(refusal("The fund is not set yet.", url=allocation.fund.get_absolute_url()))
    if allocation.resource == Allocation.Resource.MONEY:
        found += _overspends(allocation)
    if allocation.moved_from is not None:
        found += _cannot_give(allocation.moved_from, allocation)
    for transition in _transitions(allocation):
        found += gates.refusals(transition, allocation, by=by, decision=decision)
    return found


def _transitions(allocation: Allocation) -> list[str]:
    """What an allocation is: moved from another, or new; in both cases partners' money is committed."""
    first = "funding.reallocate" if allocation.moved_from_id else "funding.allocate"
    return [first, "funding.commit"]


def _overspends(allocation: Allocation) -> list[Refusal]:
    """More than is left, counting what a move gives back."""
    left = allocation.available
    if allocation.value <= left:
        return []
    return [
        refusal(
            f"£{allocation.value:,.2f} is more than the £{left:,.2f} left in the fund for {allocation.year}/"
            f"{(allocation.year + 1) % 100:02d}.",
            url=allocation.fund.get_absolute_url(),
        )
    ]


def _cannot_give(source: Allocation, allocation: Allocation) -> list[Refusal]:
    """Why nothing, or not so much, is moved from another allocation."""
    url = source.get_absolute_url()
    if not source.is_done:
        return [refusal(f"‘{source}’ is not agreed, so nothing is moved from it.", url=url)]
    if source.resource != allocation.resource:
        return [
            refusal(f"‘{source}’ is {source.get_resource_display().lower()}, which this is not.", url=url)
        ]
    if source.value < allocation.value:
        return [refusal(f"‘{source}’ has only £{source.value:,.2f} left.", url=url)]
    return []


@keeps("contribution")
def covers_what_is_allocated(
    contribution: Contribution, before: Contribution | None, by: Person
) -> list[Refusal]:
    """What is allocated from a fund stays paid in: a contribution to it does not fall below that."""
    if before is None or before.fund is None:
        return []
    fund = before.fund
    kept = contribution.value if (contribution.fund_id, contribution.year) == (fund.pk, before.year) else 0
    short = before.value - kept - fund.left(before.year)
    if short <= 0 or kept >= before.value:
        return []
    said = f"£{short:,.2f} of this is allocated for {before.year}/{(before.year + 1) % 100:02d} already."
    return [refusal(said, url=fund.get_absolute_url())]


@performs("funding.allocate", "funding.commit", "funding.reallocate")
@transaction.atomic
def allocate(allocation: Allocation, *, by: Person, decision: Decision | None = None) -> Allocation:
    """Agree an allocation; the fund is locked, so that two agreed at once cannot overspend it.

    What is moved from another allocation is taken off that one, to the penny.
    """
    funds = {one.fund_id: one.fund for one in (allocation, allocation.moved_from) if one is not None}
    for key in sorted(funds):  # two who move money the other way lock them in the same order
        lock(funds[key])
    allocation = lock(allocation)
    source = allocation.moved_from = lock(allocation.moved_from) if allocation.moved_from else None
    refuse_if(obstacles_to_allocating(allocation, by, decision))
    if source is not None:
        move(
            source,
            "allocation.reduce",
            by=by,
            detail={"moved": allocation.value},
            value=source.value - allocation.value,
        )
    return move(allocation, "funding.allocate", by=by, state=Allocation.State.AGREED, agreed_on=clock.today())


@decisions.effect("agree-allocation")
def allocate_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a body's decision on an allocation."""
    allocation = lock(cast(Allocation, decision.item.subject))
    stops = obstacles_to_allocating(allocation, by, decision)
    if not stops:
        allocate(allocation, by=by, decision=decision)
    return stops


@transaction.atomic
def withdraw(allocation: Allocation, *, by: Person, reason: str) -> Allocation:
    """Withdraw an allocation; what was agreed is free again."""
    return move(
        lock(allocation),
        "allocation.withdraw",
        by=by,
        detail={"reason": reason},
        state=Allocation.State.WITHDRAWN,
    )
