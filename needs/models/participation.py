"""Participation: whom the trust listened to, what they said, and what became of it."""

from typing import ClassVar

from django.db import models

from trusts.framework.vocabulary import VOICES
from trusts.models.codes import CodesField
from trusts.models.record import Record


class Participation(Record):
    """One occasion on which people were heard; it counts people and names nobody."""

    KIND: ClassVar[str] = "participation"
    SORT: ClassVar[str] = "voice"

    voice = models.CharField(max_length=10, choices=VOICES, verbose_name="who was heard")
    held_on = models.DateField(verbose_name="date")
    method = models.CharField(
        max_length=200, verbose_name="how they were heard", help_text="Group, survey, visit…"
    )
    reached = models.PositiveIntegerField(null=True, blank=True, verbose_name="how many people")
    summary = models.TextField(verbose_name="what they said", help_text="In plain words. No child’s name.")
    changed = models.TextField(blank=True, verbose_name="what changed because of it")
    told_on = models.DateField(null=True, blank=True, verbose_name="date they were told what became of it")
    outcomes = CodesField(axis="outcome")
    groups = CodesField(axis="group")
    localities = models.ManyToManyField("trusts.Locality", blank=True, related_name="+")

    class Meta(Record.Meta):
        verbose_name_plural = "participation"
