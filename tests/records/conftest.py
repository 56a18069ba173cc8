"""Two trusts with a record of every kind, planted once for this folder, and each test in a savepoint of that."""

import logging
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse

from contracts.actions import specification as specifications
from tests.access.cast import PLACES, cast
from tests.commissioning.test_record_pages import plant
from tests.factories.maker import Maker
from tests.factories.visitor import visitor
from tests.trust_data import trust
from trusts.actions.membership import appoint
from trusts.forms.base import KEY, VERSION
from trusts.governance import audit, clock
from trusts.governance.permissions import standing
from trusts.models import Person, Trust
from trusts.models.record import Record
from trusts.nouns import Noun, noun_of, nouns

CODE, OTHER = "county-durham", "gateshead"
MARK = "SECRET-of-Gateshead"
"""What stands in every title and text of the other trust's records."""


def faults_of(trust: Trust) -> list[str]:
    """What is wrong with a trust's trail; a test's transaction never ends, so it anchors nothing."""
    found = audit.faults(Trust.objects.get(pk=trust.pk))
    return [fault for fault in found if "anchored" not in fault]


@dataclass
class World:
    """Everything that is planted."""

    trust: Trust
    made: Maker
    people: dict[str, Person]
    records: dict[str, Record]
    theirs: dict[str, Record]
    more: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What a second record of a kind must say otherwise than the first."""

    def client(self, who: str = "officer") -> Any:
        """Somebody's browser."""
        return visitor(self.people[who])

    def able(self, act: str) -> Any:
        """The browser of somebody who has an act on the planted records."""
        return self.client("provider" if act == "return.file" else "officer")

    def url(self, name: str, *args: Any) -> str:
        """An address in the trust."""
        return reverse(name, args=[CODE, *args])

    def edit_url(self, kind: str) -> str:
        """Where the planted record of a kind is changed."""
        return self.url("record-edit", kind, self.records[kind].number)

    def standing(self, who: str = "officer") -> Any:
        """What somebody is in the trust."""
        return standing(self.people[who], self.trust)

    def typed(self, kind: str, **changes: Any) -> dict[str, Any]:
        """What somebody types who makes one more record like the planted one."""
        return self.typed_like(self.records[kind]) | self.more.get(kind, {}) | keys() | changes

    def typed_like(self, record: Record) -> dict[str, Any]:
        """The values of the form of a record, as a browser would send them."""
        noun = noun_of(record.KIND)
        record = type(record).objects.with_framework().get(pk=record.pk)
        form = noun.form(instance=record, trust=self.trust, standing=self.standing())
        found = {}
        for name in form.fields:
            value = form[name].value()
            if value is None or value is False:
                continue
            found[name] = [_sent(one) for one in value] if isinstance(value, list | tuple) else _sent(value)
        return found


def _sent(value: Any) -> str:
    return str(value.pk) if isinstance(value, models.Model) else "on" if value is True else str(value)


def keys(**changes: Any) -> dict[str, str]:
    """The hidden fields of a fresh form."""
    return {KEY: str(uuid.uuid4()), VERSION: "1"} | changes


def with_pages() -> list[Noun]:
    """The kinds that have pages of their own."""
    return [noun for noun in nouns() if noun.form is not None]


@pytest.fixture(scope="package")
def planted(django_db_setup, django_db_blocker) -> World:
    """The two trusts; gone again after the last test of this folder."""
    with django_db_blocker.unblock():
        planting = transaction.atomic()
        planting.__enter__()
        ContentType.objects.clear_cache()
        here, people = trust(CODE), cast(trust(CODE))
        theirs = _of_another_trust(people)
        made = Maker(here, people["officer"])
        records = plant(made)
        records["provider"].organisation = here.organisations.get(code=PLACES[CODE]["provider"])
        records["provider"].save()
        world = World(here, made, people, records, theirs)
        world.more = _second(world)
    yield world
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        planting.__exit__(None, None, None)


def _of_another_trust(people: dict[str, Person | None]) -> dict[str, Record]:
    officer = people["stranger"] = Person.objects.create(
        username="gateshead.officer", name=f"{MARK} officer", password="!"
    )
    appoint(trust=trust(OTHER), person=officer, role="commissioning-officer", by=None)
    theirs = plant(Maker(trust(OTHER), officer))
    for record in theirs.values():
        record.title = f"{MARK} {record.KIND}"
        type(record).objects.filter(pk=record.pk).update(title=record.title)
    return theirs


def _second(world: World) -> dict[str, dict[str, Any]]:
    """What keeps a second record of a kind from being the first again, or from coming too late."""
    made, records = world.made, world.records
    whole = made.make("specification", priorities=[records["priority"]])
    made.make("measure", specification=whole)
    specifications.complete(whole, by=made.by)
    bought = made.make("procurement", specification=whole, state="open")
    provider = made.make("provider")
    begins = clock.today() - timedelta(days=400)
    return {
        "procurement": {"specification": str(whole.pk)},
        "bid": {"procurement": str(bought.pk), "provider": str(provider.pk)},
        "panellist": {
            "person": str(world.people["colleague"].pk),
            "tie": "declared",
            "interest": "A cousin works there.",
        },
        "return": {"period_from": f"{begins:%d/%m/%Y}"},
    }


@pytest.fixture
def db(planted, django_db_blocker):
    """A savepoint for each test; bears this name so that these tests run among those that roll back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db, planted, settings) -> World:
    """What is planted, with a place for files."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    return planted


@pytest.fixture(autouse=True)
def _quiet():
    """Refusals are expected here by the hundred; their tracebacks would take longer than the tests."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
