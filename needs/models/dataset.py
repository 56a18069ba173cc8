"""Datasets: what partners hold, how often it is brought together, and under which protocol it may be shared."""

from datetime import date, timedelta

from django.db import models

from trusts.models.versioned import Versioned

GRACE = timedelta(days=14)
"""How long after the day a release is due before it is called late."""


class Dataset(Versioned):
    """One source of figures that comes again: whose it is, what it holds, how often, and who may share it."""

    class Every(models.IntegerChoices):
        """Months from one release to the next."""

        ONCE = 0, "Once, or not known"
        MONTH = 1, "Every month"
        QUARTER = 3, "Every three months"
        HALF = 6, "Every six months"
        YEAR = 12, "Every year"
        TWO = 24, "Every two years"

    trust = models.ForeignKey("trusts.Trust", on_delete=models.CASCADE, related_name="datasets")
    name = models.CharField(max_length=200)
    holds = models.TextField(
        blank=True, verbose_name="what it holds", help_text="In plain words. No child’s name."
    )
    owner = models.ForeignKey(
        "trusts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="whose it is", help_text="The partner that keeps it; none where it is published",
    )  # fmt: skip
    every = models.PositiveSmallIntegerField(
        choices=Every, default=Every.ONCE, verbose_name="how often it comes"
    )
    protocol = models.CharField(
        max_length=300, blank=True, verbose_name="information-sharing protocol",
        help_text="The agreement under which it may be shared between partners",
    )  # fmt: skip
    sharers = models.CharField(
        max_length=300, blank=True, verbose_name="who may share it", help_text="The post or team, not a name"
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["trust", "name"], name="dataset_once_a_trust")]

    def __str__(self) -> str:
        return self.name

    def due(self, last: date | None) -> date | None:
        """When the next release is due, after the last; none where it comes once, or never came."""
        if last is None or not self.every:
            return None
        month = last.month - 1 + self.every
        year, month = last.year + month // 12, month % 12 + 1
        days = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
        return date(year, month, min(last.day, days))

    def is_late(self, last: date | None, today: date) -> bool:
        """Whether the next release should be here."""
        due = self.due(last)
        return due is not None and due + GRACE < today
