"""THE CYCLE and the site: exercises walking the trust's own steps."""

from django.apps import AppConfig


class CommissioningConfig(AppConfig):
    """THE CYCLE and the site: exercises walking the trust's own steps."""

    name = "commissioning"
    verbose_name = "Commissioning"

    def ready(self) -> None:
        """Let checks, effects and transitions make themselves known."""
        import commissioning.actions.step
        import commissioning.checks
        import commissioning.nouns  # noqa: F401
