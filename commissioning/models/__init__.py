"""The records of the cycle: exercises and how they walk the trust's steps."""

from commissioning.models.exercise import Exercise, Mark
from commissioning.models.step import Entry, Movement, StepRecord

__all__ = ["Entry", "Exercise", "Mark", "Movement", "StepRecord"]
