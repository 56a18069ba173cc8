"""`manage.py generate`: whole invented trusts, as large as wanted, for trials; `--remove` takes them out again."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from commissioning.scale.make import generate
from commissioning.scale.remove import remove


def above_zero(kind: type) -> Any:
    """A number that is more than nothing."""

    def read(text: str) -> Any:
        value = kind(text)
        if not value > 0:
            raise ArgumentTypeError(f"{text} is not more than nothing")
        return value

    return read


class Command(BaseCommand):
    """Make new trusts (trial-001, …) with records of every kind; never add to a trust that is there."""

    help = "Invent trusts with records of every kind, marked as invented. 150 trusts at scale 1 have 20,000 agreements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, how large, from which seed."""
        parser.add_argument("--trusts", type=above_zero(int), default=5, help="how many trusts")
        parser.add_argument(
            "--scale", type=above_zero(float), default=1, help="1 gives a trust 133 agreements"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed invents the same records")
        parser.add_argument("--remove", action="store_true", help="take every invented trust out again")
        parser.add_argument("--yes", action="store_true", help="do it on a production site too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make or remove, and say what."""
        if not settings.DEBUG and not options["yes"]:
            raise CommandError("This is a production site. If you want invented trusts on it, say --yes.")
        # With DEBUG on, Django keeps every query in memory.
        debug, settings.DEBUG = settings.DEBUG, False
        started = time.perf_counter()
        try:
            if options["remove"]:
                self.remove()
            else:
                made = [
                    t.code
                    for t in generate(trusts=options["trusts"], scale=options["scale"], seed=options["seed"])
                ]
                self.stdout.write(
                    f"Made {made[0]} to {made[-1]} in {time.perf_counter() - started:.0f} s. All of it is invented."
                )
        finally:
            settings.DEBUG = debug

    def remove(self) -> None:
        """Take every invented trust out."""
        gone = 0
        for trust, went in remove():
            gone += went
            if not went:
                self.stdout.write(
                    f"{trust.code} stays: people have acted in it, and what was recorded is never deleted."
                )
        self.stdout.write(f"{gone} invented {'trust' if gone == 1 else 'trusts'} taken out.")
