"""Needs assessments: what is known about need, put together."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from trusts.models.codes import CodesField
from trusts.models.record import Record


class Assessment(Record):
    """A needs assessment: its scope, its period, what it rests on, and whether it is complete."""

    KIND: ClassVar[str] = "assessment"
    FIXED: ClassVar = ("complete", "approved")
    PEOPLE: ClassVar = ("officer",)

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Draft"
        COMPLETE = "complete", "Complete"
        APPROVED = "approved", "Approved"

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    summary = models.TextField(verbose_name="scope", help_text="Whom and what it looks at, and why now")
    method = models.TextField(blank=True, verbose_name="how it was done")
    period_from = models.DateField(null=True, blank=True, verbose_name="covers from")
    period_to = models.DateField(null=True, blank=True, verbose_name="covers until")
    owner = models.ForeignKey(
        "trusts.Body",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="for which body",
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="officer who writes it",
    )  # fmt: skip
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by",
        verbose_name="earlier assessment it follows",
    )  # fmt: skip
    evidence = models.ManyToManyField("needs.Evidence", blank=True, related_name="assessments")
    participation = models.ManyToManyField("needs.Participation", blank=True, related_name="assessments")
    outcomes = CodesField(axis="outcome")
    groups = CodesField(axis="group")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")
    completed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["trust", "state"])]

    @property
    def is_done(self) -> bool:
        """Whether a step that asks for one may rest on it."""
        return self.state in (self.State.COMPLETE, self.State.APPROVED)

    def voices(self) -> set[str]:
        """Whose voices it rests on."""
        return set(self.participation.values_list("voice", flat=True))

    def kinds_linked(self) -> set[str]:
        """The kinds of evidence it rests on."""
        return set(self.evidence.values_list("sort", flat=True))
