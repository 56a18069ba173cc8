"""A real site for the journeys: its own database, the demo loaded, two server processes."""

import json
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import environ
import psycopg2

ROOT = Path(__file__).resolve().parent.parent
RUNNING = "WEFT_TEST_SITE"
SAID = 4_000
"""So many letters of what the server said are shown."""
PATIENCE = 60  # seconds until the server must answer


@dataclass(frozen=True)
class Site:
    """Where the site is, and who can sign in there with which password."""

    url: str
    people: dict[str, str]
    database: str
    log: str
    """Where its server says what went wrong."""

    @classmethod
    def already_running(cls) -> "Site | None":
        """The one that tests/run.py started for all its workers, if it did."""
        return cls(**json.loads(os.environ[RUNNING])) if RUNNING in os.environ else None

    def last_words(self) -> str:
        """What the server said last, where it said anything."""
        return Path(self.log).read_text(errors="replace")[-SAID:]

    def named(self) -> dict[str, str]:
        """Environment by which workers find it."""
        return {RUNNING: json.dumps(asdict(self))}


@contextmanager
def running_site(folder: Path, server: str = "") -> Iterator[Site]:
    """Load the demo into a new database, serve it on a free port, stop it at the end."""
    with database(server or os.environ.get("DATABASE_URL", ""), folder) as address:
        env = environment(folder, address)
        manage("demo", "--no-serve", env=env)
        people = signs_in(manage("demo", "--list", env=env))
        with served(env, folder / "server.log") as url:
            yield Site(url=url, people=people, database=address, log=str(folder / "server.log"))


def environment(folder: Path, database_url: str) -> dict[str, str]:
    """Demo settings in a folder of its own; nothing of the tests' settings."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "commissioning.settings",
        "READ_DOTENV": "False",
        "DEBUG": "True",
        "DEMO": "True",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATA_DIR": str(folder),
        "AUDIT_ANCHOR_DIR": str(folder / "audit"),
        "DATABASE_URL": database_url,
        "EMAIL_URL": "dummymail://",
        "STATIC_MAX_AGE": "3600",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def database(server: str, folder: Path) -> Iterator[str]:
    """A fresh database: a file, or one of its own on the PostgreSQL server the tests were given."""
    if not server.startswith(("postgres", "pgsql")):
        yield f"sqlite:///{folder / 'site.sqlite3'}"
        return
    name = f"weft_site_{secrets.token_hex(4)}"
    run(server, f"CREATE DATABASE {name}")
    try:
        address, mark, options = server.partition("?")
        yield address.rpartition("/")[0] + f"/{name}{mark}{options}"
    finally:
        run(server, f"DROP DATABASE {name} WITH (FORCE)")


def run(address: str, statement: str, *values: Any) -> None:
    """Run one statement outside any transaction, as creating a database demands."""
    at = environ.Env.db_url_config(address)
    if at["ENGINE"].endswith("sqlite3"):
        with closing(sqlite3.connect(at["NAME"], isolation_level=None)) as file:
            file.execute(statement.replace("%s", "?"), values)
        return
    with closing(door(address)) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement, values)


def door(address: str) -> Any:
    """A connection to a PostgreSQL database, past the site."""
    at = environ.Env.db_url_config(address)
    return psycopg2.connect(
        host=at["HOST"] or None,
        port=at["PORT"] or None,
        user=at["USER"] or None,
        password=at["PASSWORD"] or None,
        dbname=at["NAME"],
    )


def manage(*arguments: str, env: dict[str, str]) -> str:
    """Run one management command; what it printed, or a failure that shows it."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def signs_in(listing: str) -> dict[str, str]:
    """Passwords by username, from what `manage.py demo --list` prints."""
    people = {person["username"]: person["password"] for person in json.loads(listing)}
    if not people:
        raise RuntimeError("manage.py demo --list named nobody who can sign in.")
    return people


@contextmanager
def served(env: dict[str, str], log: Path) -> Iterator[str]:
    """The site behind gunicorn on a free port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Threads, because a browser keeps spare connections open and each would hold a plain worker.
    command = [sys.executable, "-m", "gunicorn", "commissioning.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "4", "--log-level", "warning", "--graceful-timeout", "2"]
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT) as server,
    ):
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(url, server, log)
            yield url
        finally:
            stop(server)


def wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    """Return when the site answers without an error of its own; else fail with the server's last words."""
    answer: object = "nothing"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE):
                return
        except urllib.error.HTTPError as error:
            answer = error.code
            break
        except OSError:
            time.sleep(0.1)
    if isinstance(answer, int) and answer < 500:
        return
    raise RuntimeError(f"The site does not run (it answered {answer}):\n{log.read_text()[-SAID:]}")


def stop(server: subprocess.Popen) -> None:
    """Ask the server to end, and insist when it does not."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
