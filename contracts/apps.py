"""DO and what is REVIEWED: what is bought, from whom, how it runs."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """DO and what is REVIEWED: what is bought, from whom, how it runs."""

    name = "contracts"
    verbose_name = "Contracts"
