"""A set of keys as one value: however many they are, the text of the query stays the same and is written once."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, models


def as_value(keys: Iterable[int]) -> Any:
    """Keys as the database takes them: PostgreSQL an array, SQLite a list in JSON."""
    return [*keys] if connection.vendor == "postgresql" else json.dumps([*keys])


@models.AutoField.register_lookup
@models.BigAutoField.register_lookup
@models.ForeignKey.register_lookup
class Among(models.Lookup):
    """`pk__among=[1, 2]`: the same as `pk__in`."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """An array."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*params, as_value(self.rhs)]

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """A list in JSON."""
        left, params = self.process_lhs(compiler, connection)
        said = f"{left} IN (SELECT value FROM json_each(%s))"  # noqa: S608 (a column’s name)
        return said, [*params, as_value(self.rhs)]
