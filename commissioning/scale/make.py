"""Making invented trusts: new ones only, so that nothing invented ever stands among what is real."""

import random
import re
from collections.abc import Iterator

from django.db import transaction

from commissioning.scale.buying import buy
from commissioning.scale.cycle import exercises
from commissioning.scale.ground import frameworks, lay
from commissioning.scale.hand import Hand
from commissioning.scale.money import means
from commissioning.scale.need import needs
from commissioning.scale.plan import plans
from commissioning.scale.watching import watch
from trusts.models import Trust

PREFIX = "trial-"
AGREEMENTS = 133
"""How many agreements a trust has at scale 1: 150 trusts have some 20,000."""


def generate(*, trusts: int, scale: float, seed: int) -> Iterator[Trust]:
    """Make so many trusts, one transaction each; the same seed makes the same records of a trust on the same day."""
    first = _last_number() + 1
    for number in range(first, first + trusts):
        yield make_trust(number, scale=scale, seed=seed)


@transaction.atomic
def make_trust(number: int, *, scale: float, seed: int) -> Trust:
    """One trust with records of every kind, from evidence to review; a share of the links between them is left out."""
    code = f"{PREFIX}{number:03}"
    rng = random.Random(f"{seed} {code}")  # noqa: S311 (chance that can be repeated is the point)
    files = frameworks()
    ground = lay(code, f"Trial trust {number:03}", files[(number - 1) % len(files)], rng)
    hand = Hand(ground, rng, max(3, round(AGREEMENTS * scale)))
    evidence, _, priorities = needs(hand)
    paid = means(hand, priorities)
    specified, agreed = buy(hand, paid, priorities)
    measures = watch(hand, specified, agreed, paid, evidence)
    planned = plans(hand, priorities, specified, measures)
    exercises(hand, priorities, planned, specified, agreed)
    return ground.trust


def _last_number() -> int:
    codes = Trust.objects.filter(code__startswith=PREFIX).values_list("code", flat=True)
    return max(
        (int(code.removeprefix(PREFIX)) for code in codes if re.fullmatch(rf"{PREFIX}\d+", code)), default=0
    )
