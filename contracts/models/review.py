"""Reviews: what the trust concluded, and what follows."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from trusts.models.codes import CodesField
from trusts.models.record import Record


class Review(Record):
    """A review of an agreement, a service or an outcome: what was looked at and what follows."""

    KIND: ClassVar[str] = "review"
    SORT: ClassVar[str] = "sort"
    PARTNER: ClassVar[str] = "agreement__provider__organisation"
    PEOPLE: ClassVar = ("officer",)
    FIXED: ClassVar = ("closed",)

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Sort(models.TextChoices):
        """What is reviewed."""

        CONTRACT = "contract", "An agreement"
        SERVICE = "service", "A service"
        OUTCOME = "outcome", "An outcome"

    class Conclusion(models.TextChoices):
        """What follows."""

        CONTINUE = "continue", "Continue"
        CHANGE = "change", "Change"
        RECOMMISSION = "recommission", "Commission again"
        CEASE = "cease", "Cease"

    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    sort = models.CharField(max_length=10, choices=Sort, verbose_name="what is reviewed")
    agreement = models.ForeignKey(
        "contracts.Agreement", null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    service = models.ForeignKey(
        "contracts.Service", null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    priority = models.ForeignKey(
        "needs.Priority", null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    returns = models.ManyToManyField("contracts.Return", blank=True, related_name="reviews")
    evidence = models.ManyToManyField("needs.Evidence", blank=True, related_name="reviews")
    """What the review showed, as evidence of the next round."""
    participation = models.ManyToManyField("needs.Participation", blank=True, related_name="reviews")
    summary = models.TextField(verbose_name="what is looked at, and why now")
    baseline_story = models.TextField(blank=True, verbose_name="the story behind the figures")
    what_works = models.TextField(blank=True, verbose_name="what works, and what could")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="officer who leads it",
    )  # fmt: skip
    opened_on = models.DateField(verbose_name="opened on")
    conclusion = models.CharField(max_length=14, choices=Conclusion, blank=True, editable=False)
    concluded = models.TextField(blank=True, editable=False, verbose_name="what was concluded")
    closed_on = models.DateField(null=True, blank=True, editable=False)
    outcomes = CodesField(axis="outcome")

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state"])]

    @property
    def is_done(self) -> bool:
        """Whether it is closed."""
        return self.state == self.State.CLOSED
