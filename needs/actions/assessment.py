"""Completing and approving needs assessments."""

from typing import cast

from django.db import transaction

from needs.models import Assessment
from trusts.actions.record import lock, move
from trusts.governance import clock, decisions, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Decision, Person


def obstacles_to_completing(assessment: Assessment, by: Person | None) -> list[Refusal]:
    """Every reason why an assessment is not complete yet."""
    found = []
    if assessment.state != Assessment.State.DRAFT:
        found.append(refusal(f"This is {assessment.get_state_display().lower()} already."))
    elif not assessment.findings.exists():
        found.append(refusal("It has no finding yet: an assessment says what it found."))
    return found + gates.refusals("assessment.complete", assessment, by=by)


@performs("assessment.complete")
@transaction.atomic
def complete(assessment: Assessment, *, by: Person) -> Assessment:
    """Complete an assessment; its details and findings stand from now on."""
    assessment = lock(assessment)
    refuse_if(obstacles_to_completing(assessment, by))
    return move(
        assessment, "assessment.complete", by=by, state=Assessment.State.COMPLETE, completed_on=clock.today()
    )


@transaction.atomic
def reopen(assessment: Assessment, *, by: Person, reason: str) -> Assessment:
    """Open a completed assessment again, with a reason."""
    assessment = lock(assessment)
    if assessment.state != Assessment.State.COMPLETE:
        refuse_if([refusal("Only an assessment that is complete, and not approved, is opened again.")])
    return move(
        assessment,
        "assessment.reopen",
        by=by,
        detail={"reason": reason},
        state=Assessment.State.DRAFT,
        completed_on=None,
    )


@decisions.effect("approve-assessment")
def approve_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a body's approval."""
    assessment = lock(cast(Assessment, decision.item.subject))
    if assessment.state != Assessment.State.COMPLETE:
        return [refusal("The assessment is not complete, so it is not marked as approved.")]
    move(assessment, "assessment.approve", by=by, state=Assessment.State.APPROVED)
    return []
