"""Factories of exercises and what is recorded in them."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from commissioning.models import Entry, Exercise, Mark, Movement, StepRecord
from tests.factories.body import BodyFactory
from tests.factories.person import PersonFactory


class ExerciseFactory(DjangoModelFactory):
    """An exercise nobody has started, owned by a group; nothing about it was checked."""

    class Meta:
        model = Exercise

    owner = factory.SubFactory(BodyFactory)
    trust = factory.SelfAttribute("owner.trust")
    blueprint = factory.SelfAttribute("trust.blueprint")
    number = factory.Sequence(lambda n: n + 1000)
    title = factory.Sequence(lambda n: f"Short breaks {n}")
    created_by = factory.SubFactory(PersonFactory)
    created_at = factory.LazyFunction(timezone.now)
    started_on = factory.LazyFunction(timezone.localdate)
    current = factory.LazyAttribute(lambda made: made.blueprint.framework.steps[0].code)


class MarkFactory(DjangoModelFactory):
    """An outcome an exercise works towards."""

    class Meta:
        model = Mark

    exercise = factory.SubFactory(ExerciseFactory)
    axis = "outcome"
    code = "own.safe"


class StepRecordFactory(DjangoModelFactory):
    """A step under way."""

    class Meta:
        model = StepRecord

    exercise = factory.SubFactory(ExerciseFactory)
    step = "draft"
    state = StepRecord.State.OPEN
    opened_at = factory.LazyFunction(timezone.now)


class EntryFactory(DjangoModelFactory):
    """An output on record."""

    class Meta:
        model = Entry

    exercise = factory.SubFactory(ExerciseFactory)
    step = "draft"
    kind = Entry.Kind.OUTPUT
    code = "plan"
    text = "The plan."
    by = factory.SubFactory(PersonFactory)
    at = factory.LazyFunction(timezone.now)


class MovementFactory(DjangoModelFactory):
    """How an exercise came to be."""

    class Meta:
        model = Movement

    exercise = factory.SubFactory(ExerciseFactory)
    kind = Movement.Kind.CREATED
    by = factory.SubFactory(PersonFactory)
    at = factory.LazyFunction(timezone.now)
