"""Who the demo people are, read from the demo files."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from trusts.framework.document import Loader
from trusts.governance.permissions import standings
from trusts.models import Membership, Person, Trust

FOLDER = Path(__file__).parent
PASSWORD = "weft-demo-only"  # noqa: S105 (known on purpose: demo mode is refused on a production site)


@lru_cache
def demo_files() -> dict[str, dict[str, Any]]:
    """Every demo file by the code of its trust, with the trust's records."""
    files = sorted(FOLDER.glob("*.yaml"))
    return {path.stem: _read(path) | {"records": _read(FOLDER / "records" / path.name)} for path in files}


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text(), Loader=Loader)  # noqa: S506 (a safe loader)
    return found


def demo_usernames() -> list[str]:
    """The usernames of everybody in the demo files."""
    return [person["username"] for data in demo_files().values() for person in data["people"]]


def demo_people() -> list[dict[str, Any]]:
    """The demo people by trust, each with what they are there, as far as they are loaded."""
    loaded = {person.username: person for person in Person.objects.filter(username__in=demo_usernames())}
    bodies = _bodies(loaded)
    found = []
    for code, data in demo_files().items():
        trust = Trust.objects.filter(code=code).select_related("blueprint").first()
        if trust is None:
            continue
        people = []
        for entry in data["people"]:
            if entry["username"] in loaded:
                person = loaded[entry["username"]]
                people.append({"username": person.username, "name": person.name, "title": person.title,
                               "bodies": bodies.get((person.pk, trust.pk), [])})  # fmt: skip
        found.append({"trust": trust, "people": people})
    return found


def _bodies(people: dict[str, Person]) -> dict[tuple[int, int], list[str]]:
    rows = Membership.objects.filter(person__in=people.values()).select_related("body")
    found: dict[tuple[int, int], list[str]] = {}
    for row in rows:
        label = row.body.name if row.position == "member" else f"{row.body.name} ({row.position})"
        found.setdefault((row.person_id, row.trust_id), []).append(label)
    return found


def listing() -> list[dict[str, Any]]:
    """Every demo person in every trust they have business in, as `manage.py demo --list` prints it."""
    rows = []
    for person in Person.objects.filter(username__in=demo_usernames()):
        seats = Membership.objects.filter(person=person).select_related("body", "seat")
        for standing in standings(person):
            here = [m for m in seats if m.trust_id == standing.trust.pk]
            rows.append(
                {
                    "username": person.username,
                    "password": PASSWORD,
                    "name": person.name,
                    "trust": standing.trust.code,
                    "bodies": [m.body.code for m in here],
                    "seats": [m.seat.code for m in here if m.seat],
                    "roles": sorted(standing.roles),
                }
            )
    return rows
