"""The kinds of record of the cycle: exercises and what they work on."""

from commissioning.models import Exercise
from trusts.nouns import Noun, register

EXERCISE = Noun(
    model=Exercise,
    edit_act="exercise.edit",
    beside=(
        "evidence", "participation", "assessments", "priorities", "plans", "intentions", "services", "funds",
        "specifications", "procurements", "agreements", "reviews",
    ),
)  # fmt: skip

register(EXERCISE)
