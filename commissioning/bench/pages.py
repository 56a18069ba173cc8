"""What pages cost: the register beside its floor and beside admin's list; every other page; growth; the deepest page."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.management import CommandError
from django.http import QueryDict
from django.test import Client

from commissioning.bench.clockwork import Taken, measure
from commissioning.bench.forms import compare
from commissioning.bench.ground import somebody
from contracts.models import Agreement
from needs.models import Evidence, Priority
from trusts.models import Trust
from trusts.paging import PAGE, keys_of, mark_of

FLOOR, REGISTER, ADMIN = "floor F", "register of agreements", "the same in Django admin"
FORM, USUAL = "form of ten fields", "the same by bootstrap5"
FIRST, DEEPEST = "first page", "deepest page"


def pages_of(trust: Trust) -> dict[str, str]:
    """The pages of a trust that are measured, by name."""
    here = f"/{trust.code}"
    agreement = Agreement.objects.filter(trust=trust, state="active").order_by("number").first()
    priority = Priority.objects.filter(trust=trust, specifications__isnull=False).order_by("number").first()
    return {
        FLOOR: f"/bench{here}/floor/",
        REGISTER: f"{here}/records/agreement/",
        ADMIN: f"/bench/lists/contracts/agreement/?trust__id__exact={trust.pk}",
        "register of exercises": f"{here}/exercises/",
        "home": f"{here}/",
        "records by kind": f"{here}/records/",
        "one agreement": agreement.get_absolute_url(),
        FORM: f"{here}/records/evidence/new/",
        USUAL: f"/bench{here}/usual-form/",
        "thread of a priority": f"{priority.get_absolute_url()}thread/",
        "broken threads": f"{here}/records/broken/",
    }


def take(client: Client, address: str) -> Callable[[], Any]:
    """Fetching a page; anything but the page is a fault of the measurement."""

    def fetch() -> Any:
        response = client.get(address)
        if response.status_code != HTTPStatus.OK:
            raise CommandError(f"{address} answered {response.status_code}")
        return response

    return fetch


def visitor_of(trust: Trust) -> Client:
    """A browser, signed in."""
    client = Client(SERVER_NAME="localhost", raise_request_exception=True)
    client.force_login(somebody(trust))
    return client


def measure_pages(small: Trust, large: Trust, rounds: int) -> tuple[dict[str, Taken], dict[str, Taken]]:
    """Every page of both trusts, in turn."""
    work = {}
    for trust in (small, large):
        client = visitor_of(trust)
        _same_rows(client, trust)
        _same_fields(client, trust)
        work |= {f"{trust.code} {name}": take(client, address) for name, address in pages_of(trust).items()}
    found = measure(work, rounds)
    one, other = (
        {name: found[f"{trust.code} {name}"] for name in pages_of(trust)} for trust in (small, large)
    )
    return one, other


def _same_rows(client: Client, trust: Trust) -> None:
    """The floor, the register and admin's list show the same fifty rows."""
    pages = pages_of(trust)
    rows = Agreement.objects.filter(trust=trust).order_by("-number")
    expected = list(rows.values_list("number", flat=True)[:PAGE])
    ours = _numbers(take(client, pages[REGISTER])(), "agreement")
    admins = [row.number for row in take(client, pages[ADMIN])().context_data["cl"].result_list]
    if not ours == admins == expected or take(client, pages[FLOOR])().content != str(len(expected)).encode():
        raise CommandError("The lists that are compared do not show the same rows.")


def _numbers(page: Any, kind: str) -> list[int]:
    """The numbers of the records that a register shows, in its order."""
    return [int(number) for number in re.findall(rf'/records/{kind}/(\d+)/"', page.content.decode())]


def _same_fields(client: Client, trust: Trust) -> None:
    """Both pages with the form of new evidence ask for the same."""
    ours, usual = (take(client, pages_of(trust)[name])().content.decode() for name in (FORM, USUAL))
    compare(*(page.partition("<main")[2] for page in (ours, usual)))


def measure_depth(trust: Trust, rounds: int) -> tuple[int, dict[str, Taken]]:
    """The first and the last page of a trust's evidence, and how many rows there are."""
    keys = keys_of(Evidence, ["-number"], "number")
    rows = Evidence.objects.filter(trust=trust)
    asked = QueryDict(mutable=True)
    asked["after"] = mark_of(rows.order_by("number")[PAGE], keys)
    client, address = visitor_of(trust), f"/{trust.code}/records/evidence/"
    last = take(client, f"{address}?{asked.urlencode()}")
    oldest = list(rows.order_by("number").values_list("number", flat=True)[:PAGE])
    if _numbers(last(), "evidence") != oldest[::-1]:
        raise CommandError("The deepest page does not show the oldest rows.")
    return rows.count(), measure({FIRST: take(client, address), DEEPEST: last}, rounds)
