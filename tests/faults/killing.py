"""One kill after another, and what must be true after each."""

import random
import threading
import time
import urllib.parse
import urllib.request
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import connection, connections, transaction
from django.db.models import BigIntegerField, F, Sum
from django.db.models.functions import Cast
from django.test import Client
from machines import Machine, Server, Web, Worker

from commissioning.bench.imports import HEADING, lines
from commissioning.scale.make import make_trust
from needs import tasks
from needs.actions import batch as batches
from needs.figures import snapshots, store
from needs.models import Area, Batch, Indicator, Observation, Snapshot
from trusts.governance.permissions import standing
from trusts.models import Membership, Person, Trust

State = Batch.State
PATIENCE = 120
HALF, LOST, TWICE = "left half", "did not go on to its end", "written twice"
WORST = (HALF, LOST, TWICE)


class Killing:
    """A trust, its files, and everything that is checked."""

    def __init__(self, folder: Path, rows: int, rng: random.Random, server: Server | None) -> None:
        self.folder, self.rows, self.rng, self.server = folder, rows, rng, server
        self.trust = make_trust(2, scale=0.05, seed=1)
        self.person = _whoever_may(self.trust)
        self.client = Client()
        self.client.force_login(self.person)
        self.number, self.lasts = 0, {State.CHECKING: 1.0, State.SAVING: 1.5}

    def once(self, victim: Machine, worker: Worker, web: Web) -> list[str]:
        """One file: killed on its way in, looked at, gone on with, brought in again."""
        self.number += 1
        path = self._file()
        batch = self._received(path)
        before = self._everything()
        worker.start()
        during = State.SAVING if victim is web else self.rng.choice([State.CHECKING, State.SAVING])
        if during == State.SAVING:
            self._until(batch, State.CHECKED)
            batches.queue(batch, by=self.person) if victim is not web else None
        began = time.monotonic()
        if victim is web:
            self._save_through(web, batch)
        elif during == State.SAVING:
            tasks.save_batch.enqueue(batch.pk)
        self._until(batch, during, State.CHECKED, State.SAVED)
        time.sleep(self.rng.random() * self.lasts[during])
        victim.kill()
        if victim is self.server:
            worker.kill()
            self.server.start()
        return self._after(batch, path, before, worker, during, began)

    def _after(
        self, batch: Batch, path: Path, before: Any, worker: Worker, during: str, began: float
    ) -> list[str]:
        self._settled()
        state = Batch.objects.get(pk=batch.pk).state
        found = [f"while {'saving' if during == State.SAVING else 'checking'}: {state}"]
        kept = Observation.objects.filter(batch=batch).count()
        if state == State.SAVED:
            if kept != self.rows or not self._snapshot_is_right():
                found.append(HALF)
        elif self._everything() != before:
            found.append(HALF)
        worker.start()
        if state in Batch.UNDER_WAY:
            Batch.objects.filter(pk=batch.pk).update(heard=batch.created_at - timedelta(hours=1))
            batch = batches.resume(batch, by=self.person)
            (tasks.save_batch if batch.state == State.QUEUED else tasks.check_batch).enqueue(batch.pk)
        if self._until(batch, State.CHECKED, State.SAVED) == State.CHECKED:
            batches.queue(batch, by=self.person)
            tasks.save_batch.enqueue(batch.pk)
            self._until(batch, State.SAVED)
        batch.refresh_from_db()
        if (batch.state, Observation.objects.filter(batch=batch).count()) != (State.SAVED, self.rows):
            found.append(LOST)
        if not self._snapshot_is_right() or store.without_owner():
            found.append(HALF)
        return found + self._again(path)

    def _again(self, path: Path) -> list[str]:
        """The same file once more."""
        whole = self._everything()
        again = self._received(path)
        self._until(again, State.CHECKED)
        batches.queue(again, by=self.person)
        tasks.save_batch.enqueue(again.pk)
        self._until(again, State.SAVED)
        again.refresh_from_db()
        same = (again.new, again.changed, again.unchanged) == (0, 0, self.rows)
        return [] if same and self._everything() == whole else [TWICE]

    def tell(self, name: str, said: dict[str, int], seconds: float) -> int:
        """The table; 1 where anything was lost, half or doubled."""
        print(f"\n{name}: {self.number} kills in {seconds:.0f} s, files of {self.rows:,} rows")  # noqa: T201
        for what in (*sorted(set(said) - set(WORST)), *WORST):
            print(f"{what:<40}{said.get(what, 0):>5}")  # noqa: T201
        return int(any(said.get(what) for what in WORST))

    # What is there ---------------------------------------------------------------------------

    def _everything(self) -> tuple[Any, ...]:
        """All that a file can change, in short."""
        hundredths = Cast(
            F("value") * 100, BigIntegerField()
        )  # fractions add up to a little more in another order
        figures = Observation.objects.aggregate(v=Sum(hundredths), p=Sum("period"), b=Sum("batch_id"))
        return (
            tuple(figures.values()), Observation.objects.count(), Indicator.objects.count(), Area.objects.count(),
            Snapshot.objects.count(), tuple(store.rows(f"SELECT count(*) FROM {store.REPLACED}")),
        )  # fmt: skip

    def _snapshot_is_right(self) -> bool:
        """Whether rebuilding the snapshot changes nothing."""
        was = sorted(Snapshot.objects.values_list(), key=str)
        with transaction.atomic():
            snapshots.rebuild()
            now = sorted(Snapshot.objects.values_list(), key=str)
            transaction.set_rollback(True)
        return was == now

    def _settled(self) -> None:
        """Wait until the database has noticed who is dead."""
        connections.close_all()
        if connection.vendor == "postgresql":
            until = time.monotonic() + PATIENCE
            others = (
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' "
                "AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
            )
            while store.rows(others)[0][0] and time.monotonic() < until:
                time.sleep(0.05)

    def _until(self, batch: Batch, *states: str) -> str:
        """Wait for a state; the one that came. Remembers how long a job takes, so that kills fall on all of it."""
        until, at, since = time.monotonic() + PATIENCE, "", time.monotonic()
        while time.monotonic() < until:
            state = Batch.objects.values_list("state", flat=True).get(pk=batch.pk)
            if state != at:
                if at in self.lasts:
                    self.lasts[State(at)] = time.monotonic() - since
                at, since = state, time.monotonic()
            if state in states or state in (State.REFUSED, State.CANCELLED):
                break
            time.sleep(0.01)
        return at

    # What is done ----------------------------------------------------------------------------

    def _file(self) -> Path:
        """A file of new figures of small areas, most of them known from the files before."""
        path = self.folder / f"figures-{self.number}.csv"
        first = self.number * 10
        with path.open("w") as file:
            file.write(HEADING + "\n")
            file.writelines(islice(lines(iter(range(first, first + 10))), self.rows))
        return path

    def _received(self, path: Path) -> Batch:
        with path.open("rb") as file:
            batch = batches.receive(
                file_name=path.name, file=File(file, path.name), trust=self.trust, by=self.person
            )
        tasks.check_batch.enqueue(batch.pk)
        return batch

    def _save_through(self, web: Web, batch: Batch) -> None:
        """Press the button on the file's page, and wait for no answer."""
        web.start()
        page = self.client.get(batch.get_absolute_url(), SERVER_NAME="127.0.0.1")
        sent = _fields(page.content.decode(), "save/")
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())
        body = urllib.parse.urlencode(sent).encode()
        request = urllib.request.Request(
            f"{web.url}{batch.get_absolute_url()}save/", body, {"Cookie": cookies}
        )

        def press() -> None:
            with suppress(OSError):  # it is killed
                urllib.request.urlopen(request, timeout=PATIENCE).close()

        threading.Thread(target=press, daemon=True).start()


def _whoever_may(trust: Trust) -> Person:
    """Somebody who brings figures in."""
    held = Membership.objects.filter(trust=trust).select_related("person").order_by("pk")
    return next(one.person for one in held if standing(one.person, trust).may("data.import"))


def _fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent there."""
    import re  # noqa: PLC0415

    form = next(one for one in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'{action}"' in one)
    inputs = re.findall(r"<input[^>]*>", form)
    return {
        name[1]: value[1]
        for one in inputs
        if (name := re.search(r'name="([^"]*)"', one)) and (value := re.search(r'value="([^"]*)"', one))
    }
