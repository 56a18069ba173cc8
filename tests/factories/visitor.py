"""Somebody at a browser: asks for pages and sends forms as the pages offer them."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from trusts.models import Person

PASSWORD = "quiet-otters-swim-home"


def visitor(person: Person | None = None, **how: Any) -> Client:
    """A browser of their own, signed in as a person or as nobody."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # the server of static files asks for its folder
    client = Client(**how)
    if person is not None:
        client.force_login(person)
    return client


def with_password(person: Person) -> Person:
    """The person, able to sign in through the form with PASSWORD."""
    person.set_password(PASSWORD)
    person.save()
    return person


def form_of(client: Client, url: str, **typed: Any) -> dict[str, Any]:
    """What a browser would send from the form on a page: its fields as shown, with these typed in."""
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    return fields_of(page) | typed


def fields_of(page: Any) -> dict[str, Any]:
    """The fields of the page's form for acting, as a browser holds them."""
    reader = _Form()
    reader.feed(page.content.decode())
    return reader.fields


def text_of(page: Any) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def without_token(page: Any) -> str:
    """A page as it was sent, but for the token that differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


class _Form(HTMLParser):
    """Reads the fields of the one form that carries a form key."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.fields: dict[str, Any] = {}
        self._form: dict[str, Any] | None = None
        self._area: tuple[str, str] | None = None
        self._select: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value if value is not None else "" for name, value in attrs}
        if tag == "form":
            self._form = {}
        if self._form is None:
            return
        name = at.get("name", "")
        if tag == "textarea":
            self._area = (name, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in at:
            self._form[self._select] = at.get("value", "")
        elif tag == "input" and name and at.get("type") not in ("submit", "file"):
            self._input(name, at)

    def _input(self, name: str, at: dict[str, str]) -> None:
        assert self._form is not None
        if at.get("type") == "checkbox":
            if "checked" in at:
                self._form.setdefault(name, []).append(at.get("value", "on"))
        elif at.get("type") != "radio" or "checked" in at:
            self._form[name] = at.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if self._form is None:
            return
        if tag == "textarea" and self._area:
            name, text = self._area
            # A browser takes away one line break right after the tag, and only one.
            self._form[name] = text[2:] if text.startswith("\r\n") else text.removeprefix("\n")
            self._area = None
        elif tag == "form":
            if "form-key" in self._form and not self.fields:
                self.fields = self._form
            self._form = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area = (self._area[0], self._area[1] + data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.handle_data(unescape(f"&#{name};"))
