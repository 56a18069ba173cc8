"""Who walks in the journeys: people of the demo, each with a browser of their own."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests.browser import opened
from tests.demo_site import Site, run
from tests.journeys.acting import Actor
from tests.journeys.wire import Caller

DESK = {"width": 1280, "height": 900}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
one_browser = contextmanager(opened)


def signed_in(page: Page, username: str) -> None:
    """Sign a demo person in as the demo's own button does, without drawing the page."""
    ask = page.context.request
    token = TOKEN.search(ask.get("/sign-in/").text())
    if token is None:
        pytest.fail("The sign-in page has no form.")
    sent = {"username": username, "csrfmiddlewaretoken": token[1]}
    answer = ask.post("/sign-in/demo/", form=sent, max_redirects=0)
    if answer.status != 302:
        pytest.fail(f"{username} could not sign in: {answer.status}.")


@pytest.fixture
def cast(browser: Browser, site: Site, complaints: list[str]) -> Iterator[Callable[..., Actor]]:
    """`cast(username, trust)`: that person, signed in, in a browser of their own; the same one if asked again.

    More arguments are the browser's, such as `java_script_enabled=False`.
    """
    on_stage: dict[str, Actor] = {}
    with ExitStack() as stack:

        def enters(username: str, trust: str, **context: Any) -> Actor:
            if username not in on_stage:
                page = stack.enter_context(
                    one_browser(browser, site, complaints, **({"viewport": DESK} | context))
                )
                signed_in(page, username)
                on_stage[username] = Actor(page, trust, username)
            return on_stage[username]

        yield enters


@pytest.fixture
def night(site: Site) -> Callable[[str], None]:
    """`night(procurement)`: the last day for bids passes, which no journey can wait for."""

    def passes(procurement: str) -> None:
        _, trust, _, _, number, _ = procurement.split("/")
        yesterday = timezone.localdate() - timedelta(days=1)
        run(
            site.database,
            "UPDATE contracts_procurement SET opens = %s, closes = %s WHERE number = %s"
            " AND trust_id = (SELECT id FROM trusts_trust WHERE code = %s)",
            yesterday.isoformat(), yesterday.isoformat(), int(number), trust,
        )  # fmt: skip

    return passes


@pytest.fixture(scope="module")
def caller(site):
    """`caller(username)`: somebody signed in, without a browser."""
    known: dict[str, Caller] = {}

    def signed_in(username: str) -> Caller:
        if username not in known:
            known[username] = Caller(site.url, username)
        return known[username]

    return signed_in
