"""`manage.py export_blueprint`: a trust's framework as the file it was loaded from, letter for letter."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from trusts.models import Blueprint, Trust


class Command(BaseCommand):
    """Writes a stored version to standard output: `manage.py export_blueprint TRUST > file.yaml`."""

    help = "Write a trust's blueprint file to standard output, exactly as it was loaded."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Our --version is that of a framework; Django's own, of Django, gives way to it."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """TRUST and --version."""
        parser.add_argument("trust", metavar="TRUST", help="the code of the trust")
        parser.add_argument(
            "--version",
            type=int,
            metavar="N",
            help="the number of a version; without it, the one in force, else the newest",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the version and write it."""
        trust = Trust.objects.filter(code=options["trust"]).first()
        if trust is None:
            known = ", ".join(Trust.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(f"There is no trust '{options['trust']}'. There is: {known or 'none yet'}.")
        self.stdout.write(self._version(trust, options["version"]).text, ending="")

    @staticmethod
    def _version(trust: Trust, number: int | None) -> Blueprint:
        versions = trust.blueprints.order_by("-number")
        if number is None:
            found = versions.filter(state=Blueprint.State.IN_FORCE).first() or versions.first()
        else:
            found = versions.filter(number=number).first()
        if found is None:
            known = ", ".join(str(version.number) for version in versions)
            raise CommandError(f"{trust.name} has no version {number or ''}. It has: {known or 'none yet'}.")
        return found
