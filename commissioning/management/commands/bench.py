"""`manage.py bench`: what pages cost, beside a floor and as the data grows; nothing it makes is kept."""

import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commissioning.models import Exercise, Mark, StepRecord
from trusts.models import Item, Membership, Person, Trust

PAGES = ["", "cycle/", "exercises/", "{exercise}", "{item}", "decisions/", "bodies/", "framework/"]


class Command(BaseCommand):
    """Print, for each page: queries, median and 95th percentile, times the floor, and growth.

    The floor F signs in and fetches fifty exercises by five queries, and renders nothing. Every
    measure is taken in turn with the others, so that a busy machine slows all alike.
    """

    help = "Measure the pages of a loaded demo trust, at its size and at many times its size."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which trust, how many rounds, how far it grows."""
        parser.add_argument("--trust", default="county-durham")
        parser.add_argument("--rounds", type=int, default=9)
        parser.add_argument("--times", type=int, default=100, help="how many times the exercises grow")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure at both sizes and print the table."""
        trust = Trust.objects.filter(code=options["trust"]).first()
        if trust is None:
            raise CommandError(f"There is no trust '{options['trust']}' here. Load the demonstration first.")
        # What DEBUG adds (every query kept and formatted) is no part of what is measured.
        debug, settings.DEBUG = settings.DEBUG, False
        try:
            with transaction.atomic():
                before = self.measure(trust, options["rounds"])
                self.grow(trust, options["times"])
                after = self.measure(trust, options["rounds"])
                transaction.set_rollback(True)
        finally:
            settings.DEBUG = debug
        self.print(trust, before, after, options["times"])

    def measure(self, trust: Trust, rounds: int) -> dict[str, tuple[int, list[float]]]:
        """Page to (queries, seconds of each round), the floor first."""
        person = self.somebody(trust)
        client = Client(SERVER_NAME="localhost")
        client.force_login(person)
        exercise = Exercise.objects.filter(trust=trust, state="running").exclude(current="").last()
        item = Item.objects.filter(trust=trust).last()
        found: dict[str, tuple[int, list[float]]] = {}
        work: dict[str, Callable[[], Any]] = {"F (floor)": lambda: self.floor(person, trust)}
        for page in PAGES:
            address = f"/{trust.code}/{page}"
            if page == "{exercise}":
                address = exercise.get_absolute_url()
            elif page == "{item}":
                address = item.get_absolute_url()
            work[page or "home"] = lambda address=address: self.get(client, address)
        for name, call in work.items():
            call()
            with CaptureQueriesContext(connection) as queries:
                call()
            found[name] = (len(queries), [])
        for _ in range(rounds):
            for name, call in work.items():
                started = time.perf_counter()
                call()
                found[name][1].append(time.perf_counter() - started)
        return found

    def somebody(self, trust: Trust) -> Person:
        """A member of a body who may read everything."""
        held = Membership.objects.filter(trust=trust, position="chair").select_related("person").first()
        if held is None:
            raise CommandError("This trust has no chair to measure as.")
        return held.person

    def get(self, client: Client, address: str) -> None:
        """Fetch a page; anything but a page is a fault of the measurement."""
        response = client.get(address)
        if response.status_code != HTTPStatus.OK:
            raise CommandError(f"{address} answered {response.status_code}")

    def floor(self, person: Person, trust: Trust) -> bytes:
        """What cannot be saved: who it is, the trust, fifty rows and what hangs on them."""
        Person.objects.get(pk=person.pk)
        Trust.objects.get(pk=trust.pk)
        rows = list(Exercise.objects.filter(trust=trust).prefetch_related("marks_set", "step_records")[:50])
        return str(len(rows)).encode()[:2]

    def grow(self, trust: Trust, times: int) -> None:
        """Copy every exercise of a trust so many times, with its marks and steps, through the bulk path."""
        originals = list(Exercise.objects.filter(trust=trust).prefetch_related("marks_set", "step_records"))
        number = max(one.number for one in originals)
        copies, sources = [], []
        for _ in range(times - 1):
            for one in originals:
                number += 1
                fields = {f.attname: getattr(one, f.attname) for f in Exercise._meta.concrete_fields}
                fields |= {
                    "id": None,
                    "number": number,
                    "previous_id": None,
                    "title": f"{one.title} {number}",
                }
                copies.append(Exercise(**fields))
                sources.append(one)
        made = Exercise.objects.bulk_create(copies, batch_size=500)
        pairs = list(zip(made, sources, strict=True))
        Mark.objects.bulk_create(
            [Mark(exercise=new, axis=m.axis, code=m.code) for new, old in pairs for m in old.marks_set.all()],
            batch_size=2000,
        )
        StepRecord.objects.bulk_create(
            [
                StepRecord(exercise=new, step=r.step, state=r.state, due=r.due)
                for new, old in pairs
                for r in old.step_records.all()
            ],
            batch_size=2000,
        )

    def print(self, trust: Trust, before: dict, after: dict, times: int) -> None:
        """The table."""
        floor = statistics.median(before["F (floor)"][1])
        self.stdout.write(
            f"{trust}, {connection.vendor}; milliseconds in process; growth is p95 at {times} x the data\n"
        )
        self.stdout.write(
            f"{'page':<14}{'queries':>9}{'median':>9}{'p95':>9}{'x F':>7}{'growth':>9}{'queries then':>14}"
        )
        for name, (queries, taken) in before.items():
            then, later = after[name]
            median, high = statistics.median(taken), _high(taken)
            self.stdout.write(
                f"{name:<14}{queries:>9}{median * 1000:>9.1f}{high * 1000:>9.1f}{median / floor:>7.2f}"
                f"{_high(later) / high:>9.2f}{then:>14}"
            )


def _high(taken: list[float]) -> float:
    """The 95th percentile; of a few rounds, the slowest but one."""
    return sorted(taken)[max(0, round(len(taken) * 0.95) - 1)]
