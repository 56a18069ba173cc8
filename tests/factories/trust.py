"""Factories of trusts, their framework versions, partners and localities."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.factories.framework import framework_text
from trusts.models import Blueprint, Locality, Organisation, Trust


class TrustFactory(DjangoModelFactory):
    """A trust with a framework version in force."""

    class Meta:
        model = Trust
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"trust-{n}")
    name = factory.LazyAttribute(lambda trust: trust.code.replace("-", " ").capitalize())

    @factory.post_generation
    def in_force(self, create: bool, given: Any, **_: Any) -> None:
        """The version in force; `in_force=False` leaves the trust without one."""
        if create and given is not False:
            self.blueprint = given or BlueprintFactory(trust=self, state=Blueprint.State.IN_FORCE)
            self.save()


class BlueprintFactory(DjangoModelFactory):
    """A draft of a trust's framework."""

    class Meta:
        model = Blueprint

    trust = factory.SubFactory(TrustFactory)
    number = factory.LazyAttribute(lambda made: made.trust.blueprints.count() + 1)
    text = factory.LazyAttribute(lambda made: framework_text(made.trust.code))


class OrganisationFactory(DjangoModelFactory):
    """A partner of a trust."""

    class Meta:
        model = Organisation

    trust = factory.SubFactory(TrustFactory)
    code = factory.Sequence(lambda n: f"partner-{n}")
    name = factory.Sequence(lambda n: f"Partner {n}")
    sector = "public"


class LocalityFactory(DjangoModelFactory):
    """A part of a trust."""

    class Meta:
        model = Locality

    trust = factory.SubFactory(TrustFactory)
    code = factory.Sequence(lambda n: f"place-{n}")
    name = factory.Sequence(lambda n: f"Place {n}")
