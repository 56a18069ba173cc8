"""Factories of bodies, their seats, members and meetings."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.person import PersonFactory
from tests.factories.trust import TrustFactory
from trusts.models import Body, Meeting, Membership, Seat


class BodyFactory(DjangoModelFactory):
    """A group that sanctions activity."""

    class Meta:
        model = Body

    trust = factory.SubFactory(TrustFactory)
    code = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"Group {n}")
    type = "group"


class SeatFactory(DjangoModelFactory):
    """A place on a body."""

    class Meta:
        model = Seat

    body = factory.SubFactory(BodyFactory)
    code = factory.Sequence(lambda n: f"seat-{n}")
    name = factory.Sequence(lambda n: f"Seat {n}")


class MembershipFactory(DjangoModelFactory):
    """Somebody who sits on a body, since always."""

    class Meta:
        model = Membership

    body = factory.SubFactory(BodyFactory)
    trust = factory.SelfAttribute("body.trust")
    person = factory.SubFactory(PersonFactory)


class MeetingFactory(DjangoModelFactory):
    """A meeting of a body today."""

    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    trust = factory.SelfAttribute("body.trust")
    date = factory.LazyFunction(timezone.localdate)
    title = "Monthly meeting"
