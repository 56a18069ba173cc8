"""Factories of people and the roles they are appointed to."""

import factory
from factory.django import DjangoModelFactory

from tests.factories.trust import TrustFactory
from trusts.models import Appointment, Person


class PersonFactory(DjangoModelFactory):
    """Somebody with an account and no business anywhere yet."""

    class Meta:
        model = Person

    username = factory.Sequence(lambda n: f"person-{n}")
    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.LazyAttribute(lambda person: f"{person.username}@example.org")
    password = "!unusable"


class AppointmentFactory(DjangoModelFactory):
    """A role given to a person directly."""

    class Meta:
        model = Appointment

    trust = factory.SubFactory(TrustFactory)
    person = factory.SubFactory(PersonFactory)
    role = "officer"
