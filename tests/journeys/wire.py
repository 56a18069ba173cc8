"""People who send forms without a browser, so that two of them can do it at the same moment."""

import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookiejar import CookieJar
from threading import Barrier
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from tests.journeys.forms import Form, filled, form_with

PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    onward: str


class StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *args: Any) -> None:
        """Follow nothing."""


class Caller:
    """Somebody of the demo, signed in; one session, which several threads may use."""

    def __init__(self, site: str, username: str) -> None:
        self.site = site
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(StayHere, cookies)
        form = self.form("/sign-in/", "password")
        sent = {"username": username, "csrfmiddlewaretoken": form.fields["csrfmiddlewaretoken"][0]}
        assert self.posts("/sign-in/demo/", sent).status == 302, f"{username} could not sign in."

    def gets(self, path: str) -> Answer:
        """Open a page."""
        return self.asks(urllib.request.Request(urljoin(self.site, path)))

    def posts(self, path: str, fields: dict[str, Any]) -> Answer:
        """Send a form."""
        return self.asks(
            urllib.request.Request(urljoin(self.site, path), urlencode(fields, doseq=True).encode())
        )

    def asks(self, request: urllib.request.Request) -> Answer:
        """Send a request and read the answer, whatever it is."""
        try:
            answer = self.opener.open(request, timeout=PATIENCE)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            onward = urlsplit(answer.headers.get("Location", "")).path
            return Answer(answer.status, answer.read().decode(errors="replace"), onward)

    def form(self, path: str, name: str) -> Form:
        """The form of a page that has this field."""
        return form_with(self.gets(path).text, name)

    def sender(self, path: str, form: Form, **fields: Any) -> Callable[[], Answer]:
        """What sends a form that was opened before, filled in like this, whenever it is called."""
        sent = filled(form, **fields)
        return lambda: self.posts(path, sent)


def at_once(*calls: Callable[[], Answer]) -> list[Answer]:
    """Make several calls at the same moment; their answers in order."""
    ready = Barrier(len(calls))

    def when_all_are_ready(call: Callable[[], Answer]) -> Answer:
        ready.wait(PATIENCE)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(when_all_are_ready, calls))
