"""`make faults`: imports killed with `kill -9` in their middle: nothing half, all of it afterwards, nothing twice.

Fifty kills for each database, at random moments of checking and saving: of the worker
(`manage.py db_worker`), of the web server that imports in the request, and of PostgreSQL itself.
After each: the figures, what came with them and the snapshot are whole or not there; the job goes on
and brings all of it; and the same file again writes nothing.
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
from machines import Server, Web, Worker

ROWS = 50_000
PATIENCE = 120


def main() -> int:
    """Both databases, or the one named; 0 where nothing was lost, half or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("database", choices=("sqlite", "postgresql"))
    asked = parser.parse_args()
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="weft-faults-")))
        folder.chmod(0o755)
        server = held.enter_context(Server(folder)) if asked.database == "postgresql" else None
        env = environment(folder, server.address if server else f"sqlite:///{folder / 'site.sqlite3'}")
        os.environ.update(env | {"WORKER": "True"})
        manage("migrate", "--verbosity", "0", env=env)
        import django  # noqa: PLC0415 (the settings are chosen above)

        django.setup()
        from killing import Killing  # noqa: PLC0415

        killing = Killing(folder, asked.rows, random.Random(asked.seed), server)
        worker = held.enter_context(Worker(env, folder / "worker.log"))
        web = held.enter_context(Web(env, folder / "web.log"))
        kinds = [worker] * 6 + [web] * 2 + ([server] * 2 if server else [web] * 2)
        started, said = time.monotonic(), Counter()
        for kill in range(asked.kills):
            victim = kinds[kill % len(kinds)]
            found = killing.once(victim, worker, web)
            said += Counter(found)
            print(f"{kill + 1:>3} {victim.name:<12}{', '.join(found)}", flush=True)  # noqa: T201
        return killing.tell(asked.database, said, time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
