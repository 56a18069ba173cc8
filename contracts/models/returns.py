"""Returns: what a provider reported on the measures of its agreement."""

from typing import ClassVar

from django.db import models

from trusts.models.record import Record


class Return(Record):
    """What a provider reports for one period of an agreement, and how the trust rates it."""

    KIND: ClassVar[str] = "return"
    PARTNER: ClassVar[str] = "agreement__provider__organisation"
    FIXED: ClassVar = ("accepted",)

    class State(models.TextChoices):
        """Where it stands."""

        DUE = "due", "Due"
        FILED = "filed", "Filed"
        QUERIED = "queried", "Queried"
        ACCEPTED = "accepted", "Accepted"

    class Rating(models.TextChoices):
        """How the trust rates it."""

        GREEN = "green", "On track"
        AMBER = "amber", "At risk"
        RED = "red", "Off track"

    state = models.CharField(max_length=10, choices=State, default=State.DUE, editable=False)
    agreement = models.ForeignKey("contracts.Agreement", on_delete=models.PROTECT, related_name="returns")
    period_from = models.DateField(verbose_name="period from")
    period_to = models.DateField(verbose_name="period until")
    due_on = models.DateField(verbose_name="due on")
    comment = models.TextField(blank=True, editable=False, verbose_name="what the provider says")
    spent = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        verbose_name="spent in the period",
    )
    filed_on = models.DateField(null=True, blank=True, editable=False)
    rating = models.CharField(max_length=6, choices=Rating, blank=True, editable=False)
    judgement = models.TextField(blank=True, editable=False, verbose_name="what the trust says")

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state", "due_on"])]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement", "period_from"], name="one_return_a_period",
                violation_error_message="A return of this agreement for a period from that day is there already.",
            ),
        ]  # fmt: skip


class ReturnLine(models.Model):
    """The figure reported for one measure."""

    filed = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    measure = models.ForeignKey("contracts.Measure", on_delete=models.PROTECT, related_name="lines")
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["measure_id"]
        constraints = [models.UniqueConstraint(fields=["filed", "measure"], name="one_line_a_measure")]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value if self.value is not None else 'not reported'}"
