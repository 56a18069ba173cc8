"""`manage.py import_boundaries PATH…`: bring the outlines of areas in, for maps."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from needs.actions.boundary import bring_boundaries
from needs.figures.boundaries import LARGEST
from needs.figures.faults import BadFile
from trusts.models import Trust


class Command(BaseCommand):
    """For each file: how many areas have an outline now, and what was left out and why."""

    help = "Import boundaries from GeoJSON, as ONS Open Geography gives them: properties such as LAD24CD or LSOA21CD."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, and whose."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--trust", help="a trust whose localities the file may name by their codes")
        parser.add_argument("--source", default="", help="who published them, under which licence")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring in file after file."""
        trust = None
        if options["trust"]:
            trust = Trust.objects.filter(code=options["trust"]).first()
            if trust is None:
                raise CommandError(f"There is no trust '{options['trust']}'.")
        for path in options["paths"]:
            try:
                with path.open("rb") as file:
                    content = file.read(LARGEST + 1)
                brought = bring_boundaries(
                    content, file_name=path.name, trust=trust, source=options["source"]
                )
            except OSError as fault:
                raise CommandError(f"{path}: {fault.strerror}.") from fault
            except BadFile as fault:
                raise CommandError(f"{path.name}: {fault} Nothing of it was kept.") from fault
            for line in brought.said:
                self.stdout.write(f"{path.name}: {line}")
