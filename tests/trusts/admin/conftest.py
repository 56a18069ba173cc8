"""An administrator of one trust, and one of all."""

from pathlib import Path

import pytest

from tests.factories.person import PersonFactory
from tests.trust_data import person


@pytest.fixture(autouse=True)
def somewhere_for_built_files(settings):
    """The server of static files complains of a folder that is not there."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture
def medway(client):
    """Medway's administrator, signed in."""
    client.force_login(person("colin.tate"))
    return client


@pytest.fixture
def root(client):
    """A superuser, signed in."""
    client.force_login(PersonFactory(username="root", is_staff=True, is_superuser=True))
    return client
