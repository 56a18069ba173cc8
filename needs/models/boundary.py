"""Boundaries: the shape of an area, for maps."""

from django.conf import settings
from django.db import models


class Boundary(models.Model):
    """The outline of an area as it is drawn: simplified on loading, in degrees of longitude and latitude."""

    area = models.OneToOneField("needs.Area", on_delete=models.CASCADE, related_name="boundary")
    rings = models.JSONField(
        help_text="Closed rings of [longitude, latitude]; a ring within another is a hole"
    )
    trust = models.ForeignKey(
        "trusts.Trust", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Which trust brought it in; none where the administrator did, for all",
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True, help_text="Who published it, under which licence")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "boundaries"

    def __str__(self) -> str:
        return f"Boundary of {self.area}"
