"""The audit trail: who did what, when, in a chain that shows when it was tampered with."""

from django.db import models

from trusts.models.append_only import AppendOnly


class AuditEntry(AppendOnly):
    """One thing somebody did. It points at nothing, so nothing can take it along when it goes."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="audit_entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=150)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=300)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["trust_id", "number"]
        verbose_name_plural = "audit entries"
        constraints = [models.UniqueConstraint(fields=["trust", "number"], name="audit_number_once_a_trust")]
        indexes = [models.Index(fields=["trust", "subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.number}: {self.act} by {self.person_name}"
