"""ASSESS: what is needed, on what evidence."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """ASSESS: what is needed, on what evidence."""

    name = "needs"
    verbose_name = "Needs"

    def ready(self) -> None:
        """Let kinds of record, checks, effects and transitions make themselves known."""
        import needs.nouns  # noqa: F401
