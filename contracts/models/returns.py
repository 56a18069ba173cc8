"""Returns: what a provider reported on the measures of its agreement."""

from collections.abc import Iterable
from typing import Any, ClassVar

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


def reported_on(measures: Iterable[Any]) -> dict[int, list[tuple[Any, Any]]]:
    """What was reported on measures, by their key: (end of the period, figure), the earliest first; one query."""
    found: dict[int, list[tuple[Any, Any]]] = {}
    lines = ReturnLine.objects.filter(
        measure__in=[one.pk for one in measures], value__isnull=False, filed__state__in=["filed", "accepted"]
    )
    for pk, day, value in lines.order_by("filed__period_to").values_list(
        "measure", "filed__period_to", "value"
    ):
        found.setdefault(pk, []).append((day, value))
    return found
