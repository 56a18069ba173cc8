"""Findings: what an assessment found, and the evidence each one rests on."""

from typing import ClassVar

from django.db import models

from trusts.models.codes import CodesField
from trusts.models.record import Record


class Finding(Record):
    """One thing an assessment found: how bad, for whom, where, and on what evidence."""

    KIND: ClassVar[str] = "finding"
    PART_OF: ClassVar[str] = "assessment"

    class Severity(models.TextChoices):
        """How much it matters."""

        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    assessment = models.ForeignKey("needs.Assessment", on_delete=models.PROTECT, related_name="findings")
    summary = models.TextField(verbose_name="what was found")
    severity = models.CharField(max_length=6, choices=Severity, verbose_name="how much it matters")
    unmet = models.BooleanField(default=False, verbose_name="no service meets this need today")
    level = models.CharField(max_length=125, blank=True, verbose_name="level or tier")
    evidence = models.ManyToManyField("needs.Evidence", blank=True, related_name="findings")
    participation = models.ManyToManyField("needs.Participation", blank=True, related_name="findings")
    outcomes = CodesField(axis="outcome")
    groups = CodesField(axis="group")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "severity"])]
