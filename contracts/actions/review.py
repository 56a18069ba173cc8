"""Closing reviews: what follows, and what the next round learns from it."""

from django.db import transaction

from contracts.models import Review
from needs.models import Evidence
from trusts.actions.record import lock, make, move
from trusts.governance import clock, gates
from trusts.governance.refusal import Refusal, refusal, refuse_if
from trusts.governance.transitions import performs
from trusts.models import Person


def obstacles_to_closing(review: Review, by: Person | None) -> list[Refusal]:
    """Every reason why a review is not closed."""
    if review.state != Review.State.OPEN:
        return [refusal("This is closed already.")]
    return gates.refusals("review.close", review, by=by)


@performs("review.close", "recommission.decide")
@transaction.atomic
def close(review: Review, *, by: Person, conclusion: str, concluded: str) -> Review:
    """Close a review with what follows; what it showed becomes evidence for the next round."""
    review = lock(review)
    refuse_if(obstacles_to_closing(review, by))
    if conclusion == Review.Conclusion.RECOMMISSION:
        refuse_if(gates.refusals("recommission.decide", review, by=by))
    shown = Evidence(
        title=f"Review: {review.title}"[:200], sort=Evidence.Kind.PROFESSIONAL, summary=concluded,
        source=f"Review {review.number} of {review.trust.name}"[:300], dated=clock.today(), outcomes=review.outcomes,
        method="Review of what was commissioned",
    )  # fmt: skip
    make(shown, trust=review.trust, by=by)
    review.evidence.add(shown)
    return move(
        review, "review.close", by=by, detail={"conclusion": conclusion}, state=Review.State.CLOSED,
        conclusion=conclusion, concluded=concluded, closed_on=clock.today(),
    )  # fmt: skip
