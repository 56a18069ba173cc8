"""Indicators: what is counted or measured, by whom it is published, and how a value of it is read."""

from typing import TYPE_CHECKING

from django.db import models

from needs.models.area import SharedQuerySet
from trusts.models.codes import CodesField
from trusts.models.versioned import Versioned

if TYPE_CHECKING:
    from needs.models.category import Category


class Indicator(models.Model):
    """One series of figures. National ones belong to no trust and are read by all; others are a trust's own."""

    class Polarity(models.TextChoices):
        """Which way is better."""

        HIGH = "high", "Higher is better"
        LOW = "low", "Lower is better"
        NONE = "", "Neither, or not known"

    id = models.AutoField(primary_key=True)
    trust = models.ForeignKey(
        "trusts.Trust", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Whose own figures these are; nobody's where they are published for all of England.",
    )  # fmt: skip
    code = models.CharField(max_length=120)
    name = models.CharField(max_length=500)
    definition = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="Who publishes it")
    unit = models.CharField(max_length=60, blank=True, help_text="What a value counts: %, per 10,000, £")
    scale = models.PositiveIntegerField(
        null=True, blank=True, help_text="What a rate is per: 100 for a percentage, 10000 for per 10,000"
    )
    polarity = models.CharField(max_length=4, choices=Polarity, blank=True, default=Polarity.NONE)
    licence = models.CharField(max_length=200, blank=True)
    sex = models.ForeignKey(
        "needs.Category", default=0, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        help_text="The sex its headline is for; everybody, unless it is only published for one.",
    )  # fmt: skip
    age = models.ForeignKey(
        "needs.Category", default=0, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        help_text="The age its headline is for.",
    )  # fmt: skip
    batch = models.ForeignKey(
        "needs.Batch", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="The file that first brought it",
    )  # fmt: skip

    objects = SharedQuerySet.as_manager()

    if TYPE_CHECKING:
        sex_id: int
        age_id: int

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(trust=None), name="indicator_code_once_in_england"
            ),
            models.UniqueConstraint(
                fields=["trust", "code"], condition=models.Q(trust__isnull=False), name="indicator_code_once_a_trust"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Its name, with the age its headline is for where the name does not say it."""
        said = self.age.name if self.age_id else ""
        first = next((word for word in said.replace("-", " ").split() if word.isdigit()), "")
        return f"{self.name} ({said})" if first and first not in self.name else self.name

    @property
    def headline(self) -> "tuple[Category, Category]":
        """Sex and age of the rows that stand for it on its own."""
        return self.sex, self.age


class IndicatorUse(Versioned):
    """What an indicator is to one trust: the outcomes it tells about, and which way is better there."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.CASCADE, related_name="+")
    indicator = models.ForeignKey("needs.Indicator", on_delete=models.CASCADE, related_name="uses")
    outcomes = CodesField(axis="outcome")
    polarity = models.CharField(
        max_length=4,
        choices=Indicator.Polarity,
        blank=True,
        default=Indicator.Polarity.NONE,
        verbose_name="which way is better",
    )
    definition = models.TextField(
        blank=True, help_text="What it counts, and what it leaves out, in plain words"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trust", "indicator"], name="one_use_a_trust")]

    def __str__(self) -> str:
        return f"{self.indicator} in {self.trust}"
