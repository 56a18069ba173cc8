"""Priorities: what the trust will act on, and what each is drawn from."""

from typing import ClassVar

from django.db import models

from trusts.models.codes import CodesField
from trusts.models.record import Record


class Priority(Record):
    """Something the trust will act on: drawn from findings and from the plans it accepts, agreed by a body."""

    KIND: ClassVar[str] = "priority"
    FIXED: ClassVar = ("agreed", "ended")

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"
        ENDED = "ended", "Ended"

    class Source(models.TextChoices):
        """The plans and statements a priority can be drawn from."""

        CYPP = "cypp", "The Children and Young People’s Plan"
        LAA = "laa", "The local area agreement"
        JSNA = "jsna", "The area’s strategic needs assessment"
        INSPECTION = "inspection", "An inspection"
        OTHER = "other", "Another plan"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    summary = models.TextField(verbose_name="what should change, for whom")
    cited_plan = models.CharField(max_length=12, choices=Source, blank=True, verbose_name="drawn from")
    cites = models.CharField(
        max_length=300,
        blank=True,
        verbose_name="which line of it",
        help_text="The priority or target as that plan words it",
    )
    year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        verbose_name="year it is for",
        help_text="The year in which it begins: 2026 for 2026/27",
    )
    target = models.CharField(
        max_length=300, blank=True, verbose_name="target", help_text="What will be true, by when"
    )
    level = models.CharField(max_length=125, blank=True, verbose_name="level or tier")
    owner = models.ForeignKey(
        "trusts.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="owning body",
    )
    findings = models.ManyToManyField("needs.Finding", blank=True, related_name="priorities")
    outcomes = CodesField(axis="outcome", blank=False)
    groups = CodesField(axis="group")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")
    agreed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        verbose_name_plural = "priorities"
        indexes = [models.Index(fields=["trust", "state"])]

    @property
    def is_done(self) -> bool:
        """Whether it is agreed."""
        return self.state == self.State.AGREED

    def plan_priority(self) -> bool:
        """Whether it is drawn from the trust's own plan for children (DUR-134)."""
        return self.cited_plan == self.Source.CYPP and bool(self.cites.strip())

    def kinds_linked(self) -> set[str]:
        """What it cites, and the kinds of evidence under its findings (MED-6, BUC-61)."""
        kinds = set(self.findings.values_list("evidence__sort", flat=True)) - {None}
        return kinds | ({self.cited_plan} if self.cited_plan and self.cites.strip() else set())
