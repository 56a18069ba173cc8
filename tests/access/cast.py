"""The people of the tables: in each trust one person for each role, and nobody with two."""

from datetime import timedelta
from typing import Any

from trusts.actions.membership import appoint, seat_member
from trusts.governance import clock
from trusts.models import Body, Membership, Person, Trust

PASSWORD = "long enough for a test"

COLUMNS = {
    "anonymous": "not signed in",
    "stranger": "an officer of another trust",
    "closed": "an officer whose account was closed",
    "former": "a member of the deciding body until yesterday",
    "officer": "the exercise's own officer",
    "colleague": "another officer of the trust",
    "lead": "the exercise's lead: Lead Commissioner in Durham, manager in Gateshead",
    "chair": "chair of the body that decides on the exercise",
    "board": "chair of the trust's board",
    "clerk": "clerk of the deciding body",
    "member": "member of the deciding body",
    "local": "member of the exercise's own local board or team",
    "elsewhere": "member of another local board or team",
    "observer": "scrutiny observer",
    "provider": "provider named on the exercise",
    "rival": "provider not named on it",
    "administrator": "administrator",
}
"""The columns of the tables, in order."""

OUTSIDE = ("anonymous", "stranger", "closed", "former")
PLACES: dict[str, dict[str, Any]] = {
    "county-durham": {
        "decides": "jcu", "board": "ceb", "local": "lcb-east", "elsewhere": "lcb-north",
        "lead": ("lead-commissioner", ["ecm.healthy"]), "provider": "northfield", "rival": "harbour",
    },
    "gateshead": {
        "decides": "executive", "board": "board", "local": "west-team", "elsewhere": "east-cluster",
        "lead": ("manager", []), "provider": "greenlaw", "rival": "northbank",
    },
}  # fmt: skip
"""Where the people of the two tables sit."""


def marker(code: str) -> str:
    """What stands in every name and text planted in a trust; nobody outside it may ever read it."""
    return f"SECRET-{code}"


def cast(trust: Trust) -> dict[str, Person | None]:
    """One person for each column but the stranger, who comes from another trust."""
    place = PLACES[trust.code]
    body = {
        key: Body.objects.get(trust=trust, code=place[key])
        for key in ("decides", "board", "local", "elsewhere")
    }
    made: dict[str, Person | None] = {"anonymous": None}
    for column in COLUMNS:
        if column not in ("anonymous", "stranger"):
            made[column] = _person(trust, column)
    for column in ("officer", "colleague", "closed"):
        appoint(trust=trust, person=made[column], role="commissioning-officer", by=None)
    role, outcomes = place["lead"]
    appoint(trust=trust, person=made["lead"], role=role, outcomes=outcomes, by=None)
    for column, where, position in [
        ("chair", "decides", "chair"), ("clerk", "decides", "clerk"), ("member", "decides", "member"),
        ("former", "decides", "member"), ("board", "board", "chair"), ("local", "local", "member"),
        ("elsewhere", "elsewhere", "member"),
    ]:  # fmt: skip
        seat_member(body=body[where], person=made[column], position=position, by=None)
    for column in ("observer", "administrator"):
        appoint(trust=trust, person=made[column], role=column, by=None)
    for column in ("provider", "rival"):
        organisation = trust.organisations.get(code=place[column])
        appoint(trust=trust, person=made[column], role="provider", organisation=organisation, by=None)
    yesterday = clock.today() - timedelta(days=1)
    Membership.objects.filter(person=made["former"]).update(ends=yesterday)
    Person.objects.filter(pk=made["closed"].pk).update(is_active=False)
    Person.objects.filter(pk=made["administrator"].pk).update(is_staff=True)
    return made


def _person(trust: Trust, column: str) -> Person:
    # Whoever stands outside reads their own name, and nothing else of the trust.
    name = column if column in OUTSIDE else f"{marker(trust.code)} {column}"
    person = Person(username=f"{trust.code}.{column}", name=name)
    person.set_password(PASSWORD)
    person.save()
    return person
