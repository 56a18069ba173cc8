"""A list read, and records saved, while a file is brought in by another process: how much slower, and what fails."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.db import DatabaseError, connection
from django.test import Client

from commissioning.bench.ground import somebody
from commissioning.bench.imports import write_file
from commissioning.bench.pages import take, visitor_of
from commissioning.bench.where import address
from needs.models import Batch, Evidence
from trusts.actions import record as records
from trusts.governance import clock
from trusts.models import Trust

IDLE = 15.0
"""Seconds for which the list is read before the import begins."""
PAUSE = 0.3
"""Seconds between two saves of one person."""
NICE = {"postgresql": "10", "sqlite": "0"}
"""How far the worker makes way for people: see docs/running.md."""


@dataclass
class Met:
    """What a reader and somebody who saves met."""

    reads: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def high(self) -> float:
        """The 95th percentile of reading, in milliseconds."""
        return sorted(self.reads)[round(len(self.reads) * 0.95) - 1] * 1000


def measure(trust: Trust, folder: Path, rows: int) -> tuple[Met, Met, float]:
    """What people met before and during an import of so many rows, and how many seconds it took."""
    path = folder / "meanwhile.csv"
    write_file(path, rows, first=20_001)
    until = time.monotonic() + IDLE
    before = _met(trust, lambda: time.monotonic() < until)
    started = time.perf_counter()
    command = ["nice", "-n", NICE[connection.vendor], sys.executable, "manage.py", "import_data", str(path)]
    with subprocess.Popen(  # noqa: S603 (our own command)
        command, cwd=settings.BASE_DIR, env=address(), stdout=subprocess.DEVNULL
    ) as importing:
        during = _met(trust, lambda: importing.poll() is None)
    taken = time.perf_counter() - started
    batch = Batch.objects.filter(file_name=path.name).first()
    if batch is None or (batch.state, batch.new) != (Batch.State.SAVED, rows):
        raise CommandError("The file did not come in while people were at work.")
    return before, during, taken


def _met(trust: Trust, still: Callable[[], bool]) -> Met:
    """Read without end and save now and then, as long as it lasts."""
    met = Met()
    readers = [
        threading.Thread(
            target=_over_and_over, args=(work, trust, taken, met.faults, still), kwargs={"pause": pause}
        )
        for work, taken, pause in ((_read, met.reads, 0.0), (_save, met.saves, PAUSE))
    ]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return met


def _over_and_over(
    work: Callable[[Trust, Client], None],
    trust: Trust,
    taken: list[float],
    faults: list[str],
    still: Callable[[], bool],
    *,
    pause: float,
) -> None:
    client = visitor_of(trust)
    while still():
        started = time.perf_counter()
        try:
            work(trust, client)
        except (DatabaseError, CommandError) as fault:
            faults.append(f"{work.__name__.strip('_')}: {fault}")
        taken.append(time.perf_counter() - started)
        time.sleep(pause)
    connection.close()


def _read(trust: Trust, client: Client) -> None:
    """Read the list; raises what goes wrong."""
    take(client, f"/{trust.code}/records/agreement/")()


def _save(trust: Trust, client: Client) -> None:
    """Record a piece of evidence."""
    seen = Evidence(
        title="Seen meanwhile", sort=Evidence.Kind.PROFESSIONAL, summary="Figures came in.", source="Ourselves", dated=clock.today(),
    )  # fmt: skip
    records.make(seen, trust=trust, by=somebody(trust))
