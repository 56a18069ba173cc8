"""Evidence: figures, views, judgements and research that say something about need."""

from typing import ClassVar

from django.db import models

from trusts.models.codes import CodesField
from trusts.models.record import Record


class Evidence(Record):
    """One piece of evidence: what it says, where it is from, how it was got and whom it covers."""

    KIND: ClassVar[str] = "evidence"
    SORT: ClassVar[str] = "sort"

    class Kind(models.TextChoices):
        """What sort of evidence it is."""

        QUANTITATIVE = "quantitative", "Figures"
        VIEWS = "views", "Views of children, families or communities"
        PROFESSIONAL = "professional", "Professional judgement"
        INSPECTION = "inspection", "Inspection or review by a regulator"
        RESEARCH = "research", "Research or practice elsewhere"
        UNMET = "unmet-need", "Unmet need that a service recorded"
        JSNA = "jsna", "The area’s strategic needs assessment"

    sort = models.CharField(max_length=12, choices=Kind, verbose_name="kind of evidence")
    summary = models.TextField(verbose_name="what it says", help_text="In plain words. No child’s name.")
    source = models.CharField(max_length=300, help_text="Who published or said it, and where")
    dated = models.DateField(verbose_name="date of the evidence")
    method = models.TextField(
        blank=True, verbose_name="how it was got", help_text="Survey, count, group, inspection…"
    )
    covers = models.CharField(
        max_length=300, blank=True, verbose_name="whom it covers",
        help_text="How many, of whom: 412 families in two localities",
    )  # fmt: skip
    link = models.URLField(max_length=500, blank=True, verbose_name="link")
    outcomes = CodesField(axis="outcome")
    groups = CodesField(axis="group")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")

    class Meta(Record.Meta):
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["trust", "sort"])]
