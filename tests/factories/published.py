"""Factories of published figures and what they are figures of: what the database takes, unchecked."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from needs.models import (
    Area,
    Batch,
    Boundary,
    Category,
    Dataset,
    Exhibit,
    Indicator,
    IndicatorUse,
    LocalityArea,
    Mapping,
    Mark,
    Neighbour,
    Observation,
    Replaced,
    Snapshot,
    TrustArea,
)  # fmt: skip
from tests.factories.needs import EvidenceFactory
from tests.factories.person import PersonFactory
from tests.factories.trust import LocalityFactory, TrustFactory

PERIOD = 20240112
"""The key of some year."""


class BatchFactory(DjangoModelFactory):
    """A file that was brought in."""

    class Meta:
        model = Batch

    file_name = "figures.csv"
    created_at = factory.LazyFunction(timezone.now)


class CategoryFactory(DjangoModelFactory):
    """A value of a breakdown."""

    class Meta:
        model = Category

    dimension = "sex"
    name = factory.Sequence(lambda n: f"Group {n}")


class MarkFactory(DjangoModelFactory):
    """What stands where a figure does not."""

    class Meta:
        model = Mark

    text = factory.Sequence(lambda n: f"[{n}]")
    kind = "suppressed"


class IndicatorFactory(DjangoModelFactory):
    """Something that is counted."""

    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"indicator-{n}")
    name = "Children looked after"


class AreaFactory(DjangoModelFactory):
    """A local authority."""

    class Meta:
        model = Area

    code = factory.Sequence(lambda n: f"E0600{n:04d}")
    name = "Sandover"
    kind = "authority"


class BoundaryFactory(DjangoModelFactory):
    """The outline of an area: a square."""

    class Meta:
        model = Boundary

    area = factory.SubFactory(AreaFactory)
    rings = factory.LazyFunction(lambda: [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]])
    file_name = "squares.geojson"
    at = factory.LazyFunction(timezone.now)


class DatasetFactory(DjangoModelFactory):
    """A source of figures that comes every year."""

    class Meta:
        model = Dataset

    trust = factory.SubFactory(TrustFactory)
    name = factory.Sequence(lambda n: f"Waiting list {n}")
    every = 12


class IndicatorUseFactory(DjangoModelFactory):
    """What an indicator means to a trust."""

    class Meta:
        model = IndicatorUse

    trust = factory.SubFactory(TrustFactory)
    indicator = factory.SubFactory(IndicatorFactory)


class TrustAreaFactory(DjangoModelFactory):
    """A trust's own area."""

    class Meta:
        model = TrustArea

    trust = factory.SubFactory(TrustFactory)
    area = factory.SubFactory(AreaFactory)


class LocalityAreaFactory(DjangoModelFactory):
    """An area that a locality is made of."""

    class Meta:
        model = LocalityArea

    locality = factory.SubFactory(LocalityFactory)
    area = factory.SubFactory(AreaFactory, kind="ward")


class NeighbourFactory(DjangoModelFactory):
    """An area like another."""

    class Meta:
        model = Neighbour

    scheme = "Invented"
    area = factory.SubFactory(AreaFactory)
    other = factory.SubFactory(AreaFactory)
    place = 1
    batch = factory.SubFactory(BatchFactory)


class MappingFactory(DjangoModelFactory):
    """What the columns of a file of this heading hold."""

    class Meta:
        model = Mapping

    heading = factory.Sequence(lambda n: f"{n:064d}")
    columns = {"Where": "area"}


class FigureFactory(DjangoModelFactory):
    """What every figure has."""

    class Meta:
        model = Observation
        abstract = True

    indicator = factory.SubFactory(IndicatorFactory)
    area = factory.SubFactory(AreaFactory)
    period = PERIOD
    sex = factory.SubFactory(CategoryFactory)
    age = factory.SubFactory(CategoryFactory, dimension="age")
    category = factory.SubFactory(CategoryFactory, dimension="ethnicity")
    batch = factory.SubFactory(BatchFactory)
    mark = factory.SubFactory(MarkFactory)
    value = 12.5


class ObservationFactory(FigureFactory):
    """A figure as it stands."""

    class Meta:
        model = Observation


class ReplacedFactory(FigureFactory):
    """A figure as it was."""

    class Meta:
        model = Replaced

    by = factory.SubFactory(BatchFactory)


class SnapshotFactory(DjangoModelFactory):
    """The latest figure."""

    class Meta:
        model = Snapshot

    indicator = factory.SubFactory(IndicatorFactory)
    area = factory.SubFactory(AreaFactory)
    period = PERIOD
    mark = factory.SubFactory(MarkFactory)


class ExhibitFactory(DjangoModelFactory):
    """An answer as it was seen."""

    class Meta:
        model = Exhibit

    evidence = factory.SubFactory(EvidenceFactory)
    answer = {"title": "Children looked after over time"}
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(PersonFactory)
