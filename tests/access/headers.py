"""The headers that every answer carries, whatever it is an answer to."""

from collections.abc import Iterator

from django.http import HttpResponse


def faults(response: HttpResponse, *, signed_in: bool) -> Iterator[str]:
    """What is missing or unsafe in the headers of an answer."""
    given = response.headers
    policy = {
        part.split()[0]: part.split()[1:]
        for part in given.get("Content-Security-Policy", "").split(";")
        if part.strip()
    }
    if policy.get("default-src") != ["'none'"]:
        yield "nothing keeps the page from loading what it likes"
    if "unsafe" in given.get("Content-Security-Policy", ""):
        yield "the content policy has an unsafe exception"
    if policy.get("frame-ancestors") != ["'none'"]:
        yield "another site may frame it"
    if given.get("X-Content-Type-Options") != "nosniff":
        yield "its type may be guessed"
    if given.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        yield "its address may be told to others"
    if signed_in and "no-store" not in given.get("Cache-Control", ""):
        yield "a browser may keep it after signing out"
    if given.get("Content-Type", "").startswith("text/html") and "charset=utf-8" not in given["Content-Type"]:
        yield "its characters may be guessed"
