"""Providers, and the select lists on which they stand."""

from typing import ClassVar

from django.db import models

from trusts.framework.vocabulary import SECTORS
from trusts.models.codes import CodesField
from trusts.models.record import Record


class Provider(Record):
    """An organisation that provides services, or could: its sector, and whether it meets the trust's standards."""

    KIND: ClassVar[str] = "provider"
    PARTNER: ClassVar[str] = "organisation"

    class State(models.TextChoices):
        """Where it stands."""

        KNOWN = "known", "Known"
        APPROVED = "approved", "Approved"
        SUSPENDED = "suspended", "Suspended"

    state = models.CharField(max_length=10, choices=State, default=State.KNOWN, editable=False)
    organisation = models.ForeignKey(
        "trusts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Where its people sign in to file returns",
    )  # fmt: skip
    sector = models.CharField(max_length=20, choices=SECTORS)
    summary = models.TextField(blank=True, verbose_name="what it provides")
    outcomes = CodesField(axis="outcome")
    approved_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "sector"])]


class Listing(Record):
    """A provider's place on the select list of a priority, from a day until a day."""

    KIND: ClassVar[str] = "listing"
    PARTNER: ClassVar[str] = "provider__organisation"

    class State(models.TextChoices):
        """Where it stands."""

        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspended"
        REMOVED = "removed", "Removed"

    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="listings")
    priority = models.ForeignKey(
        "needs.Priority", on_delete=models.PROTECT, related_name="listings", verbose_name="for which priority"
    )
    starts = models.DateField(verbose_name="from")
    ends = models.DateField(null=True, blank=True, verbose_name="until")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")

    class Meta(Record.Meta):
        verbose_name = "place on a select list"
        verbose_name_plural = "places on select lists"
