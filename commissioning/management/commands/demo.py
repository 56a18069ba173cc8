"""`manage.py demo`: load the demonstration and serve it."""

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection

from commissioning.demo.load import load_demo
from commissioning.demo.people import PASSWORD, demo_people, listing


class Command(BaseCommand):
    """Load the demo people and their work (once), then serve the site on HOST:PORT."""

    help = "Load the demonstration and serve it. A second run keeps the data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--no-serve and --list."""
        parser.add_argument("--no-serve", action="store_true", help="load only")
        parser.add_argument("--list", action="store_true", help="print every demo person as a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, load what is missing, serve."""
        if not settings.DEMO:
            raise CommandError("Demo mode is off. Set DEMO=True and DEBUG=True for a demonstration site.")
        if options["list"]:
            if "trusts_person" not in connection.introspection.table_names():
                raise CommandError("Nothing is loaded yet. Run: manage.py demo --no-serve")
            self.stdout.write(json.dumps(listing(), indent=2, ensure_ascii=False))
            return
        call_command("migrate", verbosity=0, interactive=False)
        # With DEBUG on, Django keeps every query in memory and formats each with a query of its own.
        settings.DEBUG = False
        load_demo(tell=self.stdout.write)
        settings.DEBUG = True
        host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
        self._tell(host, port)
        if not options["no_serve"]:
            call_command("runserver", f"{host}:{port}", use_reloader=False, verbosity=0)

    def _tell(self, host: str, port: str) -> None:
        """The address and whom to sign in as."""
        self.stdout.write(f"\nWeft is at http://{host}:{port}/ : every password is {PASSWORD}\n")
        for trust in demo_people():
            self.stdout.write(f"\n{trust['trust']}")
            for person in trust["people"]:
                self.stdout.write(f"  {person['username']:<24} {person['title']}")
        self.stdout.write("")
