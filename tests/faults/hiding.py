"""`make faults`: a reader with every page open tries to work out what is hidden, of a thousand random tables.

Each table is a trust's: three localities in an authority beside others, by sex and by ethnicity, brought in by the
importer, then put right by a later file or undone and brought in anew. Every fourth is shared, and read on the pages of
two trusts of one region. After each file all questions, profiles and lists are read, and everything that adds up is
solved, over all releases at once. A reader is told which counts did not change. Half the tables follow the education profile, half the health one, unless one is named.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from demo_site import environment, manage
from machines import Server

PROFILES = ("dfe", "nhs")


def main() -> int:
    """One database; 0 where nothing that is hidden was found out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000, help="of each profile")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", choices=PROFILES)
    parser.add_argument("database", choices=("sqlite", "postgresql"))
    asked = parser.parse_args()
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="weft-hiding-")))
        folder.chmod(0o755)
        server = held.enter_context(Server(folder)) if asked.database == "postgresql" else None
        env = environment(folder, server.address if server else f"sqlite:///{folder / 'site.sqlite3'}")
        os.environ.update(env)
        manage("migrate", "--verbosity", "0", env=env)
        import django  # noqa: PLC0415 (the settings are chosen above)

        django.setup()
        return sum(tried(code, asked, folder) for code in PROFILES if asked.profile in (None, code))


def tried(code: str, asked: argparse.Namespace, folder: Path) -> int:
    """Every table of one profile: 1 where a reader found anything out."""
    from tests.factories.sandover import sandover  # noqa: PLC0415 (as above)
    from tests.needs.answers.puzzle import Puzzle, Setting  # noqa: PLC0415
    from tests.needs.answers.reader import read_through  # noqa: PLC0415

    trusts = [
        sandover(code=f"{name}-{code}", suppression={"profile": code}).trust
        for name in ("trust", "one", "two")
    ]
    alone, together = Setting.of(trusts[0]), Setting.of(*trusts[1:])
    said: Counter[str] = Counter()
    started = time.monotonic()
    for number in range(asked.tables):
        seed = asked.seed * 1_000_000 + number
        setting = alone if number % 4 else together
        puzzle = Puzzle.made(random.Random(seed), setting, f"{code}, table {number}")
        found = read_through(puzzle, folder)
        forget_all()
        said += Counter(
            tables=1,
            files=found.files,
            counts=found.counts,
            hidden=found.hidden,
            faults=len(found.faults),
        )
        for fault in found.faults:
            print(f"{code} table {seed}: {fault}", flush=True)  # noqa: T201
        if not (number + 1) % 100:
            print(f"{code}: {dict(said)}, {time.monotonic() - started:.0f} s", flush=True)  # noqa: T201
    print(  # noqa: T201
        f"{asked.database}, {code}: {said['tables']} tables in {said['files']} files, {said['counts']:,} counts on pages, "
        f"{said['hidden']:,} hidden, {said['faults']} of them found out; {time.monotonic() - started:.0f} s"
    )
    return int(said["faults"] > 0 or not said["hidden"])


def forget_all() -> None:
    """Take every figure away, so that the thousandth table costs no more than the first."""
    from needs.models import (  # noqa: PLC0415 (the settings are chosen above)
        Batch,
        Indicator,
        IndicatorUse,
        Neighbour,
        Observation,
        Replaced,
        Snapshot,
    )  # fmt: skip

    for model in (Observation, Replaced, Snapshot, IndicatorUse, Neighbour):
        rows = model._base_manager.all()
        rows._raw_delete(rows.db)
    Indicator.objects.all().delete()
    Batch.objects.all().delete()


if __name__ == "__main__":
    sys.exit(main())
