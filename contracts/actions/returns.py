"""Filing returns, and rating them."""

from decimal import Decimal

from django.db import transaction

from contracts.models import Return, ReturnLine
from trusts.actions.message import tell
from trusts.actions.record import lock, move
from trusts.governance import clock
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.models import Person


def obstacles_to_filing(owed: Return, by: Person | None) -> list[Refusal]:
    """A return is filed once its period is over, and until it is accepted."""
    if owed.period_to >= clock.today():
        day = owed.period_to
        return [refusal(f"Its period ends on {day.day} {day:%B %Y}; it can be filed after that.")]
    return []


@transaction.atomic
def file(owed: Return, *, by: Person, lines: dict[int, tuple[Decimal | None, str]], comment: str,
         spent: Decimal | None = None) -> Return:  # fmt: skip
    """File a return: a figure and a note for each measure; whoever monitors the agreement is told."""
    owed = lock(owed)
    if owed.state == Return.State.ACCEPTED:
        refuse_if([refusal("This return is accepted, so it no longer changes.")])
    refuse_if(obstacles_to_filing(owed, by))
    known = {measure.pk: measure for measure in owed.agreement.all_measures()}
    for key, (value, note) in lines.items():
        if key in known:
            ReturnLine.objects.update_or_create(
                filed=owed, measure=known[key], defaults={"value": value, "note": note}
            )
    if owed.agreement.officer is not None:
        tell(
            trust=owed.trust, to=owed.agreement.officer, subject=f"Filed: {owed.title}"[:200],
            body=f"{by.name} filed it. Read it and rate it.", url=owed.get_absolute_url(),
        )  # fmt: skip
    return move(
        owed,
        "return.file",
        by=by,
        state=Return.State.FILED,
        filed_on=clock.today(),
        comment=comment,
        spent=spent,
    )


@transaction.atomic
def accept(filed: Return, *, by: Person, rating: str, judgement: str) -> Return:
    """Accept a return, with the trust's rating."""
    filed = lock(filed)
    if filed.state != Return.State.FILED:
        refuse_if([refusal("Only a return that has been filed is rated.")])
    return move(
        filed, "return.accept", by=by, detail={"rating": rating}, state=Return.State.ACCEPTED, rating=rating,
        judgement=judgement,
    )  # fmt: skip


@transaction.atomic
def query(filed: Return, *, by: Person, reason: str) -> Return:
    """Send a return back with a question."""
    filed = lock(filed)
    if filed.state != Return.State.FILED:
        refuse_if([refusal("Only a return that has been filed is sent back.")])
    return move(
        filed, "return.query", by=by, detail={"reason": reason}, state=Return.State.QUERIED, judgement=reason
    )
