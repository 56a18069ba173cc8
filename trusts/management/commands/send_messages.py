"""`manage.py send_messages`: the worker that sends the mail waiting in the outbox."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from trusts.outbox import ServerAway, send_waiting, stuck

PAUSE = 10
"""Seconds between two rounds."""


class Command(BaseCommand):
    """Sends in rounds until it is stopped; with --once, one round. On SQLite run one worker only."""

    help = "Send the mail waiting in the outbox: in rounds until stopped, or once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--once."""
        parser.add_argument(
            "--once", action="store_true", help="one round; exit code 1 if the server is away"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Send."""
        if not settings.SITE_URL:
            raise CommandError("SITE_URL is not set: the links in mail need the address of the site.")
        if options["once"]:
            if not self._round():
                raise CommandError("The mail server does not answer. The messages wait for the next round.")
            self._tell_what_is_stuck()
            return
        self._tell_what_is_stuck()
        try:
            while True:
                self._round()
                time.sleep(PAUSE)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def _round(self) -> bool:
        """One round; whether the server answered."""
        try:
            done = send_waiting()
        except ServerAway as error:
            self.stderr.write(f"The mail server does not answer: {error}")
            return False
        if done.sent or done.failed:
            self.stdout.write(f"{done.sent} sent, {done.failed} failed")
        return True

    def _tell_what_is_stuck(self) -> None:
        count = stuck().count()
        if count:
            self.stderr.write(
                f"{count} {'message waits' if count == 1 else 'messages wait'} for somebody to act: the person "
                "has no address, has left, or the address was refused too often."
            )
