"""Factories of records of need. Nothing about them was checked: they are what the database takes."""

import factory
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from factory.django import DjangoModelFactory

from needs.models import Assessment, Evidence, Finding, Participation, Priority
from tests.factories.person import PersonFactory
from tests.factories.trust import TrustFactory
from trusts.models.record import Confirmation, Override, Record


class RecordFactory(DjangoModelFactory):
    """What every record has."""

    class Meta:
        model = Record
        abstract = True

    trust = factory.SubFactory(TrustFactory)
    blueprint = factory.SelfAttribute("trust.blueprint")
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Something {n}")
    created_by = factory.SubFactory(PersonFactory)
    created_at = factory.LazyFunction(timezone.now)


def of_its_trust(kind: type[DjangoModelFactory]) -> factory.SubFactory:
    """Another record, of the same trust."""
    return factory.SubFactory(kind, trust=factory.SelfAttribute("..trust"))


class EvidenceFactory(RecordFactory):
    """A professional's judgement."""

    class Meta:
        model = Evidence

    sort = "professional"
    summary = "Families wait too long."
    source = "Invented"
    dated = factory.LazyFunction(timezone.localdate)


class ParticipationFactory(RecordFactory):
    """Families were heard."""

    class Meta:
        model = Participation

    voice = "families"
    held_on = factory.LazyFunction(timezone.localdate)
    method = "Group"
    reached = 12
    summary = "They wait too long."


class AssessmentFactory(RecordFactory):
    """An assessment being written."""

    class Meta:
        model = Assessment

    summary = "Children under five."


class FindingFactory(RecordFactory):
    """What an assessment found."""

    class Meta:
        model = Finding

    assessment = of_its_trust(AssessmentFactory)
    summary = "Waits over 20 weeks."
    severity = "high"


class PriorityFactory(RecordFactory):
    """A priority being written."""

    class Meta:
        model = Priority

    summary = "Help early."
    year = 2026


class AboutAPriorityFactory(DjangoModelFactory):
    """What somebody said about a priority, kept for good."""

    class Meta:
        model = Confirmation
        abstract = True

    class Params:
        about = factory.SubFactory(PriorityFactory)

    trust = factory.SelfAttribute("about.trust")
    subject_type = factory.LazyAttribute(lambda made: ContentType.objects.get_for_model(type(made.about)))
    subject_id = factory.SelfAttribute("about.pk")
    by = factory.SubFactory(PersonFactory)
    at = factory.LazyFunction(timezone.now)


class ConfirmationFactory(AboutAPriorityFactory):
    """What an adviser confirmed."""

    class Meta:
        model = Confirmation

    code = "procurement compliance"
    note = "Looked at."


class OverrideFactory(AboutAPriorityFactory):
    """A rule passed with a reason."""

    class Meta:
        model = Override

    gate = "OWN-1"
    reason = "It cannot wait."
