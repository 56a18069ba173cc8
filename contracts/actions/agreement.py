"""Bringing agreements into force, extending and ending them; their measures, and the returns they owe."""

import calendar
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from django.db import transaction

from contracts.models import Agreement, Measure, Return
from trusts.actions.record import lock, make, move
from trusts.governance import clock, decisions, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Decision, Person
from trusts.models.pounds import MOST
from trusts.record_words import plain

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
AFTER = timedelta(days=28)
"""Days after a period in which its return is due."""
AHEAD = 12
"""Months for which returns are planned at once."""


def obstacles_to_activating(
    agreement: Agreement, by: Person | None, decision: Decision | None = None
) -> list[Refusal]:
    """Every reason why an agreement does not come into force."""
    if agreement.state != Agreement.State.DRAFT:
        return [refusal(f"This is {agreement.get_state_display().lower()} already.")]
    found = []
    if agreement.specification is not None and agreement.specification.state != "complete":
        url = agreement.specification.get_absolute_url()
        found.append(refusal("Its specification is not complete.", url=url))
    return (
        found
        + _against_its_award(agreement)
        + gates.refusals("agreement.activate", agreement, by=by, decision=decision)
    )


def _against_its_award(agreement: Agreement) -> list[Refusal]:
    """Why an agreement is not what was awarded: nobody has made the award yet, or it went to somebody else."""
    award = agreement.award
    if award is None:
        return []
    if not award.is_done:
        return [refusal(f"The award ‘{award}’ has not been made yet.", url=award.get_absolute_url())]
    if award.provider_id == agreement.provider_id:
        return []
    return [
        refusal(
            f"The award went to ‘{award.provider}’, not to ‘{agreement.provider}’.",
            url=award.get_absolute_url(),
        )
    ]


@performs("agreement.activate")
@transaction.atomic
def activate(agreement: Agreement, *, by: Person, decision: Decision | None = None) -> Agreement:
    """Bring an agreement into force, and plan the returns of its first year."""
    agreement = lock(agreement)
    refuse_if(obstacles_to_activating(agreement, by, decision))
    move(agreement, "agreement.activate", by=by, state=Agreement.State.ACTIVE, activated_on=clock.today())
    plan_returns(agreement, by=by)
    return agreement


@decisions.effect("activate-agreement")
def activate_as_decided(decision: Decision, by: Person) -> list[Refusal]:
    """The effect of a body's decision on an agreement."""
    agreement = lock(cast(Agreement, decision.item.subject))
    stops = obstacles_to_activating(agreement, by, decision)
    if not stops:
        activate(agreement, by=by, decision=decision)
    return stops


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@transaction.atomic
def plan_returns(agreement: Agreement, *, by: Person) -> list[Return]:
    """Plan the returns of the next twelve months, as often as the agreement is monitored; those there stay."""
    step = MONTHS.get(agreement.monitoring_cycle)
    if step is None:
        return []
    last = agreement.returns.order_by("-period_to").first()
    begins = last.period_to + timedelta(days=1) if last else agreement.starts
    until = months_on(clock.today() if last else begins, AHEAD)
    if agreement.ends:
        until = min(until, agreement.ends + timedelta(days=1))
    made: list[Return] = []
    first, number = begins, 0
    while True:
        number += 1
        # Counted from the first day each time, so that 31 January does not drift to the 28th.
        following = months_on(begins, step * number)
        if following > until:
            return made
        ends = following - timedelta(days=1)
        due = agreement.first_monitoring_date if not last and number == 1 else None
        due = due if due and due > ends else ends + AFTER
        owed = Return(title=f"{agreement.title}: to {plain(ends)}"[:200], agreement=agreement, period_from=first,
                      period_to=ends, due_on=due)  # fmt: skip
        made.append(make(owed, trust=agreement.trust, by=by))
        first = following


def obstacles_to_extending(agreement: Agreement, by: Person | None) -> list[Refusal]:
    """Every reason why an agreement is not extended or renewed (DUR-17, GAT-77, GAT-87)."""
    if agreement.state != Agreement.State.ACTIVE:
        return [refusal("Only an agreement in force is extended.")]
    return gates.refusals("agreement.extend", agreement, by=by)


@performs("agreement.extend")
@transaction.atomic
def extend(
    agreement: Agreement, *, by: Person, ends: date, reason: str, added: Decimal | None = None
) -> Agreement:
    """Extend an agreement until a later day, with the value that this adds."""
    agreement = lock(agreement)
    refuse_if(obstacles_to_extending(agreement, by))
    if ends <= (agreement.ends or agreement.starts):
        known = (
            f"runs until {plain(agreement.ends)}"
            if agreement.ends
            else f"begins on {plain(agreement.starts)}"
        )
        refuse_if([refusal(f"It {known} already; give a later day.")])
    value = agreement.value + (added or Decimal(0))
    if value >= MOST:
        refuse_if([refusal("Its value would be more than can be kept; check the value it adds.")])
    move(
        agreement, "agreement.extend", by=by, detail={"reason": reason, "ends": ends, "added": added}, ends=ends,
        value=value,
    )  # fmt: skip
    plan_returns(agreement, by=by)
    return agreement


def obstacles_to_ending(agreement: Agreement, by: Person | None) -> list[Refusal]:
    """Every reason why an agreement does not end."""
    return gates.refusals("agreement.end", agreement, by=by)


@performs("agreement.end")
@transaction.atomic
def end(agreement: Agreement, *, by: Person, reason: str) -> Agreement:
    """End an agreement, with the reason."""
    agreement = lock(agreement)
    refuse_if(obstacles_to_ending(agreement, by))
    return move(
        agreement,
        "agreement.end",
        by=by,
        detail={"reason": reason},
        state=Agreement.State.ENDED,
        ended_on=clock.today(),
    )


def obstacles_to_agreeing_measures(agreement: Agreement, by: Person | None) -> list[Refusal]:
    """Every reason why the headline and core measures are not agreed (GAT-62, GAT-69)."""
    return gates.refusals("measures.agree", agreement, by=by)


@performs("measures.agree")
@transaction.atomic
def agree_measures(agreement: Agreement, *, by: Person) -> Agreement:
    """Agree the headline and core measures of an agreement."""
    agreement = lock(agreement)
    refuse_if(obstacles_to_agreeing_measures(agreement, by))
    return move(agreement, "measures.agree", by=by, measures_agreed_on=clock.today())


def obstacles_to_targeting(measure: Measure, by: Person | None) -> list[Refusal]:
    """Every reason why a target does not stand (BUC-51, DUR-169)."""
    if measure.target is None:
        url = f"{measure.get_absolute_url()}edit/"
        return [refusal("It has no target yet.", url=url), *gates.refusals("service.target", measure, by=by)]
    return gates.refusals("service.target", measure, by=by)


@performs("service.target")
@transaction.atomic
def set_target(measure: Measure, *, by: Person) -> Measure:
    """Set the target of a measure: from now on returns are held against it."""
    measure = lock(measure)
    refuse_if(obstacles_to_targeting(measure, by))
    return move(
        measure, "service.target", by=by, detail={"target": measure.target}, target_set_on=clock.today()
    )
