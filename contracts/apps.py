"""DO and what is REVIEWED: what is bought, from whom, how it runs."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """DO and what is REVIEWED: what is bought, from whom, how it runs."""

    name = "contracts"
    verbose_name = "Contracts"

    def ready(self) -> None:
        """Let kinds of record, checks, effects and transitions make themselves known."""
        import contracts.checks
        import contracts.nouns  # noqa: F401
