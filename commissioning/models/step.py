"""How an exercise walks its steps: where it stands, what was recorded, how it moved."""

from django.conf import settings
from django.db import models

from trusts.models.append_only import AppendOnly
from trusts.models.versioned import Versioned


class StepRecord(Versioned):
    """Where an exercise stands at one step."""

    class State(models.TextChoices):
        """The states of a step."""

        WAITING = "waiting", "Not started"
        OPEN = "open", "In progress"
        COMPLETE = "complete", "Complete"
        NOT_NEEDED = "not-needed", "Not needed"

    exercise = models.ForeignKey(
        "commissioning.Exercise", on_delete=models.CASCADE, related_name="step_records"
    )
    step = models.SlugField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["exercise", "step"], name="step_once_an_exercise")]

    def __str__(self) -> str:
        return f"{self.step}: {self.get_state_display()}"


def upload_to(entry: "Entry", filename: str) -> str:
    """Files live under their trust and exercise."""
    return f"{entry.exercise.trust.code}/{entry.exercise.number}/{entry.step}/{filename}"


class Entry(Versioned):
    """Something recorded at a step: an activity or duty done, an output, a strand completed."""

    class Kind(models.TextChoices):
        """What was recorded."""

        ACTIVITY = "activity", "Activity"
        DUTY = "duty", "Duty"
        OUTPUT = "output", "Output"
        STRAND = "strand", "Strand"

    exercise = models.ForeignKey("commissioning.Exercise", on_delete=models.CASCADE, related_name="entries")
    step = models.SlugField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.SlugField(max_length=60)
    text = models.TextField(blank=True)
    link = models.URLField(blank=True, max_length=500)
    file = models.FileField(blank=True, max_length=300, upload_to=upload_to)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "step", "kind", "code"], name="entry_once_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.code} at {self.step}"


class Movement(AppendOnly):
    """One movement of an exercise, with its reason: how it came to stand where it stands."""

    class Kind(models.TextChoices):
        """The ways an exercise moves."""

        CREATED = "created", "Created"
        STARTED = "started", "Started"
        COMPLETED = "completed", "Completed"
        NOT_NEEDED = "not-needed", "Marked as not needed"
        WENT_BACK = "went-back", "Went back to"
        OVERRODE = "overrode", "Passed with a reason"
        CLOSED = "closed", "Closed"

    exercise = models.ForeignKey("commissioning.Exercise", on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10, choices=Kind)
    step = models.SlugField(max_length=60, blank=True)
    gate = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.step}".strip()
