"""Trusts, the organisations that take part in them, and their localities."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse

from trusts.framework.reading import Reading
from trusts.framework.vocabulary import SECTORS

if TYPE_CHECKING:
    from trusts.models.blueprint import Blueprint


class Trust(models.Model):
    """One children's trust: the tenant. Every other row of the product belongs to one."""

    code = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=200)
    blueprint = models.ForeignKey(
        "trusts.Blueprint", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The framework version in force; changed only by a recorded decision.",
    )  # fmt: skip
    audit_number = models.PositiveBigIntegerField(default=0, editable=False)
    audit_hash = models.CharField(max_length=64, default="", editable=False)
    generated = models.BooleanField(default=False, editable=False)
    """Whether it and everything in it were invented by the machine for a trial."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The trust's home page."""
        return reverse("trust-home", args=[self.code])

    @cached_property
    def framework(self) -> Reading:
        """The framework in force; raises if the trust has none yet."""
        blueprint: Blueprint | None = self.blueprint
        if blueprint is None:
            raise LookupError(f"{self.name} has no framework in force yet.")
        return blueprint.framework


class DatedQuerySet(models.QuerySet):
    """Rows that hold from a day, until a day."""

    def on(self, day: date) -> "DatedQuerySet":
        """Those that hold on a London date."""
        return self.filter(
            models.Q(starts=None) | models.Q(starts__lte=day), models.Q(ends=None) | models.Q(ends__gte=day)
        )


class Dated(models.Model):
    """Something that holds from a day until a day, both included; open where none is given."""

    starts = models.DateField(null=True, blank=True, verbose_name="from")
    ends = models.DateField(null=True, blank=True, verbose_name="until")

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a London date."""
        return (not self.starts or self.starts <= day) and (not self.ends or day <= self.ends)


class Organisation(Dated):
    """A partner of the trust: council, NHS, school, voluntary or private organisation."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="organisations")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=20, choices=SECTORS)
    commissions = models.BooleanField(default=False)
    provides = models.BooleanField(default=False)
    status = models.CharField(
        max_length=12, blank=True,
        choices=[("aware", "Aware"), ("consulted", "Consulted"), ("committed", "Committed")],
        verbose_name="sign-up to the framework",
    )  # fmt: skip
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "code"], name="organisation_code_once_a_trust",
                violation_error_message="Another organisation of this trust has this code.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Locality(Dated):
    """A part of the trust with a board, network or team of its own."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="localities")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)

    class Meta(Dated.Meta):
        ordering = ["name"]
        verbose_name_plural = "localities"
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "code"], name="locality_code_once_a_trust",
                violation_error_message="Another locality of this trust has this code.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
