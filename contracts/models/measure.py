"""Measures: what is counted or judged, and what it should become."""

from typing import Any, ClassVar

from django.db import models

from trusts.models.codes import CodesField
from trusts.models.record import Record


class Measure(Record):
    """One thing measured: quantity or quality, of effort or of effect."""

    KIND: ClassVar[str] = "measure"
    PART_OF: ClassVar[str] = "specification"

    class Quadrant(models.TextChoices):
        """What it measures of what (BUC-81)."""

        QUANTITY_EFFORT = "quantity-effort", "How much was done"
        QUALITY_EFFORT = "quality-effort", "How well it was done"
        QUANTITY_EFFECT = "quantity-effect", "How many are better off"
        QUALITY_EFFECT = "quality-effect", "How much better off they are"

    class Direction(models.TextChoices):
        """Which way is better."""

        UP = "up", "Higher is better"
        DOWN = "down", "Lower is better"

    specification = models.ForeignKey(
        "contracts.Specification", null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    agreement = models.ForeignKey(
        "contracts.Agreement", null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    service = models.ForeignKey(
        "contracts.Service", null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    priority = models.ForeignKey(
        "needs.Priority", null=True, blank=True, on_delete=models.PROTECT, related_name="measures"
    )
    quadrant = models.CharField(max_length=16, choices=Quadrant, verbose_name="what it measures")
    unit = models.CharField(
        max_length=60, blank=True, verbose_name="unit", help_text="Children, weeks, per cent"
    )
    direction = models.CharField(
        max_length=4, choices=Direction, default=Direction.UP, verbose_name="which way is better"
    )
    baseline = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, verbose_name="where it starts"
    )
    target = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, verbose_name="target"
    )
    target_date = models.DateField(null=True, blank=True, verbose_name="target date")
    target_set_on = models.DateField(null=True, blank=True, editable=False)
    headline = models.BooleanField(default=False, verbose_name="headline measure")
    core = models.BooleanField(default=False, verbose_name="in the core set")
    agreed_with = CodesField(axis="voice", verbose_name="negotiated with")
    outcomes = CodesField(axis="outcome")

    @property
    def kinds(self) -> set[str]:
        """Quantity or quality, effort or effect."""
        return set(self.quadrant.split("-"))

    def voices(self) -> set[str]:
        """With whom its target was negotiated (DUR-169)."""
        return set(self.agreed_with)

    @property
    def measure(self) -> str:
        """What is measured: its own name (BUC-51)."""
        return self.title

    @property
    def agreed_level_of_success(self) -> str:
        """The target, where there is one (BUC-51)."""
        return "" if self.target is None else str(self.target)

    def series(self) -> list[tuple[Any, Any]]:
        """What was reported on it, period by period: (end of the period, figure)."""
        lines = self.lines.filter(value__isnull=False, filed__state__in=["filed", "accepted"])
        return list(lines.order_by("filed__period_to").values_list("filed__period_to", "value"))
