"""Submitting and approving plans and their lines; recommendations from one body to another."""

from typing import cast

from django.db import transaction

from commissioning.models import Intention, Option, Plan, Recommendation
from needs.actions.priority import agree as agree_priority
from needs.actions.priority import obstacles_to_agreeing
from needs.models import Priority
from trusts.actions.record import lock, move
from trusts.governance import clock, decisions, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Decision, Person


def obstacles_to_submitting(plan: Plan, by: Person | None) -> list[Refusal]:
    """Every reason why a plan is not submitted (DUR-156)."""
    if plan.state != Plan.State.DRAFT:
        return [refusal(f"This is {plan.get_state_display().lower()} already.")]
    return gates.refusals("plan.submit", plan, by=by)


@performs("plan.submit")
@transaction.atomic
def submit(plan: Plan, *, by: Person) -> Plan:
    """Submit a plan: it stands as it is until the body has decided."""
    plan = lock(plan)
    refuse_if(obstacles_to_submitting(plan, by))
    return move(plan, "plan.submit", by=by, state=Plan.State.SUBMITTED, submitted_on=clock.today())


@transaction.atomic
def take_back(plan: Plan, *, by: Person, reason: str) -> Plan:
    """Take a submitted plan back to work on it, with the reason."""
    return move(lock(plan), "plan.take-back", by=by, detail={"reason": reason}, state=Plan.State.DRAFT)


def obstacles_to_approving(plan: Plan, by: Person | None, decision: Decision | None = None) -> list[Refusal]:
    """Every reason why a plan is not approved (DUR-158, DUR-164, BUC-41)."""
    found = []
    if plan.state == Plan.State.DRAFT:
        found.append(refusal("It has not been submitted yet."))
    elif plan.state != Plan.State.SUBMITTED:
        return [refusal(f"This is {plan.get_state_display().lower()} already.")]
    return found + gates.refusals("plan.approve", plan, by=by, decision=decision)


@performs("plan.approve")
@transaction.atomic
def approve(plan: Plan, *, by: Person, decision: Decision | None = None) -> Plan:
    """Approve a plan."""
    plan = lock(plan)
    refuse_if(obstacles_to_approving(plan, by, decision))
    return move(plan, "plan.approve", by=by, state=Plan.State.APPROVED, approved_on=clock.today())


@decisions.effect("approve-plan")
def approve_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a body's approval: the plan, and the proposed priorities it lists, agreed as one set (MED-6).

    Where one of its priorities may not be agreed, the reasons are told and nothing of the set is.
    """
    plan = lock(cast(Plan, decision.item.subject))
    proposed = [lock(one) for one in plan.priorities.filter(state=Priority.State.PROPOSED).order_by("pk")]
    able = "agrees-priorities" in decision.item.blueprint.framework.capabilities(decision.body.type)
    stops = obstacles_to_approving(plan, by, decision)
    if able:
        for priority in proposed:
            stops += obstacles_to_agreeing(priority, by, decision)
    if stops:
        return stops
    approve(plan, by=by, decision=decision)
    for priority in proposed if able else ():
        agree_priority(priority, by=by, decision=decision)
    return []


@transaction.atomic
def end(plan: Plan, *, by: Person, reason: str) -> Plan:
    """End a plan before its period is over."""
    return move(lock(plan), "plan.end", by=by, detail={"reason": reason}, state=Plan.State.ENDED)


def obstacles_to_submitting_intention(intention: Intention, by: Person | None) -> list[Refusal]:
    """Every reason why an intention is not submitted (DUR-67, DUR-72, DUR-75)."""
    if intention.state != Intention.State.DRAFT:
        return [refusal("This is submitted already.")]
    return gates.refusals("intention.submit", intention, by=by)


@performs("intention.submit")
@transaction.atomic
def submit_intention(intention: Intention, *, by: Person) -> Intention:
    """Submit one line of a plan."""
    intention = lock(intention)
    refuse_if(obstacles_to_submitting_intention(intention, by))
    return move(intention, "intention.submit", by=by, state=Intention.State.SUBMITTED)


@transaction.atomic
def reopen_intention(intention: Intention, *, by: Person, reason: str) -> Intention:
    """Work on a submitted line again, while its plan is not decided."""
    intention = lock(intention)
    if intention.plan.is_done:
        refuse_if(
            [refusal("Its plan is approved, so the line stands.", url=intention.plan.get_absolute_url())]
        )
    return move(intention, "intention.reopen", by=by, detail={"reason": reason}, state=Intention.State.DRAFT)


@transaction.atomic
def choose(option: Option, *, by: Person) -> Option:
    """Recommend one option of an intention; another that was recommended no longer is."""
    lock(option.intention)
    for other in Option.objects.filter(intention=option.intention, chosen=True).exclude(pk=option.pk):
        move(other, "option.unchoose", by=by, chosen=False)
    return move(lock(option), "option.choose", by=by, chosen=True)


def obstacles_to_recommending(recommendation: Recommendation, by: Person | None) -> list[Refusal]:
    """Every reason why a recommendation is not made (MED-10)."""
    return gates.refusals("recommendation.make", recommendation, by=by)


@performs("recommendation.make")
@transaction.atomic
def recommend(recommendation: Recommendation, *, by: Person) -> Recommendation:
    """Make a recommendation."""
    recommendation = lock(recommendation)
    refuse_if(obstacles_to_recommending(recommendation, by))
    return move(recommendation, "recommendation.make", by=by, state=Recommendation.State.MADE)


@transaction.atomic
def answer(recommendation: Recommendation, *, by: Person, answer: str) -> Recommendation:
    """Keep what the body answered."""
    return move(
        lock(recommendation), "recommendation.answer", by=by, state=Recommendation.State.ANSWERED, answer=answer,
        answered_on=clock.today(),
    )  # fmt: skip
