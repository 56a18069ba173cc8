"""Approving providers against the trust's standards, and their places on select lists."""

from django.db import transaction

from contracts.models import Listing, Provider
from trusts.actions.record import lock, move
from trusts.governance import clock, gates
from trusts.governance.refusal import Refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Person


def obstacles_to_approving(provider: Provider, by: Person | None) -> list[Refusal]:
    """Every reason why a provider is not approved (GAT-80 to GAT-89)."""
    return gates.refusals("provider.approve", provider, by=by)


@performs("provider.approve")
@transaction.atomic
def approve(provider: Provider, *, by: Person) -> Provider:
    """Approve a provider."""
    provider = lock(provider)
    refuse_if(obstacles_to_approving(provider, by))
    return move(provider, "provider.approve", by=by, state=Provider.State.APPROVED, approved_on=clock.today())


@transaction.atomic
def suspend(provider: Provider, *, by: Person, reason: str) -> Provider:
    """Suspend a provider, with the reason."""
    return move(
        lock(provider), "provider.suspend", by=by, detail={"reason": reason}, state=Provider.State.SUSPENDED
    )


def obstacles_to_changing_list(listing: Listing, by: Person | None) -> list[Refusal]:
    """Every reason why this person does not change this list (DUR-27)."""
    return gates.refusals("select-list.change", listing, by=by)


def _change(listing: Listing, by: Person, state: str, reason: str) -> Listing:
    listing = lock(listing)
    refuse_if(obstacles_to_changing_list(listing, by))
    return move(listing, "select-list.change", by=by, detail={"reason": reason}, state=state)


@performs("select-list.change")
@transaction.atomic
def suspend_listing(listing: Listing, *, by: Person, reason: str) -> Listing:
    """Suspend a place on a select list."""
    return _change(listing, by, Listing.State.SUSPENDED, reason)


@transaction.atomic
def restore_listing(listing: Listing, *, by: Person) -> Listing:
    """Make a place on a select list active again."""
    return _change(listing, by, Listing.State.ACTIVE, "")


@transaction.atomic
def remove_listing(listing: Listing, *, by: Person, reason: str) -> Listing:
    """Take a provider off a select list; its place stays on record."""
    return _change(listing, by, Listing.State.REMOVED, reason)
