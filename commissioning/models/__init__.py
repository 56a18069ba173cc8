"""The records of the cycle: exercises and how they walk the trust's steps; plans and their lines."""

from commissioning.models.exercise import Exercise
from commissioning.models.mark import Mark
from commissioning.models.plan import Intention, Option, Plan, Recommendation
from commissioning.models.step import Entry, Movement, StepRecord
from commissioning.models.work import Work

__all__ = [
    "Entry",
    "Exercise",
    "Intention",
    "Mark",
    "Movement",
    "Option",
    "Plan",
    "Recommendation",
    "StepRecord",
    "Work",
]
