"""WHO, and who may decide: trusts, blueprints, bodies, people, decisions, audit."""

from django.apps import AppConfig


class TrustsConfig(AppConfig):
    """WHO, and who may decide: trusts, blueprints, bodies, people, decisions, audit."""

    name = "trusts"
    verbose_name = "Trusts"

    def ready(self) -> None:
        """Let checks, effects and transitions make themselves known."""
        import trusts.actions.blueprint
        import trusts.actions.decision
        import trusts.governance.checks
        import trusts.governance.record_checks  # noqa: F401
