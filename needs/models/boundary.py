"""Boundaries: the shape of an area, for maps."""

from django.conf import settings
from django.db import models

from needs.models.area import SharedQuerySet


class Boundary(models.Model):
    """The outline of an area as it is drawn: simplified on loading, in degrees of longitude and latitude.

    What a trust brought in is drawn for that trust alone, before what the administrator brought in for all.
    """

    area = models.ForeignKey("needs.Area", on_delete=models.PROTECT, related_name="+")
    rings = models.JSONField(
        help_text="Closed rings of [longitude, latitude]; a ring within another is a hole"
    )
    trust = models.ForeignKey(
        "trusts.Trust", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text="Which trust brought it in, for itself; none where the administrator did, for all",
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True, help_text="Who published it, under which licence")
    at = models.DateTimeField()

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "boundaries"
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(trust=None), name="boundary_once_for_all"
            ),
            models.UniqueConstraint(
                fields=["area", "trust"], condition=models.Q(trust__isnull=False), name="boundary_once_a_trust"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Boundary of {self.area}"
