"""The five trusts with their people, loaded once for the whole run, and exercises walked to any step."""

from collections.abc import Callable
from typing import Any

import pytest

from commissioning.demo.load import load_trust
from commissioning.demo.people import demo_files
from commissioning.demo.walk import Walker
from tests.factories.outputs import put_on_record
from trusts.framework.sections.cycle import Output
from trusts.models import Person, Trust

CODES = ["buckinghamshire", "county-durham", "gateshead", "haringey", "medway"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """After migrating: the five trusts, adopted by their boards, with people and meetings but no exercises or records."""
    from django.conf import settings  # noqa: PLC0415

    settings.AUDIT_ANCHOR_DIR = tmp_path_factory.mktemp("audit")
    with django_db_blocker.unblock():
        for code, data in demo_files().items():
            if not Trust.objects.filter(code=code).exists():
                load_trust(code, {**data, "exercises": [], "records": {}}, "!unusable")


def trust(code: str) -> Trust:
    """One of the five, fresh from the database."""
    return Trust.objects.select_related("blueprint").get(code=code)


def person(username: str) -> Person:
    """A demo person."""
    return Person.objects.get(username=username)


def people_of(code: str) -> dict[str, Person]:
    """The demo people of a trust, by username."""
    names = [entry["username"] for entry in demo_files()[code]["people"]]
    return {found.username: found for found in Person.objects.filter(username__in=names)}


class Worker(Walker):
    """Walks an exercise that has no thread of its own: whatever record a step asks for is put there, finished."""

    def put_on_record(self, step: str, output: Output) -> None:
        """A finished record where none is linked that counts."""
        super().put_on_record(step, output)
        if output.otherwise is None and not self.exercise.has_output(step, output):
            put_on_record(self.exercise, output, self.worker)
            self._refresh()


@pytest.fixture
def walker(db) -> Callable[..., Walker]:
    """`walker("county-durham", to="specify", owner="jcu", …)`: an exercise that stands at a step.

    Starts from the trust's first demo exercise that was walked anywhere; keyword arguments change
    its entry (see the demo files). Every step before `to` is finished; `to` itself is started with
    nothing done at it, unless `start=False`. `to=None` only creates it; `create=False` not even that.
    """

    def make(
        code: str, to: str | None = None, *, start: bool = True, create: bool = True, **changes: Any
    ) -> Walker:
        entry = next(e for e in demo_files()[code]["exercises"] if e.get("walk_to"))
        made = Worker(trust(code), {**entry, **changes}, people_of(code))
        if not create:
            return made
        made.create()
        for step in made.exercise.framework.steps if to else ():
            if step.code == to:
                if start:
                    made.start(step)
                break
            made.start(step)
            made.finish(step)
        return made

    return make
