"""Invented watching: measures, returns with their figures, reviews, deficits, interventions, vetoes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from commissioning.scale.hand import BATCH, Hand
from commissioning.scale.money import Means
from commissioning.scale.words import INVENTED, LACKS, MEASURED, UNITS
from contracts.models import (
    Agreement,
    Deficit,
    Intervention,
    Measure,
    Return,
    ReturnLine,
    Review,
    Specification,
    Veto,
)
from needs.models import Evidence

PERIODS = 10
"""How many quarters are reported at most."""
QUARTER = timedelta(days=91)


def watch(hand: Hand, specified: list[Specification], agreed: list[Agreement], means: Means,
          evidence: list[Evidence]) -> list[Measure]:  # fmt: skip
    """What is measured, what was reported, and what followed from it."""
    measures = hand.write(Measure, (_measure(hand, one, kind) for one in agreed for kind in MEASURED))
    own: dict[int, list[Measure]] = {}
    for measure in measures:
        own.setdefault(measure.agreement_id, []).append(measure)
    returns = hand.write(
        Return, (row for one in agreed if one.state != "draft" for row in _returns(hand, one))
    )
    ReturnLine.objects.bulk_create(
        (line for one in returns if one.state in ("filed", "accepted") for line in _lines(hand, one, own[one.agreement_id])),
        batch_size=BATCH,
    )  # fmt: skip
    _follow(hand, agreed, returns, means, evidence)
    hand.write(Veto, (_veto(hand, specified, means, n) for n in range(hand.count(0.015))))
    return measures


def _measure(hand: Hand, one: Agreement, quadrant: str) -> dict[str, Any]:
    baseline = hand.rng.randint(20, 200)
    return {
        "title": f"{MEASURED[quadrant]}: {one.title.lower()}"[:200], "agreement": one, "quadrant": quadrant,
        "specification": one.specification, "unit": hand.chance(UNITS), "baseline": baseline, "target": round(baseline * 1.3),
        "target_date": one.ends, "target_set_on": one.starts, "headline": quadrant == "quantity-effect",
        "core": quadrant == "quantity-effort", "agreed_with": ["families", "provider"], "outcomes": one.outcomes,
    }  # fmt: skip


def _returns(hand: Hand, one: Agreement) -> list[dict[str, Any]]:
    """A return for each quarter that has passed, the oldest first."""
    until = min(hand.today, one.ends)
    passed = min(PERIODS, (until - one.starts) // QUARTER)
    first = until - passed * QUARTER
    return [_return(hand, one, first + n * QUARTER, newest=n == passed - 1) for n in range(passed)]


def _return(hand: Hand, one: Agreement, begins: date, *, newest: bool) -> dict[str, Any]:
    state = hand.chance(["accepted", "accepted", "filed", "due", "queried"]) if newest else "accepted"
    ends = begins + QUARTER - timedelta(days=1)
    due = ends + timedelta(days=28)
    said = state in ("filed", "accepted")
    return {
        "title": f"Return for the quarter to {ends.day} {ends:%B %Y}", "agreement": one, "state": state, "period_from": begins,
        "period_to": ends, "due_on": due, "filed_on": due - timedelta(days=hand.rng.randint(0, 20)) if said else None,
        "spent": hand.money(1_000, 90_000) if said else None, "rating": hand.chance(Return.Rating.values) if state == "accepted" else "",
        "comment": INVENTED if said else "",
    }  # fmt: skip


def _lines(hand: Hand, one: Return, measures: list[Measure]) -> list[ReturnLine]:
    """A figure for each measure; now and then none could be given."""
    return [
        ReturnLine(filed=one, measure=m, value=None if hand.broken() else Decimal(m.baseline) + hand.rng.randint(-10, 60))
        for m in measures
    ]  # fmt: skip


def _follow(
    hand: Hand, agreed: list[Agreement], returns: list[Return], means: Means, evidence: list[Evidence]
) -> None:
    """Reviews of every fifth agreement, whose lessons are evidence again; deficits, and where a body stepped in."""
    by_agreement: dict[int, list[Return]] = {}
    for one in returns:
        by_agreement.setdefault(one.agreement_id, []).append(one)
    reviews = hand.write(Review, (_review(hand, one) for one in agreed[::5]))
    hand.link(Review, "returns", ((r, f) for r in reviews for f in by_agreement.get(r.agreement_id, [])[:2]))
    hand.link(Review, "evidence", ((r, hand.chance(evidence)) for r in reviews if r.state == "closed"))
    fallen = [one for one in agreed if by_agreement.get(one.pk)][::8]
    deficits = hand.write(Deficit, (_deficit(hand, one, by_agreement[one.pk][-1]) for one in fallen))
    steps = [d for d in deficits if d.agreement.service_id][:: max(1, len(deficits) // hand.count(0.02))]
    hand.write(Intervention, (_intervention(hand, one) for one in steps))


def _review(hand: Hand, one: Agreement) -> dict[str, Any]:
    opened, closed = hand.ago(40, 400), hand.rng.random() < 0.7
    return {
        "title": f"Review of {one.title.lower()}"[:200], "sort": "contract", "agreement": one, "opened_on": opened,
        "state": "closed" if closed else "open", "closed_on": opened + timedelta(days=35) if closed else None,
        "conclusion": hand.chance(Review.Conclusion.values) if closed else "", "concluded": INVENTED if closed else "",
        "baseline_story": INVENTED, "what_works": INVENTED, "outcomes": one.outcomes,
    }  # fmt: skip


def _deficit(hand: Hand, one: Agreement, filed: Return) -> dict[str, Any]:
    closed = hand.rng.random() < 0.5
    return {
        "title": f"Families {hand.chance(LACKS)}", "sort": hand.chance(Deficit.Sort.values), "agreement": one, "filed": filed,
        "state": "closed" if closed else "open", "found_on": filed.due_on, "due_on": filed.due_on + timedelta(days=90),
        "alert": INVENTED, "agreed_plan": INVENTED, "support": INVENTED,
        "closed_on": filed.due_on + timedelta(days=60) if closed else None, "closing": INVENTED if closed else "",
    }  # fmt: skip


def _intervention(hand: Hand, one: Deficit) -> dict[str, Any]:
    return {
        "title": f"Intervention: {one.title.lower()}"[:200], "service": one.agreement.service, "deficit": one,
        "state": hand.chance(["proposed", "open", "closed"]), "steps": INVENTED, "opened_on": one.due_on,
    }  # fmt: skip


def _veto(hand: Hand, specified: list[Specification], means: Means, number: int) -> dict[str, Any]:
    recorded = hand.ago(50, 300)
    state = "in-force" if number == 0 else "lifted"
    return {
        "title": f"Veto {number + 1}", "state": state, "service": means.services[-1 - number % len(means.services)],
        "recorded_on": recorded, "lifted_on": recorded + timedelta(days=40) if state == "lifted" else None,
    }  # fmt: skip
