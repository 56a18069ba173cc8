"""ASSESS: what is needed, on what evidence."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """ASSESS: what is needed, on what evidence."""

    name = "needs"
    verbose_name = "Needs"
