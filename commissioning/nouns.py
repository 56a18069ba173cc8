"""The kinds of record of the cycle: exercises and what they work on."""

from commissioning.models import Exercise
from commissioning.models.work import FIELDS
from trusts.nouns import Noun, register

EXERCISE = Noun(model=Exercise, edit_act="exercise.work", beside=tuple(FIELDS.values()))

register(EXERCISE)
