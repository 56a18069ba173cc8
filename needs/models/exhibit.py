"""Exhibits: figures that became evidence, kept word for word and number for number as they were seen."""

from django.conf import settings
from django.db import models

from trusts.models.append_only import AppendOnly


class Exhibit(AppendOnly):
    """An answer as it was seen on a day: what a piece of evidence shows, whatever is published later.

    It holds what was shown and nothing else: a count that was hidden is not in it.
    """

    evidence = models.OneToOneField("needs.Evidence", on_delete=models.PROTECT, related_name="exhibit")
    answer = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.answer.get("title", ""))
