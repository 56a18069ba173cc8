"""The front door: where it sends people on to, and the headers of whatever goes wrong."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from commissioning.views.account import Help, Home
from tests.access import headers
from tests.access.asking import Door
from tests.access.cast import PASSWORD
from tests.access.pages import address

ELSEWHERE = [
    "https://evil.example", "http://evil.example/", "//evil.example", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example", "https:evil.example",
    "https:/evil.example", "http:///evil.example", "https:\\\\evil.example", "HTTPS://EVIL.EXAMPLE", " //evil.example",
    "\t//evil.example", "/\t/evil.example", "/\n/evil.example", "\x00//evil.example", "\x08//evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,evil", "vbscript:evil", "ftp://evil.example",
    "https://testserver@evil.example", "https://testserver.evil.example", "https://evil.example/testserver",
    "//testserver@evil.example", "https://evil.example#testserver", "http://[evil.example", "//evil.example:80\\@testserver",
]  # fmt: skip
"""Places outside the site, as people have smuggled them in."""


def _stays(response):
    """Whether a browser stays on the site; browsers drop tabs and newlines and read a backslash as a slash."""
    onward = response.headers.get("Location", "/")
    read = "".join(letter for letter in onward if ord(letter) > 32).replace("\\", "/")
    return urlsplit(urljoin("http://testserver/sign-in/", read))[:2] == ("http", "testserver")


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_signing_in_and_out_never_leads_elsewhere(onward, scenes, door):
    person = scenes["county-durham"].people["officer"]
    known = {"username": person.username, "password": PASSWORD, "next": onward}
    signed_in = door.ask(None, "POST", reverse("sign-in"), known)
    assert signed_in.response.status_code == 302
    asked = [
        signed_in,
        door.ask(None, "POST", reverse("demo-sign-in"), {"username": "mina.hart", "next": onward}),
        door.ask(person, "GET", reverse("sign-in"), QUERY_STRING=urlencode({"next": onward})),
        door.ask(person, "POST", reverse("sign-out"), {"next": onward}),
        door.ask(None, "GET", reverse("admin:login"), QUERY_STRING=urlencode({"next": onward})),
        door.ask(
            scenes["county-durham"].people["administrator"],
            "GET",
            reverse("admin:login"),
            QUERY_STRING=urlencode({"next": onward}),
        ),
    ]
    for answer in asked:
        assert answer.response.status_code == 302
        assert _stays(answer.response), answer.response.headers["Location"]


def test_there_are_thirty_ways_to_try():
    assert len(set(ELSEWHERE)) >= 30


def test_signing_in_leads_on_to_where_people_wanted_to_go(scenes, door):
    person, wanted = scenes["county-durham"].people["officer"], address("cycle", scenes["county-durham"])
    known = {"username": person.username, "password": PASSWORD, "next": wanted}
    assert door.ask(None, "POST", reverse("sign-in"), known).response.headers["Location"] == wanted


@pytest.mark.parametrize("column", ["closed", "officer"])
def test_a_wrong_password_and_a_closed_account_are_told_the_same(column, scenes, door):
    person = scenes["county-durham"].people[column]
    right = PASSWORD if column == "closed" else "not the password"
    answer = door.ask(None, "POST", reverse("sign-in"), {"username": person.username, "password": right})
    assert answer.letter == "o"
    assert b"not right" in answer.body


@pytest.mark.parametrize("column", ["anonymous", "officer", "stranger"])
def test_whatever_goes_wrong_carries_the_headers(column, scenes, door, monkeypatch):
    scene = scenes["county-durham"]
    person = scene.people[column]

    def fails(*_):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Home, "get", fails)
    monkeypatch.setattr(Help, "get", fails)
    asked = {
        "no such address": door.ask(person, "GET", "/no/such/address/"),
        "no such trust": door.ask(person, "GET", "/no-such-trust/"),
        "a wrong host": door.ask(person, "GET", "/help/", HTTP_HOST="evil.example"),
        "a wrong method": door.ask(person, "DELETE", "/health/"),
        "a nul in the address": door.ask(person, "GET", "/%00/"),
        "not text": door.ask(person, "GET", "/%ff%fe/"),
        "no slash": door.ask(person, "GET", "/help"),
        "a fault, public": door.ask(person, "GET", "/help/"),
        "a fault": door.ask(person, "GET", "/"),
        "a page of the administration": door.ask(person, "GET", "/admin/"),
        "a form without its token": Door(token_asked=True).ask(
            person, "POST", "/sign-in/", {"username": "x"}
        ),
    }
    assert asked["a fault, public"].response.status_code == 500
    wrong = [
        f"{what} ({answer.response.status_code}): {fault}"
        for what, answer in asked.items()
        for fault in headers.faults(answer.response, signed_in=b"Sign out" in answer.body)
    ]
    assert not wrong, "\n".join(wrong)
    for answer in asked.values():
        assert b"Traceback" not in answer.body
        assert not answer.written
