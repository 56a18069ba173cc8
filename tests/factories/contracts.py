"""Factories of records of money, buying, agreements and reviews: what the database takes, unchecked."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from contracts.models import (
    Agreement,
    Allocation,
    Award,
    Bid,
    Contribution,
    Deficit,
    Fund,
    Intervention,
    Listing,
    Measure,
    Panellist,
    Procurement,
    Provider,
    Return,
    ReturnLine,
    Review,
    Service,
    Specification,
    Veto,
)  # fmt: skip
from tests.factories.needs import PriorityFactory, RecordFactory, of_its_trust
from tests.factories.person import PersonFactory
from tests.factories.trust import OrganisationFactory

DAY = date(2026, 4, 1)


class ProviderFactory(RecordFactory):
    """A charity."""

    class Meta:
        model = Provider

    sector = "third"


class ServiceFactory(RecordFactory):
    """A service that is planned."""

    class Meta:
        model = Service

    summary = "Help with sleep."


class FundFactory(RecordFactory):
    """Money of one agency."""

    class Meta:
        model = Fund

    arrangement = "single"
    summary = "Help early."


class ContributionFactory(RecordFactory):
    """What a partner pays in."""

    class Meta:
        model = Contribution

    fund = of_its_trust(FundFactory)
    organisation = of_its_trust(OrganisationFactory)
    year = 2026
    value = Decimal(50000)


class AllocationFactory(RecordFactory):
    """What is to be spent."""

    class Meta:
        model = Allocation

    fund = of_its_trust(FundFactory)
    year = 2026
    value = Decimal(40000)


class ListingFactory(RecordFactory):
    """A place on a select list."""

    class Meta:
        model = Listing

    provider = of_its_trust(ProviderFactory)
    priority = of_its_trust(PriorityFactory)
    starts = DAY


class SpecificationFactory(RecordFactory):
    """A first version."""

    class Meta:
        model = Specification

    summary = "Children sleep."
    outcomes = ["own.safe"]


class ProcurementFactory(RecordFactory):
    """A purchase that is planned."""

    class Meta:
        model = Procurement

    specification = of_its_trust(SpecificationFactory)
    value = Decimal(48000)


class PanellistFactory(RecordFactory):
    """Somebody on a panel."""

    class Meta:
        model = Panellist

    procurement = of_its_trust(ProcurementFactory)
    person = factory.SubFactory(PersonFactory)


class BidFactory(RecordFactory):
    """An offer. Its purchase is closed, so that it can be read at all."""

    class Meta:
        model = Bid

    procurement = factory.SubFactory(
        ProcurementFactory, trust=factory.SelfAttribute("..trust"), state=Procurement.State.CLOSED
    )
    provider = of_its_trust(ProviderFactory)
    value = Decimal(47000)
    received_on = DAY


class AwardFactory(RecordFactory):
    """A choice that is recommended."""

    class Meta:
        model = Award

    procurement = of_its_trust(ProcurementFactory)
    provider = of_its_trust(ProviderFactory)
    value = Decimal(47000)
    reason = "The best offer."


class AgreementFactory(RecordFactory):
    """A contract that is drafted."""

    class Meta:
        model = Agreement

    sort = "contract"
    provider = of_its_trust(ProviderFactory)
    summary = "Help with sleep."
    value = Decimal(47000)
    starts = DAY
    outcomes = ["own.safe"]


class MeasureFactory(RecordFactory):
    """What is counted."""

    class Meta:
        model = Measure

    agreement = of_its_trust(AgreementFactory)
    quadrant = "quantity-effect"


class ReturnFactory(RecordFactory):
    """What a provider is to report."""

    class Meta:
        model = Return

    agreement = of_its_trust(AgreementFactory)
    period_from = DAY
    period_to = date(2026, 6, 30)
    due_on = date(2026, 7, 31)


class ReturnLineFactory(DjangoModelFactory):
    """A figure."""

    class Meta:
        model = ReturnLine

    filed = factory.SubFactory(ReturnFactory)
    measure = factory.SubFactory(MeasureFactory, trust=factory.SelfAttribute("..filed.trust"))
    value = Decimal(12)


class ReviewFactory(RecordFactory):
    """A review under way."""

    class Meta:
        model = Review

    sort = "contract"
    agreement = of_its_trust(AgreementFactory)
    summary = "Did it help?"
    opened_on = DAY


class DeficitFactory(RecordFactory):
    """What falls short."""

    class Meta:
        model = Deficit

    sort = "deficit"
    agreement = of_its_trust(AgreementFactory)
    summary = "Too few families."
    found_on = DAY


class InterventionFactory(RecordFactory):
    """A body means to step in."""

    class Meta:
        model = Intervention

    service = of_its_trust(ServiceFactory)
    grounds = "It fails."


class VetoFactory(RecordFactory):
    """A body means to veto."""

    class Meta:
        model = Veto

    service = of_its_trust(ServiceFactory)
    grounds = "It does not join up."
