"""Meetings of bodies: where decisions are taken, and when the next chance is."""

from django.db import models
from django.urls import reverse

from trusts.models.versioned import Versioned


class Meeting(Versioned):
    """A dated meeting of a body."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.PROTECT, related_name="meetings")
    body = models.ForeignKey("trusts.Body", on_delete=models.PROTECT, related_name="meetings")
    date = models.DateField()
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["date"]
        indexes = [models.Index(fields=["trust", "date"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The agenda of this meeting."""
        return reverse("meeting", args=[self.trust.code, self.pk])
