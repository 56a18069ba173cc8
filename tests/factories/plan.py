"""Factories of plans and of what exercises work on: what the database takes, unchecked."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from commissioning.models import Intention, Option, Plan, Recommendation, Work
from tests.factories.body import BodyFactory
from tests.factories.exercise import ExerciseFactory
from tests.factories.needs import EvidenceFactory, RecordFactory, of_its_trust


class PlanFactory(RecordFactory):
    """A plan being written."""

    class Meta:
        model = Plan

    sort = "annual"
    summary = "Help early."
    period_from = date(2026, 4, 1)
    period_to = date(2027, 3, 31)


class IntentionFactory(RecordFactory):
    """A line of a plan."""

    class Meta:
        model = Intention

    plan = of_its_trust(PlanFactory)
    need = "Families wait."


class OptionFactory(RecordFactory):
    """A way to meet it."""

    class Meta:
        model = Option

    intention = of_its_trust(IntentionFactory)
    summary = "Evening groups."


class RecommendationFactory(RecordFactory):
    """What a group recommends to another."""

    class Meta:
        model = Recommendation

    maker = of_its_trust(BodyFactory)
    to = of_its_trust(BodyFactory)
    summary = "Do it."


class WorkFactory(DjangoModelFactory):
    """A piece of evidence an exercise works on."""

    class Meta:
        model = Work

    exercise = factory.SubFactory(ExerciseFactory)
    evidence = factory.SubFactory(EvidenceFactory, trust=factory.SelfAttribute("..exercise.trust"))
