"""Proposing, agreeing and ending priorities."""

from typing import cast

from django.db import transaction

from needs.models import Priority
from trusts.actions.record import lock, move
from trusts.governance import clock, decisions, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Decision, Person


def obstacles_to_proposing(priority: Priority, by: Person | None) -> list[Refusal]:
    """Every reason why a priority cannot be proposed yet."""
    if priority.state != Priority.State.DRAFT:
        return [refusal(f"This is {priority.get_state_display().lower()} already.")]
    return gates.refusals("priority.propose", priority, by=by)


@performs("priority.propose")
@transaction.atomic
def propose(priority: Priority, *, by: Person) -> Priority:
    """Propose a priority, so that a body can be asked to agree it."""
    priority = lock(priority)
    refuse_if(obstacles_to_proposing(priority, by))
    return move(priority, "priority.propose", by=by, state=Priority.State.PROPOSED)


def obstacles_to_agreeing(
    priority: Priority, by: Person | None, decision: Decision | None = None
) -> list[Refusal]:
    """Every reason why a priority does not count as agreed (MED-6, DUR-9, BUC-61)."""
    found = []
    if priority.state == Priority.State.DRAFT:
        found.append(refusal("It has not been proposed yet."))
    elif priority.state != Priority.State.PROPOSED:
        return [refusal(f"This is {priority.get_state_display().lower()} already.")]
    return found + gates.refusals("priority.agree", priority, by=by, decision=decision)


@performs("priority.agree")
@transaction.atomic
def agree(priority: Priority, *, by: Person, decision: Decision | None = None) -> Priority:
    """Mark a priority as agreed: once a body has decided it, where the framework says so."""
    priority = lock(priority)
    refuse_if(obstacles_to_agreeing(priority, by, decision))
    return move(priority, "priority.agree", by=by, state=Priority.State.AGREED, agreed_on=clock.today())


@transaction.atomic
def end(priority: Priority, *, by: Person, reason: str) -> Priority:
    """End a priority, with the reason: reached, overtaken, or given up."""
    priority = lock(priority)
    if priority.state == Priority.State.ENDED:
        refuse_if([refusal("This has ended already.")])
    return move(priority, "priority.end", by=by, detail={"reason": reason}, state=Priority.State.ENDED)


@decisions.effect("agree-priority")
def agree_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a body's decision to agree a priority."""
    priority = cast(Priority, decision.item.subject)
    stops = obstacles_to_agreeing(lock(priority), by, decision)
    if not stops:
        agree(priority, by=by, decision=decision)
    return stops
