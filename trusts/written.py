"""A question about some records of a trust as the text that its database reads, to be asked of others in the same words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from trusts.models.among import as_value

TRUST, KEY = -1, -2
"""What stands for the trust and for the key of a record while a question is written; no row has either."""


@dataclass(frozen=True)
class Written:
    """A query with places for a trust and for keys of records."""

    sql: str
    params: Sequence[Any]

    def said(self, trust: int, keys: Collection[int]) -> list[Any]:
        """The values of its places, for these records of a trust."""
        own = {str(TRUST): trust, str(as_value([KEY])): as_value(keys)}
        return [own.get(str(one), one) for one in self.params]


def written(rows: models.QuerySet) -> Written | None:
    """The text of a question; None where there can be no answer."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return Written(sql, tuple(params))


def answers(
    questions: Sequence[tuple[Written, int, Collection[int]]], more: str = "", *values: Any
) -> list[tuple]:
    """What the database says to all of them at once, each of a trust and some records; `more` says which answers count."""
    if not questions:
        return []
    asked = " UNION ALL ".join(one.sql for one, _, _ in questions)
    params = [value for one, trust, keys in questions for value in one.said(trust, keys)]
    with connection.cursor() as cursor:
        # The text is the ORM's own, and every value is a parameter.
        cursor.execute(f"SELECT * FROM ({asked}) legs {more}", [*params, *values])  # noqa: S608
        found: list[tuple] = cursor.fetchall()
    return found
