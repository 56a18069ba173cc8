"""Batches: one file that was brought in, what became of it, and how a layout is read again."""

from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from trusts.models.marks import UNMARKED, Marks
from trusts.models.record import as_attribute

SILENT = timedelta(minutes=2)
"""A job from which nothing was heard for so long has ended without saying so."""


def upload_to(batch: "Batch", filename: str) -> str:
    """Files live under the trust that brought them."""
    owner = batch.trust.code if batch.trust else "england"
    return f"data/{owner}/{PurePath(filename).name}"


class Mapping(models.Model):
    """How the columns of a layout are read that is none of the known ones, remembered by its heading."""

    trust = models.ForeignKey(
        "trusts.Trust", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    heading = models.CharField(max_length=64, help_text="The hash of the folded heading")
    columns = models.JSONField(help_text="Column to what it holds")
    constants = models.JSONField(
        default=dict, help_text="What is the same for every row: indicator, period, unit"
    )
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["heading"], condition=models.Q(trust=None), name="mapping_once_a_heading"
            ),
            models.UniqueConstraint(
                fields=["trust", "heading"], condition=models.Q(trust__isnull=False), name="mapping_once_a_trust"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return ", ".join(self.columns)


class Batch(models.Model):
    """One file of figures: where it is from, how far it is, what it changed."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "Waiting to be checked"
        CHECKING = "checking", "Being checked"
        ASKING = "asking", "Waiting to be told what its columns hold"
        CHECKED = "checked", "Checked, not saved yet"
        QUEUED = "queued", "Waiting to be saved"
        SAVING = "saving", "Being saved"
        SAVED = "saved", "Saved"
        REFUSED = "refused", "Refused"
        CANCELLED = "cancelled", "Cancelled"
        UNDONE = "undone", "Undone"

    UNDER_WAY: ClassVar = (State.WAITING, State.CHECKING, State.QUEUED, State.SAVING)

    trust = models.ForeignKey(
        "trusts.Trust", null=True, blank=True, on_delete=models.PROTECT, related_name="batches"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    local = models.BooleanField(
        default=False, help_text="The trust's own figures, which no other trust reads"
    )
    file = models.FileField(upload_to=upload_to, max_length=400, blank=True)
    file_name = models.CharField(max_length=300)
    file_hash = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    source = models.CharField(max_length=300, blank=True)
    address = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    dated = models.DateField(null=True, blank=True, help_text="The day on which it was published or fetched")
    agency = models.ForeignKey(
        "trusts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The partner that supplied it",
    )  # fmt: skip
    dataset = models.ForeignKey(
        "needs.Dataset", null=True, blank=True, on_delete=models.PROTECT, related_name="batches",
        help_text="Which of the trust’s datasets it is a release of",
    )  # fmt: skip
    settled = models.JSONField(
        default=dict, blank=True, help_text="What the person said that the file does not"
    )
    layout = models.CharField(max_length=60, blank=True)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    found = models.JSONField(
        default=dict, blank=True, help_text="Unknown columns, new areas and indicators, first faults"
    )
    answer = models.TextField(blank=True, help_text="Why it was refused")
    read = models.PositiveBigIntegerField(default=0, help_text="Bytes read so far")
    stop = models.BooleanField(default=False, help_text="Somebody asked for it to stop")
    heard = models.DateTimeField(null=True, blank=True, help_text="When the job last said that it is alive")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "batches"
        indexes = [models.Index(fields=["trust", "state"]), models.Index(fields=["file_hash"])]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("batch", args=[self.trust.code, self.pk]) if self.trust else ""

    @property
    def blueprint(self) -> Any:
        """The framework whose gates judge it: the trust's own, as it is now."""
        return self.trust.blueprint if self.trust else None

    @property
    def marks(self) -> Marks:
        """It is marked in no way that a gate could look at."""
        return UNMARKED

    def overridden(self, gate: str, step: str) -> bool:
        """Nobody passes a gate on a file with a reason."""
        return False

    def said(self, name: str) -> Any:
        """What is recorded under a name that a gate uses: the protocol under which its figures are shared."""
        if as_attribute(name) == "information_sharing_protocol":
            return [self.dataset.protocol] if self.dataset and self.dataset.protocol.strip() else []
        return getattr(self, as_attribute(name), "")

    @property
    def partner(self) -> Any:
        """Whose figures it brings: the partner that supplied it, or that keeps its dataset; None where they are published."""
        return self.agency or (self.dataset.owner if self.dataset else None)

    @property
    def percent(self) -> int:
        """How much of the file was read."""
        return min(100, self.read * 100 // self.file_size) if self.file_size else 0

    def is_silent(self, now: datetime) -> bool:
        """Whether its job ended without a word."""
        return self.state in self.UNDER_WAY and (self.heard or self.created_at) + SILENT < now
