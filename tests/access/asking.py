"""Knocking at a page as somebody: the answer, what it wrote, and what it gave away."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler

from trusts.models import Person

SESSIONS = "django_session"
RECEIPTS = "trusts_receipt"
WRITING = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+[\"`]?(\w+)", re.IGNORECASE)
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")\w+')
VOLATILE = {"Set-Cookie", "Content-Length"}


def tables() -> list[str]:
    """Every table but that of sessions."""
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return sorted(names - {SESSIONS})


def counts() -> dict[str, int]:
    """The number of rows of every table, in one query."""
    names = tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f'(SELECT COUNT(*) FROM "{name}")' for name in names))
        return dict(zip(names, cursor.fetchone(), strict=True))


@contextmanager
def watched() -> Iterator[list[str]]:
    """The tables written to meanwhile, whether or not it was rolled back; sessions do not count."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITING.match(sql)
        if found and found[2] != SESSIONS:
            written.append(found[2])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


@dataclass
class Answer:
    """What came back, what was written on the way, and whether anything of it stayed."""

    response: HttpResponse
    body: bytes
    written: list[str]
    did: bool

    @property
    def letter(self) -> str:
        """The answer as the tables write it."""
        status, onward = self.response.status_code, self.response.headers.get("Location", "")
        if status == 302:
            return "i" if onward.startswith("/sign-in/?next=") else ("w" if self.did else "g")
        known = {200: "o", 403: "x", 404: ".", 405: "-", 409: "n", 422: "f"}
        return known.get(status, str(status))

    @property
    def bytes(self) -> tuple[int, dict[str, str], bytes]:
        """Everything an outsider could compare; the masks of tokens and cookies are random by design."""
        headers = {name: value for name, value in self.response.items() if name not in VOLATILE}
        return self.response.status_code, headers, TOKEN.sub(rb"\1", self.body)


class Knocker(RequestFactory):
    """Sends requests through the whole site; Django's own client also copies every context, for half the time."""

    def __init__(self, *, token_asked: bool = False, **defaults: Any) -> None:
        super().__init__(**defaults)
        self.handler = ClientHandler(enforce_csrf_checks=token_asked)

    def request(self, **request: Any) -> HttpResponse:
        """The answer to a request."""
        return self.handler(self._base_environ(**request))


class Door:
    """Knocks as anybody, each time with nothing but their session."""

    def __init__(self, *, token_asked: bool = False) -> None:
        self.knocker = Knocker(token_asked=token_asked)
        self.keys: dict[int, str] = {}
        self.start = counts()

    def cookies_of(self, person: Person | None) -> SimpleCookie:
        """The cookie of somebody who signed in before."""
        if person is None:
            return SimpleCookie()
        if person.pk not in self.keys:
            session = SessionStore()
            session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
            session.save()
            self.keys[person.pk] = session.session_key
        return SimpleCookie({settings.SESSION_COOKIE_NAME: self.keys[person.pk]})

    def ask(self, person: Person | None, method: str, path: str, data: Any = None, **more: Any) -> Answer:
        """Send a request and take back whatever it wrote."""
        self.knocker.cookies = self.cookies_of(person)
        with transaction.atomic():
            with watched() as written:
                if data is None:
                    response = self.knocker.generic(method, path, **more)
                else:
                    response = self.knocker.post(path, data, **more)
                body = b"".join(response.streaming_content) if response.streaming else response.content
            did = bool(written) and self.changed()
            transaction.set_rollback(True)
        return Answer(response, body, written, did)

    def changed(self) -> bool:
        """Whether any table has more or fewer rows than at the start; a receipt alone is not an act."""
        now = counts()
        return any(now[name] != number for name, number in self.start.items() if name != RECEIPTS)
