"""`make test`: on SQLite, on PostgreSQL what meets the database, then journeys through a real site.

Nothing is skipped for want of a database or a browser: what cannot be had is a failure that says how
to get it. Stages may be named (`make test STAGES="sqlite"`); otherwise all run, also after a failure.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from demo_site import Site, running_site
from machine import Missing, fetched_chromium, postgresql

ROOT = Path(__file__).resolve().parent.parent
EVERY_CORE = ["-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]
# A journey takes a minute, much of it waiting for its page: one more than there are cores at a time,
# handed out one by one, so that no core is left with two.
LONG_ONES = ["-n", str(min(os.cpu_count() or 2, 4) + 1), "--dist", "load", "--maxschedchunk", "1"]
# What never meets the database, or meets it as any page does.
ALIKE = [
    "commissioning/test_door.py",
    "commissioning/test_keep_text.py",
    "commissioning/test_ring.py",
    "needs/answers/test_every_form.py",
    "trusts/admin/test_door.py",
    "trusts/test_chart.py",
]
CLOSING = re.compile(r"^=+ .*\bin \d+(\.\d+)?s\b.* =+$")


@dataclass
class Result:
    """How one stage went."""

    stage: str
    passed: bool
    seconds: float
    closing: str


class Run:
    """One run over the stages; the PostgreSQL server is shared by those that want it."""

    def __init__(self, held: ExitStack) -> None:
        self.held = held
        self.server: str | None = None
        self.aside = held.enter_context(ThreadPoolExecutor(1))
        self.loading: Future[Site] | None = None

    def postgresql(self) -> str:
        """The server's address, started when first asked for."""
        if self.server is None:
            self.server = self.held.enter_context(postgresql())
        return self.server

    def site(self) -> "Future[Site]":
        """The site of the journeys, which takes a minute to load: begun when first asked for."""
        if self.loading is None:
            folder = Path(self.held.enter_context(tempfile.TemporaryDirectory(prefix="weft-site-")))
            site = running_site(folder, self.postgresql())
            self.loading = self.aside.submit(self.held.enter_context, site)
        return self.loading

    def sqlite(self) -> tuple[bool, str]:
        """Every test but the journeys, on SQLite."""
        return pytest("-m", "not journey", *EVERY_CORE, DATABASE_URL="", EXPECTED_DATABASE="sqlite")

    def postgres(self) -> tuple[bool, str]:
        """On PostgreSQL what meets the database: records, actions, their locks and pages."""
        records = [f"tests/records/test_{part}.py" for part in ("kept", "money", "sealed_bids")]
        needs = [f"tests/needs/{part}" for part in ("answers", "data", "test_need_to_priority.py")]
        rest = ["tests/commissioning", "tests/trusts", *needs, "tests/test_database.py"]
        chosen = ["-m", "not journey", *rest, *records, *(f"--ignore=tests/{path}" for path in ALIKE)]
        return pytest(*chosen, *EVERY_CORE, DATABASE_URL=self.postgresql(), EXPECTED_DATABASE="postgresql")

    def postgres_meanwhile(self) -> tuple[bool, str]:
        """On PostgreSQL what meets the database, while the site of the journeys is loaded."""
        self.site()
        return self.postgres()

    def journeys(self) -> tuple[bool, str]:
        """Real browser, real server processes, demo loaded, on PostgreSQL."""
        loading, chromium = self.site(), fetched_chromium()
        return pytest(
            "-m", "journey", *LONG_ONES, DATABASE_URL=self.postgresql(), CHROMIUM=chromium,
            **loading.result().named(),
        )  # fmt: skip


def pytest(*arguments: str, **environment: str) -> tuple[bool, str]:
    """Run pytest, showing what it prints; whether it passed, and its own closing line."""
    said = ""
    env = {**os.environ, **environment}
    if not env["DATABASE_URL"]:
        del env["DATABASE_URL"]  # SQLite, which settings.py takes where none is named
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if CLOSING.match(line.strip()):
                said = line.strip()
    return process.returncode == 0, said


def timed(stage: str, work: Callable[[], tuple[bool, str]]) -> Result:
    """One stage, its outcome and how long it took."""
    print(f"\n--- {stage}: {(work.__doc__ or '').strip()}", flush=True)
    started = time.monotonic()
    try:
        passed, closing = work()
    except Missing as missing:
        print(missing, flush=True)
        passed, closing = False, ""
    return Result(stage, passed, time.monotonic() - started, closing)


def main(wanted: list[str]) -> int:
    """Run the stages; 0 when every one passed."""
    # So that a run which is told to stop still stops the server it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    with ExitStack() as held:
        run = Run(held)
        stages = {"sqlite": run.sqlite, "postgres": run.postgres, "journeys": run.journeys}
        unknown = set(wanted) - set(stages)
        if unknown:
            print(f"No stage called {', '.join(sorted(unknown))}: there are {', '.join(stages)}.")
            return 2
        chosen = [stage for stage in stages if not wanted or stage in wanted]
        if {"postgres", "journeys"} <= {*chosen}:
            stages["postgres"] = run.postgres_meanwhile
        results = [timed(stage, stages[stage]) for stage in chosen]
    print()
    for result in results:
        print(f"{result.stage:<10}{'passed' if result.passed else 'FAILED':<8}{result.seconds:6.0f} s")
    print(f"{'in all':<18}{sum(result.seconds for result in results):6.0f} s\n")
    for result in results:
        print(result.closing or f"{result.stage}: pytest did not reach its end")
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
