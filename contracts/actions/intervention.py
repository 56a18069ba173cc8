"""What happens when a service falls short: deficits, interventions, vetoes."""

from typing import cast

from django.db import transaction

from contracts.models import Deficit, Intervention, Veto
from trusts.actions.record import lock, move
from trusts.governance import clock, decisions, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Decision, Person


def obstacles_to_closing_deficit(deficit: Deficit, by: Person | None) -> list[Refusal]:
    """Every reason why a problem or a deficit is not closed (DUR-190, DUR-191)."""
    transition = "problem.close" if deficit.sort == Deficit.Sort.PROBLEM else "deficit.close"
    return gates.refusals(transition, deficit, by=by)


@performs("problem.close", "deficit.close")
@transaction.atomic
def close_deficit(deficit: Deficit, *, by: Person, closing: str) -> Deficit:
    """Close a problem or a deficit, saying how it was mended."""
    deficit = lock(deficit)
    refuse_if(obstacles_to_closing_deficit(deficit, by))
    return move(
        deficit, "deficit.close", by=by, detail={"reason": closing}, state=Deficit.State.CLOSED,
        closed_on=clock.today(), closing=closing,
    )  # fmt: skip


def obstacles_to_intervening(
    intervention: Intervention, by: Person | None, decision: Decision | None = None
) -> list[Refusal]:
    """Every reason why an intervention is not opened (DUR-15)."""
    if intervention.state != Intervention.State.PROPOSED:
        return [refusal(f"This is {intervention.get_state_display().lower()} already.")]
    return gates.refusals("intervention.open", intervention, by=by, decision=decision)


@performs("intervention.open")
@transaction.atomic
def open_intervention(
    intervention: Intervention, *, by: Person, decision: Decision | None = None
) -> Intervention:
    """Open an intervention: once the body that intervenes has decided it, where the framework says so."""
    intervention = lock(intervention)
    refuse_if(obstacles_to_intervening(intervention, by, decision))
    return move(
        intervention, "intervention.open", by=by, state=Intervention.State.OPEN, opened_on=clock.today()
    )


@decisions.effect("open-intervention")
def open_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a body's decision to intervene."""
    intervention = lock(cast(Intervention, decision.item.subject))
    stops = obstacles_to_intervening(intervention, by, decision)
    if not stops:
        open_intervention(intervention, by=by, decision=decision)
    return stops


@transaction.atomic
def close_intervention(intervention: Intervention, *, by: Person, closing: str) -> Intervention:
    """Close an intervention, saying how it ended."""
    return move(
        lock(intervention), "intervention.close", by=by, detail={"reason": closing},
        state=Intervention.State.CLOSED, closed_on=clock.today(), closing=closing,
    )  # fmt: skip


@performs("veto.record")
@decisions.effect("record-veto")
def veto_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a body's veto: nothing for that service is awarded, begun or extended (DUR-17)."""
    veto = lock(cast(Veto, decision.item.subject))
    stops = gates.refusals("veto.record", veto, by=by, decision=decision)
    if not stops:
        move(veto, "veto.record", by=by, state=Veto.State.IN_FORCE, recorded_on=clock.today(), lifted_on=None)
    return stops


@decisions.effect("lift-veto")
def lift_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a body's decision to lift its veto."""
    veto = lock(cast(Veto, decision.item.subject))
    if veto.state != Veto.State.IN_FORCE:
        return [refusal("This veto is not in force.")]
    move(veto, "veto.lift", by=by, state=Veto.State.LIFTED, lifted_on=clock.today())
    return []
