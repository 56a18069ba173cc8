"""What anybody would have otherwise: the table as Django makes it, filled by bulk_create and by django-import-export.

A key of its own, the five things that a figure is of as foreign keys with their constraints and indexes, and
a unique key over what it is a figure of. It is made in the bench's own database only.
"""

import csv
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.db import connection, models, transaction
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import CachedForeignKeyWidget, FloatWidget, IntegerWidget, Widget
from tablib import Dataset

from needs.figures import store
from needs.figures.validate import SEPARATOR
from needs.models import ALL, Area, Category, Indicator

AT_ONCE = 5_000
"""Rows in one statement of bulk_create, as the goal names it."""
MAPPED, RESOURCED = 20_000, 3_000
"""Rows through each, whose time grows in step with their number."""


def _of(model: type[models.Model]) -> Any:
    """A foreign key as Django makes it: checked by the database, with an index."""
    return models.ForeignKey(model, on_delete=models.DO_NOTHING, related_name="+")


class OrdinaryFigure(models.Model):
    """A figure in the table as Django makes it."""

    indicator = _of(Indicator)
    area = _of(Area)
    period = models.IntegerField()
    sex = _of(Category)
    category = _of(Category)
    age = _of(Category)
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    count = models.FloatField(null=True)
    denominator = models.FloatField(null=True)

    class Meta:
        app_label = "commissioning"
        managed = False
        db_table = "bench_ordinary_figure"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "period", "sex", "category", "age"], name="bench_ordinary_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} in {self.area_id}, {self.period}"


def make_table() -> None:
    """The table, as a migration would make it, and the categories that the files name, by which it is filled."""
    with connection.schema_editor() as editor:
        editor.create_model(OrdinaryFigure)
    for dimension, name in (("sex", "Persons"), ("age", "All ages")):
        Category.objects.create(dimension=dimension, name=name)


def bulk_created(lines: Iterable[str]) -> float:
    """Read figures and keep them by bulk_create, keys checked; seconds a row. To be called in a transaction."""
    started, rows = time.perf_counter(), []
    for line in islice(lines, MAPPED):
        values = dict(zip((*store.KEY, *store.SAYS), line.split(SEPARATOR), strict=True))
        del values["mark_id"]
        rows.append(OrdinaryFigure(**{name: text or None for name, text in values.items()}))
    OrdinaryFigure.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    _check_keys()
    taken = time.perf_counter() - started
    _assert_kept(len(rows))
    return taken / len(rows)


class Whole(Widget):
    """The category of these files, in which every row is for everybody."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        """Its key."""
        if value:
            raise ValueError(value)
        return ALL


class Resource(ModelResource):
    """The quickest way of django-import-export in which a file may come twice.

    In bulk, keys looked up once, nothing compared or kept for a preview; every number is read as one, and every row is
    looked up.
    """

    indicator = Field(
        column_name="Indicator ID", attribute="indicator", widget=CachedForeignKeyWidget(Indicator, "code")
    )
    area = Field(column_name="Area Code", attribute="area", widget=CachedForeignKeyWidget(Area, "code"))
    period = Field(column_name="Time period", attribute="period", widget=IntegerWidget())
    sex = Field(column_name="Sex", attribute="sex", widget=CachedForeignKeyWidget(Category, "name"))
    category = Field(column_name="Category", attribute="category_id", widget=Whole())
    age = Field(column_name="Age", attribute="age", widget=CachedForeignKeyWidget(Category, "name"))
    value = Field(column_name="Value", attribute="value", widget=FloatWidget())
    lower = Field(column_name="Lower CI 95.0 limit", attribute="lower", widget=FloatWidget())
    upper = Field(column_name="Upper CI 95.0 limit", attribute="upper", widget=FloatWidget())
    count = Field(column_name="Count", attribute="count", widget=FloatWidget())
    denominator = Field(column_name="Denominator", attribute="denominator", widget=FloatWidget())

    class Meta:
        model = OrdinaryFigure
        import_id_fields = ("indicator", "area", "period", "sex", "category", "age")
        fields = (
            "indicator", "area", "period", "sex", "category", "age", "value", "lower", "upper", "count", "denominator",
        )  # fmt: skip
        use_bulk = True
        skip_diff = True
        skip_html_diff = True
        use_transactions = True


class Blind(Resource):
    """The quickest of all: the same without looking whether a row is there, so that a file that comes twice fails."""

    class Meta(Resource.Meta):
        force_init_instance = True


def imported(file: Path, by: type[Resource]) -> float:
    """Bring the first rows of a file in by django-import-export; seconds a row, without looking up the keys once."""
    with file.open(newline="") as text:
        rows = csv.reader(text)
        heading = next(rows)
        first, few = (list(islice(rows, many)) for many in (10, RESOURCED))
    resource = by()
    with transaction.atomic():
        resource.import_data(Dataset(*first, headers=heading), raise_errors=True)
        started = time.perf_counter()
        resource.import_data(Dataset(*few, headers=heading), raise_errors=True)
        _check_keys()
        taken = time.perf_counter() - started
        _assert_kept(len(first) + len(few))
        transaction.set_rollback(True)
    return taken / len(few)


def _check_keys() -> None:
    """What PostgreSQL checks at the end of a transaction, and so it would of one that is taken back."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _assert_kept(rows: int) -> None:
    if OrdinaryFigure.objects.count() != rows:
        raise CommandError("The ordinary table does not hold every row.")
