"""The five trusts, planted once for all tests of access, and each test in a savepoint of that."""

import logging

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from needs.actions.batch import faults_file
from tests.access.asking import Door
from tests.access.cast import PLACES, marker
from tests.access.scenes import Scene, plant
from tests.trust_data import CODES, trust


@pytest.fixture(scope="package")
def scenes(django_db_setup, django_db_blocker) -> dict[str, Scene]:
    """What is planted in each trust, by its code; gone again after the last test of this folder."""
    with django_db_blocker.unblock():
        planting = transaction.atomic()
        planting.__enter__()
        ContentType.objects.clear_cache()
        found = {code: plant(trust(code), number) for number, code in enumerate(CODES, 1)}
        for code, other in zip(PLACES, reversed(PLACES), strict=True):
            found[code].people["stranger"] = found[other].people["officer"]
        _name_what_the_framework_named(found)
    yield found
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        planting.__exit__(None, None, None)


def _name_what_the_framework_named(found: dict[str, Scene]) -> None:
    """Put the marker into names that lists, filters and choices show."""
    for code, scene in found.items():
        # A body with members stands on the sign-in page of the demonstration, which is public.
        bodies = scene.trust.bodies.filter(memberships=None)
        for rows in (bodies, scene.trust.organisations.all(), scene.trust.localities.all()):
            row = rows.order_by("-code").first()
            if row is not None:
                type(row).objects.filter(pk=row.pk).update(name=f"{marker(code)} {row.code}")


@pytest.fixture
def db(scenes, django_db_blocker):
    """A savepoint for each test; bears this name so that these tests run among those that roll back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    """Thousands of refusals, each with its traceback in the log, would take longer than the tests."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def door(db, scenes, settings) -> Door:
    """The way in, with the planted files where this test looks for them."""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    for scene in scenes.values():
        (settings.MEDIA_ROOT / scene.entry.file.name).write_text(f"{scene.marker} file")
        faults = settings.MEDIA_ROOT / faults_file(scene.figures.file("batch-faults"))
        faults.parent.mkdir(parents=True, exist_ok=True)
        faults.write_text(f"{scene.marker} faults")
    return Door()
