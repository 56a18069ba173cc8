"""The ground that measurements stand on: a database of its own, with a trust of some size and one many times larger."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.db import connection, models
from django.db.models import Max
from django.test.utils import override_settings

from commissioning.scale.make import make_trust
from needs.models import Evidence
from trusts.governance import audit
from trusts.governance.permissions import standing
from trusts.models import Membership, Person, Trust

SMALL, LARGE = 1, 6
"""The numbers of the two trusts; both work by the same framework, because there are five in turn."""


@contextmanager
def own_database(**settings_too: object) -> Iterator[None]:
    """A new database beside the site's own, of the same kind, dropped at the end; with further settings meanwhile."""
    connection.prepare_database()
    name = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory(prefix="weft-bench-") as folder:
        # What DEBUG adds (every query kept and formatted) is no part of what is measured.
        (Path(folder) / "static").mkdir()
        own = {"DEBUG": False, "AUDIT_ANCHOR_DIR": Path(folder), "STATIC_ROOT": Path(folder) / "static",
               "ROOT_URLCONF": "commissioning.bench.site", "ALLOWED_HOSTS": ["localhost"]}  # fmt: skip
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            with override_settings(**own, **settings_too):
                yield
        finally:
            connection.creation.destroy_test_db(str(name), verbosity=0)


def plant(times: float, rows: int) -> tuple[Trust, Trust]:
    """A trust as it might be, and one with so many times its records and at least so many pieces of evidence."""
    small, large = make_trust(SMALL, scale=1, seed=1), make_trust(LARGE, scale=times, seed=1)
    while (there := Evidence.objects.filter(trust=large).count()) < rows:
        double(Evidence, large, min(there, rows - there))
    for trust in (small, large):  # as of any trust, something of it is on record
        audit.record("trust.view", trust=trust, subject=trust, by=None)
    _analyse()
    return small, large


def double(model: type[models.Model], trust: Trust, most: int) -> None:
    """Copy rows of a trust inside the database, numbered on."""
    top = model._base_manager.filter(trust=trust).aggregate(top=Max("number"))["top"]
    names = [field.column for field in model._meta.concrete_fields if field.column not in ("id", "number")]
    columns = ", ".join(f'"{name}"' for name in names)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (number, {columns}) SELECT number + %s, {columns} FROM "{table}" '  # noqa: S608 (our own names)
            f"WHERE trust_id = %s AND number <= %s",
            [top, trust.pk, most],
        )


def _analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def somebody(trust: Trust) -> Person:
    """Somebody who reads everything of a trust and may change it."""
    for held in Membership.objects.filter(trust=trust).select_related("person").order_by("pk"):
        mine = standing(held.person, trust)
        if mine.reads_all and mine.may("needs.edit"):
            return held.person
    raise CommandError(f"Nobody reads everything of {trust}.")


def site() -> str:
    """Which database it is, in words."""
    return f"{connection.vendor}, {'DEBUG' if settings.DEBUG else 'as in production'}"
