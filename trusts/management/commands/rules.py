"""`manage.py rules`: every rule of the five frameworks, whether it is enforced, and the tests that show it."""

import json
from argparse import ArgumentParser
from itertools import groupby
from typing import Any

from django.core.management import BaseCommand

from trusts.rules_report import Rule, rules


class Command(BaseCommand):
    """Reads the blueprint files and the tests; needs no database."""

    help = "List every rule of the blueprint files: transition, check, severity, tests, enforced or pending."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--json."""
        parser.add_argument("--json", action="store_true", help="a JSON list, one object per rule")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the list or the table."""
        found = rules()
        if options["json"]:
            data = [rule.as_dict() for rule in found]
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
            return
        for trust, own in groupby(found, key=lambda rule: rule.trust):
            self._table(trust, list(own))
        self.stdout.write(f"All trusts: {_totals(found)}")

    def _table(self, trust: str, own: list[Rule]) -> None:
        self.stdout.write(f"{trust}\n" + "-" * len(trust))
        for rule in own:
            tests = f"{len(rule.tests)} test{'' if len(rule.tests) == 1 else 's'}"
            self.stdout.write(
                f"{rule.id:<8} {rule.status:<9}{tests:>8}  "
                f"{rule.severity:<9}{rule.transition:<22}{rule.check:<24}{rule.message}"
            )
        self.stdout.write(f"{_totals(own)}\n")


def _totals(found: list[Rule]) -> str:
    """How many there are, are enforced, are pending, and have a test."""
    enforced = [rule for rule in found if rule.status == "enforced"]
    tested = sum(bool(rule.tests) for rule in enforced)
    return (
        f"{len(found)} rules, {len(enforced)} enforced ({tested} of them with a test), "
        f"{len(found) - len(enforced)} pending"
    )
