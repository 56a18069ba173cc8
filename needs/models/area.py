"""Areas of England with their codes, whose they are, what they became, and which are like which."""

from datetime import date
from typing import Any

from django.db import models


class SharedQuerySet(models.QuerySet):
    """Rows that belong to nobody and are read by all, or to one trust and are read by it alone."""

    def visible_to(self, trust: Any) -> "SharedQuerySet":
        """What a trust may read."""
        return self.filter(models.Q(trust=None) | models.Q(trust=trust))


class Area(models.Model):
    """A place that figures are published for, by its nine-character code; or a trust's own locality."""

    class Kind(models.TextChoices):
        """What sort of place it is."""

        ENGLAND = "england", "England"
        REGION = "region", "Region"
        AUTHORITY = "authority", "Local authority"
        DISTRICT = "district", "District"
        LOCALITY = "locality", "Locality of a trust"
        WARD = "ward", "Ward"
        MSOA = "msoa", "Middle super output area"
        LSOA = "lsoa", "Lower super output area"
        HEALTH = "health", "Health area"
        OTHER = "other", "Other area"

    id = models.AutoField(primary_key=True)
    trust = models.ForeignKey(
        "trusts.Trust", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Whose locality it is; nobody's where it is an area of England.",
    )  # fmt: skip
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    region = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    locality = models.OneToOneField(
        "trusts.Locality", null=True, blank=True, on_delete=models.PROTECT, related_name="area"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="The last day on which its code was in use")
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")
    batch = models.ForeignKey(
        "needs.Batch", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="The file that first named it",
    )  # fmt: skip

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(trust=None), name="area_code_once_in_england"
            ),
            models.UniqueConstraint(
                fields=["trust", "code"], condition=models.Q(trust__isnull=False), name="area_code_once_a_trust"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def is_current(self, day: date) -> bool:
        """Whether its code is in use on a day."""
        return self.valid_to is None or day <= self.valid_to


class TrustArea(models.Model):
    """The authority, or authorities, that a trust is for."""

    trust = models.ForeignKey("trusts.Trust", on_delete=models.CASCADE, related_name="own_areas")
    area = models.ForeignKey("needs.Area", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["area__name"]
        constraints = [models.UniqueConstraint(fields=["trust", "area"], name="own_area_once")]

    def __str__(self) -> str:
        return str(self.area)


class LocalityArea(models.Model):
    """A statistical area that a trust counts to one of its localities."""

    locality = models.ForeignKey("trusts.Locality", on_delete=models.CASCADE, related_name="made_of")
    area = models.ForeignKey("needs.Area", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["locality", "area"], name="area_once_a_locality")]

    def __str__(self) -> str:
        return f"{self.area} in {self.locality}"


class NeighbourQuerySet(models.QuerySet):
    """Lists of neighbours."""

    def standing(self) -> "NeighbourQuerySet":
        """Those that no later list has taken the place of."""
        return self.filter(replaced_by=None)


class Neighbour(models.Model):
    """An area that is like another by a published method: a statistical neighbour, nearest first where that is known."""

    scheme = models.CharField(max_length=120, help_text="The method or publisher of the list")
    area = models.ForeignKey("needs.Area", on_delete=models.PROTECT, related_name="neighbours")
    other = models.ForeignKey("needs.Area", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(
        null=True, help_text="1 for the nearest; none where the list says no order"
    )
    batch = models.ForeignKey("needs.Batch", on_delete=models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey(
        "needs.Batch", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = NeighbourQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "area", "place", "other__name"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "area", "other", "batch"], name="neighbour_once_a_list")
        ]

    def __str__(self) -> str:
        return f"{self.other} is like {self.area}"
