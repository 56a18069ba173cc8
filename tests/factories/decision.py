"""Factories of what bodies are asked, what members think, and what was decided."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.body import BodyFactory
from tests.factories.person import PersonFactory
from trusts.models import Condition, Decision, Interest, Item, Vote


class ItemFactory(DjangoModelFactory):
    """General business that waits for a body."""

    class Meta:
        model = Item

    body = factory.SubFactory(BodyFactory)
    trust = factory.SelfAttribute("body.trust")
    blueprint = factory.SelfAttribute("trust.blueprint")
    kind = "advise"
    title = factory.Sequence(lambda n: f"Item {n}")
    asked = "May this go ahead?"
    submitted_by = factory.SubFactory(PersonFactory)
    submitted_at = factory.LazyFunction(timezone.now)


class InterestFactory(DjangoModelFactory):
    """A member's interest in an item."""

    class Meta:
        model = Interest

    item = factory.SubFactory(ItemFactory)
    person = factory.SubFactory(PersonFactory)
    what = "My sister works for a bidder."
    declared_at = factory.LazyFunction(timezone.now)


class VoteFactory(DjangoModelFactory):
    """A member in favour."""

    class Meta:
        model = Vote

    item = factory.SubFactory(ItemFactory)
    person = factory.SubFactory(PersonFactory)
    verdict = "agree"
    at = factory.LazyFunction(timezone.now)


class DecisionFactory(DjangoModelFactory):
    """An approval, without the effect and the audit entry that the action gives it."""

    class Meta:
        model = Decision

    item = factory.SubFactory(ItemFactory, state=Item.State.DECIDED)
    trust = factory.SelfAttribute("item.trust")
    body = factory.SelfAttribute("item.body")
    outcome = "agree"
    reason = "Members agreed."
    decided_on = factory.LazyFunction(timezone.localdate)
    recorded_by = factory.SubFactory(PersonFactory)
    recorded_at = factory.LazyFunction(timezone.now)


class ConditionFactory(DjangoModelFactory):
    """Something a body asked for when it approved."""

    class Meta:
        model = Condition

    decision = factory.SubFactory(DecisionFactory, outcome="conditions")
    text = "Come back with the costs."
