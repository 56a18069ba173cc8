"""Factories of what the product writes down by itself: audit entries, mail, receipts."""

import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.person import PersonFactory
from tests.factories.trust import TrustFactory
from trusts.models import AuditEntry, Message, Receipt


class AuditEntryFactory(DjangoModelFactory):
    """An entry that stands outside its trust's chain."""

    class Meta:
        model = AuditEntry

    trust = factory.SubFactory(TrustFactory)
    number = factory.Sequence(lambda n: n + 1)
    at = factory.LazyFunction(timezone.now)
    act = "exercise.work"
    person_name = "Somebody"
    subject_type = "exercise"
    subject_id = "1"
    subject_label = "An exercise"
    hash = "0" * 64


class MessageFactory(DjangoModelFactory):
    """A mail that waits to be sent."""

    class Meta:
        model = Message

    trust = factory.SubFactory(TrustFactory)
    to = factory.SubFactory(PersonFactory)
    subject = "Something waits for you"
    body = "Please look."


class ReceiptFactory(DjangoModelFactory):
    """A form that was acted on."""

    class Meta:
        model = Receipt

    key = factory.LazyFunction(uuid.uuid4)
    person = factory.SubFactory(PersonFactory)
    path = "/somewhere/"
    result = "/somewhere/else/"
