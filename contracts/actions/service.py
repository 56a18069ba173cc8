"""Starting, running down and ending services."""

from django.db import transaction

from contracts.models import Service
from trusts.actions.record import lock, move
from trusts.governance import clock, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Person


def obstacles_to_delivering(service: Service, by: Person | None) -> list[Refusal]:
    """Every reason why a service does not start."""
    found = [] if service.provider_id else [refusal("It names no provider, so nobody would deliver it.")]
    return found + gates.refusals("service.deliver", service, by=by)


@performs("service.deliver")
@transaction.atomic
def deliver(service: Service, *, by: Person) -> Service:
    """Start delivery of a service."""
    service = lock(service)
    refuse_if(obstacles_to_delivering(service, by))
    starts = service.starts or clock.today()
    return move(service, "service.deliver", by=by, state=Service.State.RUNNING, starts=starts)


def obstacles_to_ending(service: Service, by: Person | None) -> list[Refusal]:
    """Every reason why the end of a service cannot be proposed (GAT-165)."""
    return gates.refusals("decommission.propose", service, by=by)


@performs("decommission.propose")
@transaction.atomic
def propose_to_end(service: Service, *, by: Person, reason: str) -> Service:
    """Propose to decommission a service, with the reason; its agreements are not renewed meanwhile."""
    service = lock(service)
    refuse_if(obstacles_to_ending(service, by))
    return move(
        service, "service.propose-to-end", by=by, detail={"reason": reason}, state=Service.State.ENDING
    )


@transaction.atomic
def keep(service: Service, *, by: Person, reason: str) -> Service:
    """Withdraw the proposal to decommission a service."""
    return move(lock(service), "service.keep", by=by, detail={"reason": reason}, state=Service.State.RUNNING)


@transaction.atomic
def end(service: Service, *, by: Person, reason: str) -> Service:
    """End a service that was to be decommissioned; refused while an agreement for it is in force."""
    service = lock(service)
    refuse_if(obstacles_to_stopping(service, by))
    return move(
        service,
        "service.end",
        by=by,
        detail={"reason": reason},
        state=Service.State.ENDED,
        ends=clock.today(),
    )


def obstacles_to_stopping(service: Service, by: Person | None) -> list[Refusal]:
    """Agreements still in force."""
    return [
        refusal(f"‘{agreement}’ is still in force.", url=agreement.get_absolute_url())
        for agreement in service.agreements.filter(state="active").select_related("trust")
    ]
