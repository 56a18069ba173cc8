"""Fixtures that walk the site as people do: on a desk, on a phone, without JavaScript."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from tests.demo_site import Site, running_site
from tests.machine import Missing, chromium

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox",  # test machines run as root, which the sandbox refuses
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A page may refuse (403, 404, 409, 422) and the test asserts it; a stylesheet or script may not.
MAY_REFUSE = {"document", "fetch", "xhr"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, served by real processes on a database of its own."""
    if running := Site.already_running():
        yield running
        return
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    try:
        path = chromium()
    except Missing as missing:
        pytest.fail(str(missing))
    if path is None:
        pytest.fail("No Chromium here. `make test STAGES=journeys` fetches one, or set CHROMIUM=/path/to/it.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def complaints(site: Site) -> Iterator[list[str]]:
    """What the browser complained of; any left at the end fails the test.

    A test that provokes one on purpose asks for this list and takes it out.
    """
    heard: list[str] = []
    yield heard
    if heard:
        told = [f"{line[:300]} (times {times})" for line, times in Counter(heard).items()]
        server = site.last_words() if any(line.startswith("5") for line in heard) else ""
        pytest.fail("The browser complained:\n" + "\n".join([*told, server]))


@pytest.fixture
def page(browser: Browser, site: Site, complaints: list[str]) -> Iterator[Page]:
    """A page on a desk."""
    yield from opened(browser, site, complaints, viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(browser: Browser, site: Site, complaints: list[str]) -> Iterator[Page]:
    """A page on a small phone, or on a desk at 400 per cent."""
    yield from opened(
        browser, site, complaints, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True
    )


@pytest.fixture
def plain(browser: Browser, site: Site, complaints: list[str]) -> Iterator[Page]:
    """A page whose browser runs no JavaScript."""
    yield from opened(
        browser, site, complaints, viewport={"width": 1280, "height": 900}, java_script_enabled=False
    )


@pytest.fixture
def sign_in(site: Site) -> Callable[[Page, str], None]:
    """`sign_in(page, username)`: through the form, as a person does."""

    def through_the_form(page: Page, username: str) -> None:
        if username not in site.people:
            pytest.fail(f"The demo has nobody called {username}: {', '.join(sorted(site.people))}")
        page.goto(reverse("sign-in"))
        form = page.locator("form:has(input[name=password])")
        form.locator("input[name=username]").fill(username)
        form.locator("input[name=password]").fill(site.people[username])
        form.locator("[type=submit]").first.click()
        expect(page.locator("input[name=password]")).to_have_count(0)

    return through_the_form


@pytest.fixture
def axe() -> Callable[[Page], list[dict[str, Any]]]:
    """A function of a page: what axe-core finds there against WCAG 2.2 AA and good practice."""
    return axe_violations


def axe_violations(page: Page) -> list[dict[str, Any]]:
    """Each violation: its rule, how grave, what it asks for, and the elements it stands on."""
    if not AXE.is_file():
        pytest.fail("axe-core is not installed: run npm ci.")
    # Through the developer's door, which the page's own content policy does not guard: the policy
    # stays in force, so that the page under test is the page people get.
    door = page.context.new_cdp_session(page)
    door.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    door.detach()
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, preload: false})", STANDARDS
    )
    return [
        {
            "rule": violation["id"],
            "impact": violation["impact"],
            "asks": violation["help"],
            "where": [node["html"][:200] for node in violation["nodes"]],
        }
        for violation in found["violations"]
    ]


def opened(browser: Browser, site: Site, complaints: list[str], **context: Any) -> Iterator[Page]:
    """A page in a context of its own: no cookie, no storage, London's clock, English words."""
    own = browser.new_context(
        base_url=site.url, locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce", **context
    )
    own.set_default_timeout(10_000)
    page = own.new_page()
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: script error: {error}"))
    page.on("console", lambda message: complaints.extend(spoken(page, message)))
    page.on("response", lambda response: complaints.extend(faulty(response)))
    yield page
    own.close()


def spoken(page: Page, message: Any) -> list[str]:
    """An error on the console; answers of the server are judged by `faulty` instead."""
    if message.type != "error" or message.text.startswith("Failed to load resource"):
        return []
    return [f"{page.url}: console: {message.text}"]


def faulty(response: Response) -> list[str]:
    """A server error anywhere, or anything missing that a page is made of."""
    allowed = 500 if response.request.resource_type in MAY_REFUSE else 400
    return [f"{response.status} from {response.url}"] if response.status >= allowed else []
