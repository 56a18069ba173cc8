"""Invented plans: their lines, the options looked at, what bodies recommend to one another."""

from datetime import timedelta
from typing import Any

from commissioning.models import Intention, Option, Plan, Recommendation
from commissioning.scale.hand import Hand
from commissioning.scale.words import INVENTED
from contracts.models import Measure, Specification
from needs.models import Assessment, Priority


def plans(
    hand: Hand, priorities: list[Priority], specified: list[Specification], measures: list[Measure]
) -> list[Plan]:
    """Plans whose lines lead from priorities to what was specified, and to the measures of it."""
    made = hand.write(Plan, (_plan(hand, n) for n in range(hand.count(0.03))))
    hand.place(Plan, made)
    complete = list(
        Assessment.objects.filter(trust=hand.ground.trust).exclude(state="draft").order_by("number")
    )
    hand.link(Plan, "assessments", ((p, hand.chance(complete)) for p in made))
    hand.link(Plan, "priorities", ((p, one) for p in made for one in hand.some(priorities, 5)))
    served = specified[::2]
    lines = hand.write(
        Intention, (_intention(hand, one, hand.chance(made), hand.chance(priorities)) for one in served)
    )
    hand.place(Intention, lines)
    hand.link(
        Intention,
        "specifications",
        ((i, one) for i, one in zip(lines, served, strict=True) if not hand.broken()),
    )
    of = {measure.specification_id: measure for measure in measures}
    hand.link(
        Intention,
        "measures",
        ((i, of[one.pk]) for i, one in zip(lines, served, strict=True) if one.pk in of and not hand.broken()),
    )
    hand.write(Option, (row for one in lines for row in _options(hand, one)))
    hand.write(Recommendation, (_recommendation(hand, hand.chance(made)) for _ in range(hand.count(0.05))))
    return made  # fmt: skip


def _plan(hand: Hand, number: int) -> dict[str, Any]:
    begins = hand.ago(100, 700)
    state = (
        "approved" if number == 0 else hand.chance(["approved", "approved", "submitted", "draft", "ended"])
    )
    sort = hand.code("plan_types", "plan")
    kind = next((one for one in hand.framework.framework.plan_types if one.code == sort), None)
    return {
        "title": f"Plan {number + 1}: {hand.title().lower()}", "state": state, "sort": sort, "period_from": begins,
        "period_to": begins + timedelta(days=1094), "approved_on": begins if state in ("approved", "ended") else None,
        "submitted_on": begins - timedelta(days=20) if state != "draft" else None,
        "sections": {section.code: INVENTED for section in (kind.sections if kind else ())},
    }  # fmt: skip


def _intention(hand: Hand, one: Specification, plan: Plan, priority: Priority) -> dict[str, Any]:
    return {
        "title": one.title, "state": "draft" if plan.state == "draft" else "submitted", "plan": plan,
        "priority": None if hand.broken() else priority, "gap": INVENTED, "timetable": INVENTED, "inputs": INVENTED,
        "value": one.value / 3, "county_wide": hand.rng.random() < 0.3, "outcomes": one.outcomes,
    }  # fmt: skip


def _options(hand: Hand, one: Intention) -> list[dict[str, Any]]:
    return [
        {"title": f"{words}: {one.title.lower()}"[:200], "intention": one, "value": one.value, "chosen": chosen,
         "benefits": INVENTED, "risks": INVENTED, "impact": INVENTED}
        for words, chosen in (("Buy it together", True), ("Leave it as it is", False))
    ]  # fmt: skip


def _recommendation(hand: Hand, plan: Plan) -> dict[str, Any]:
    state = hand.chance(["draft", "made", "answered"])
    return {
        "title": f"Do more: {hand.title().lower()}", "state": state, "maker": hand.chance(hand.ground.bodies),
        "to": hand.chance(hand.ground.bodies), "plan": plan, "impact": INVENTED, "due_on": hand.today + timedelta(days=90),
        "lead_partner": hand.chance(hand.ground.organisations), "answer": INVENTED if state == "answered" else "",
        "answered_on": hand.ago(5, 60) if state == "answered" else None,
    }  # fmt: skip
