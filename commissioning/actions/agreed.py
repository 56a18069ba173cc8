"""What a body agreed about an exercise stays as it agreed it, until it is asked again."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from commissioning.models import Exercise
from trusts.governance.refusal import Refusal, refusal
from trusts.models import Item
from trusts.record_words import money, plain

MONEY = {
    "allocates", "agrees-resources", "commits", "reallocates", "determines-funding", "sanctions", "awards",
    "confirms-awards",
}  # fmt: skip
"""The capabilities whose decisions rest on what something costs."""


@dataclass(frozen=True)
class Terms:
    """What bodies rely on when they agree something about an exercise."""

    value: Decimal | None
    levels: dict[str, str]
    owner: int
    localities: frozenset[int]

    @classmethod
    def of(cls, exercise: Exercise) -> "Terms":
        """Those of an exercise as it is now."""
        places = frozenset(place.pk for place in exercise.all("localities"))
        return cls(exercise.value, exercise.levels, exercise.owner_id, places)


def obstacles_to_departing(agreed: Terms, exercise: Exercise) -> list[Refusal]:
    """Every approval that stands against what an exercise would be now: on other terms it must be asked again."""
    return [found for item in exercise.approvals() for found in _against(item, exercise, agreed)]


def _against(item: Item, exercise: Exercise, agreed: Terms) -> Iterator[Refusal]:
    """What one approval says against it."""
    framework, now = exercise.framework, Terms.of(exercise)
    kind = framework.decisions[item.kind]
    differs = {
        framework.word("level"): agreed.levels != now.levels,
        "owner": agreed.owner != now.owner,
        framework.word("locality"): agreed.localities != now.localities,
    }
    changes = " and ".join(name for name in differs if differs[name])
    said = f"{item.body.name} agreed ‘{kind.label}’ on {plain(item.decision.decided_on)}"
    more = {
        "remedy": f"Go back to ‘{framework.step(item.step).label}’ with a reason, change it, and ask again.",
        "url": reverse("step-back", args=[exercise.trust.code, exercise.number, item.step]),
    }
    if changes:
        yield refusal(f"{said}, so its {changes} cannot change while that stands.", **more)
    rises = now.value is not None and now.value > (agreed.value or 0)
    if rises and kind.capability in MONEY:
        was = f"at {money(agreed.value)}" if agreed.value is not None else "with no value known"
        yield refusal(f"{said} {was}, so the value cannot be {money(now.value)} while that stands.", **more)
