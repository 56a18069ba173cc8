"""The tests stand on the database they claim: a stage that met another one has proved nothing."""

import os

import pytest
from django.db import connection

from trusts.models import Trust


@pytest.mark.django_db
def test_the_tables_are_on_the_database_of_this_stage():
    assert not Trust.objects.filter(pk=0).exists()
    assert connection.vendor == os.environ.get("EXPECTED_DATABASE", connection.vendor)


@pytest.mark.django_db
def test_sqlite_is_a_file_with_the_locks_of_a_site():
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
