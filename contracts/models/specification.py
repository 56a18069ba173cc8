"""Specifications: what is to be achieved, for whom, for how much, version by version."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from trusts.models.codes import CodesField
from trusts.models.pounds import PoundsField
from trusts.models.record import Record


class Specification(Record):
    """One version of what is to be bought: its outcomes, its measures, its money."""

    KIND: ClassVar[str] = "specification"
    PEOPLE: ClassVar = ("officer",)
    FIXED: ClassVar = ("complete", "superseded")
    TOLD_BY: ClassVar = {"targets": "measures"}

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Draft"
        COMPLETE = "complete", "Complete"
        SUPERSEDED = "superseded", "Replaced by a later version"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    edition = models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="version")
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by", editable=False,
        verbose_name="earlier version",
    )  # fmt: skip
    summary = models.TextField(verbose_name="what is to be achieved, for whom")
    requirements = models.TextField(blank=True, verbose_name="what the service must do")
    standards = models.TextField(blank=True, verbose_name="quality standards, each with how it is checked")
    priorities = models.ManyToManyField("needs.Priority", blank=True, related_name="specifications")
    service = models.ForeignKey(
        "contracts.Service", null=True, blank=True, on_delete=models.PROTECT, related_name="specifications",
        verbose_name="service it replaces or continues",
    )  # fmt: skip
    value = PoundsField(
        null=True,
        blank=True,
        verbose_name="estimated whole-life value",
        help_text="All years and extensions, without VAT",
    )
    starts = models.DateField(null=True, blank=True, verbose_name="from")
    ends = models.DateField(null=True, blank=True, verbose_name="until")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="officer who writes it",
    )  # fmt: skip
    owner = models.ForeignKey(
        "trusts.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="owning body",
    )
    level = models.CharField(max_length=125, blank=True, verbose_name="level or tier")
    outcomes = CodesField(axis="outcome", blank=False)
    groups = CodesField(axis="group")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")
    completed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state"])]

    def __str__(self) -> str:
        return f"{self.title}, version {self.edition}" if self.edition > 1 else self.title

    @property
    def is_done(self) -> bool:
        """Whether it is complete, and no later version has taken its place."""
        return self.state == self.State.COMPLETE

    @property
    def targets(self) -> list[Any]:
        """Its measures that say what is to be reached."""
        return [measure for measure in self.measures.all() if measure.target is not None]
