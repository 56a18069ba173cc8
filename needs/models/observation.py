"""Observations: the figures themselves, what they were before, and the latest of each at a glance.

The tables of figures are large: their key is what a figure is a figure of, they have no other, and
the database checks no foreign key row by row. `needs.figures` checks whole sets instead.
"""

from typing import Any

from django.db import models

from needs.models.category import ALL, PLAIN


def _to(model: str, **more: Any) -> models.ForeignKey:
    """A key that is checked in sets, not row by row, and needs no index of its own."""
    return models.ForeignKey(
        model, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False, **more
    )


class Figure(models.Model):
    """One published figure: of an indicator, in an area, for a period, by sex, age and one more breakdown.

    `period` is the key of a `needs.statistics.periods.Period`: it sorts by time. A row with sex and
    category `ALL` is a total; rows of a breakdown stand beside it and are never summed.
    """

    indicator = _to("needs.Indicator")
    area = _to("needs.Area")
    period = models.IntegerField()
    sex = _to("needs.Category", default=ALL)
    age = _to("needs.Category", default=ALL)
    category = _to("needs.Category", default=ALL)
    batch = _to("needs.Batch")
    mark = _to("needs.Mark", default=PLAIN)
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    count = models.FloatField(null=True)
    denominator = models.FloatField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.indicator_id} in {self.area_id}, {self.period}"


class Observation(Figure):
    """A figure as it stands."""

    pk = models.CompositePrimaryKey("indicator", "area", "period", "sex", "category", "age")

    class Meta:
        indexes = [
            models.Index(
                fields=["indicator", "period", "area", "age", "value"],
                condition=models.Q(sex=ALL, category=ALL),
                name="observation_headline",
            )
        ]


class Replaced(Figure):
    """A figure as it was before a batch changed it, kept so that the batch can be undone."""

    by = _to("needs.Batch")
    pk = models.CompositePrimaryKey("by", "indicator", "area", "period", "sex", "category", "age")

    class Meta:
        # Every answer asks what an indicator was before, of whichever file.
        indexes = [models.Index(fields=["indicator", "area", "period"], name="replaced_indicator")]


class Snapshot(models.Model):
    """The latest figure of an indicator in an area, beside England and its region, with its rank.

    Written in the transaction that saves figures; `manage.py rebuild_snapshots` writes it anew.
    Rank 1 is the highest value among areas of the same kind for the same period.
    """

    pk = models.CompositePrimaryKey("area", "indicator")
    area = _to("needs.Area")
    indicator = _to("needs.Indicator")
    period = models.IntegerField()
    mark = _to("needs.Mark", default=PLAIN)
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    count = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    england = models.FloatField(null=True)
    region = models.FloatField(null=True)
    rank = models.PositiveIntegerField(null=True)
    n = models.PositiveIntegerField(default=0, help_text="How many areas are ranked")

    class Meta:
        indexes = [models.Index(fields=["indicator"])]

    def __str__(self) -> str:
        return f"{self.indicator_id} in {self.area_id}"
