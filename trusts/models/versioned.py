"""Rows two people may edit at once: each save names the version it started from."""

from django.db import models


class Versioned(models.Model):
    """A row with a version that every saved change raises by one."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
