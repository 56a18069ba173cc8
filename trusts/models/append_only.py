"""Records that are written once: the code refuses a second write, and so does the database."""

from typing import Any, NoReturn

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class NeverChanged(Exception):
    """Somebody tried to change or delete a record that is kept as it was written."""


class AppendOnlyQuerySet(models.QuerySet):
    """Reads and creates; anything else is refused."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise NeverChanged(f"{self.model._meta.verbose_name_plural} are never changed or deleted.")

    update = delete = bulk_update = _refuse  # type: ignore[assignment]


class AppendOnly(models.Model):
    """A record that is never changed afterwards."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it for the first and only time."""
        if not self._state.adding:
            raise NeverChanged(f"A {self._meta.verbose_name} is never changed once it is recorded.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: what was recorded stays."""
        raise NeverChanged(f"A {self._meta.verbose_name} is never deleted.")


def guard(table: str, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the database itself refuse updates and deletes of a table."""
    name = f"never_change_{table}"
    if editor.connection.vendor == "postgresql":
        editor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
            f"RAISE EXCEPTION '{table} is append-only'; END; $$ LANGUAGE plpgsql"
        )
        editor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    else:
        for verb in ("update", "delete"):
            editor.execute(
                f"CREATE TRIGGER {name}_{verb} BEFORE {verb.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def unguard(table: str, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guard away again; only a migration backwards does this."""
    name = f"never_change_{table}"
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE")
    else:
        for verb in ("update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}_{verb}")
