# ruff: noqa: S608 (names of our own columns; values are always parameters)
"""Figures on their way into the database: staged beside it, compared in sets, then changed in one go.

The staging table is temporary: it belongs to one connection, nobody else sees or waits for it, and
it is gone when the job is, however it ends.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.db import connection

from needs.figures.validate import SEPARATOR, Block
from needs.models import Area, Mark, Observation, Replaced
from trusts.framework.sections.rules import HIDDEN_BELOW

KEY = ("indicator_id", "area_id", "period", "sex_id", "category_id", "age_id")
SAYS = ("mark_id", "value", "lower", "upper", "count", "denominator")
TABLE, REPEATED, SHOWN = "needs_staged", "needs_repeated", "needs_shown"
PIECE = 1 << 20
"""Bytes that are handed to the server at once: each time, the thread that reads the file has to make way."""
FIGURES = Observation._meta.db_table
REPLACED = Replaced._meta.db_table


def _names(columns: tuple[str, ...], of: str = "") -> str:
    return ", ".join(f'{of}"{name}"' for name in columns)


def _same_key(one: str, other: str) -> str:
    return " AND ".join(f'{one}."{name}" = {other}."{name}"' for name in KEY)


def _differs(one: str, other: str) -> str:
    """Whether two figures say something else; blanks are equal to blanks."""
    word = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    return "(" + " OR ".join(f'{one}."{name}" {word} {other}."{name}"' for name in SAYS) + ")"


def run(sql: str, *params: Any) -> int:
    """Run a statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return max(cursor.rowcount, 0)


def rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    """The rows a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


class Loader:
    """Puts blocks of figures into a table as fast as the database takes them."""

    def __init__(self, table: str, *, numbered: bool, batch: int | None = None, apart: bool = False) -> None:
        """With `apart`, a block that clashes with what is there is taken back alone, and the transaction goes on."""
        self.table, self.numbered, self.batch, self.apart = table, numbered, batch, apart
        self.columns = (
            (("row",) if numbered else ()) + KEY[:6] + SAYS + (("batch_id",) if batch is not None else ())
        )
        self._worker = ThreadPoolExecutor(1) if connection.vendor == "postgresql" else None
        self._pending: Future[None] | None = None

    def add(self, block: Block) -> None:
        """Take a block; on PostgreSQL it is copied while the next one is read."""
        if self._worker is None:
            self._insert(block)
            return
        self.settle()
        connection.ensure_connection()
        self._pending = self._worker.submit(self._copy, connection.connection, block)

    def settle(self) -> None:
        """Wait for what is under way; raises what went wrong with it."""
        if self._pending is not None:
            pending, self._pending = self._pending, None
            with connection.wrap_database_errors:
                pending.result()

    def __enter__(self) -> "Loader":
        return self

    def __exit__(self, *_: Any) -> None:
        """Nothing is under way any more when the transaction around it ends, however it ends."""
        self.close()

    def close(self) -> None:
        """Wait for what is under way, and let the worker go."""
        if self._worker is not None:
            self._worker.shutdown(wait=True)

    def _copy(self, raw: Any, block: Block) -> None:
        numbers, lines = block
        tail = f"{SEPARATOR}{self.batch}\n" if self.batch is not None else "\n"
        if self.numbered:
            text = "".join(map(f"%d{SEPARATOR}%s{tail}".__mod__, zip(numbers, lines, strict=True)))
        else:
            text = tail.join(lines) + tail
        sql = f"COPY {self.table} ({_names(self.columns)}) FROM STDIN WITH (FORMAT text, DELIMITER '{SEPARATOR}', NULL '')"
        with raw.cursor() as cursor:
            if self.apart:
                cursor.execute("SAVEPOINT block")
            try:
                cursor.copy_expert(sql, BytesIO(text.encode()), size=PIECE)
            except Exception:
                if self.apart:
                    cursor.execute("ROLLBACK TO SAVEPOINT block")
                raise
            if self.apart:
                cursor.execute("RELEASE SAVEPOINT block")

    def _insert(self, block: Block) -> None:
        numbers, lines = block
        marks = ["NULLIF(?, '')" if name in SAYS[1:] else "?" for name in self.columns]
        sql = f"INSERT INTO {self.table} ({_names(self.columns)}) VALUES ({', '.join(marks)})"
        tail = () if self.batch is None else (self.batch,)
        connection.ensure_connection()
        raw, alone = connection.connection, not connection.in_atomic_block
        if alone:
            raw.execute("BEGIN")
        if self.numbered:
            figures = (
                [number, *line.split(SEPARATOR), *tail] for number, line in zip(numbers, lines, strict=True)
            )
        else:
            figures = ([*line.split(SEPARATOR), *tail] for line in lines)
        raw.executemany(sql, figures)
        if alone:
            raw.execute("COMMIT")


@contextmanager
def staging() -> Iterator[Loader]:
    """A staging table of this connection's own."""
    kinds = {"row": "integer", "value": "double precision", "lower": "double precision", "upper": "double precision",
             "count": "double precision", "denominator": "double precision"}  # fmt: skip
    columns = ", ".join(f'"{name}" {kinds.get(name, "integer")}' for name in ("row", *KEY, *SAYS))
    run(f"DROP TABLE IF EXISTS {TABLE}")
    run(f"CREATE TEMPORARY TABLE {TABLE} ({columns})")
    loader, whole = Loader(TABLE, numbered=True), False
    try:
        yield loader
        whole = True
    finally:
        loader.close()
        if whole or not connection.in_atomic_block:  # otherwise it goes with the transaction
            run(f"DROP TABLE IF EXISTS {TABLE}")


def analyse(table: str = TABLE) -> None:
    """Tell the planner what is in a table."""
    if connection.vendor == "postgresql":
        run(f"ANALYZE {table}")


def repeated() -> list[tuple[int, int, bool]]:
    """Take out figures that an earlier row has given: (row, the earlier row, whether it says the same)."""
    run(f"DROP TABLE IF EXISTS {REPEATED}")
    run(
        f'CREATE TEMPORARY TABLE {REPEATED} AS SELECT {_names(KEY)}, min("row") AS first FROM {TABLE} '
        f"GROUP BY {_names(KEY)} HAVING count(*) > 1"
    )
    analyse(REPEATED)
    # Of a row that gives the same figure twice itself (two columns of one name), the later goes too.
    later = f'{TABLE} s JOIN {REPEATED} f ON {_same_key("s", "f")} AND s."row" > f.first'
    found = rows(
        f'SELECT s."row", f.first, NOT {_differs("s", "e")} FROM {later} '
        f'JOIN {TABLE} e ON e."row" = f.first AND {_same_key("e", "f")} ORDER BY s."row"'
    )
    if found:
        place = "ctid" if connection.vendor == "postgresql" else "rowid"
        run(f"DELETE FROM {TABLE} WHERE {place} IN (SELECT s.{place} FROM {later})")
    run(f"DROP TABLE {REPEATED}")
    return [(row, first, bool(same)) for row, first, same in found]


def repeated_of(batch: int) -> list[tuple[int, str, bool]]:
    """Take out figures that this batch has put in their place: (row, what it is a figure of, whether it says the same)."""
    place = f'{TABLE} s JOIN {FIGURES} o ON {_same_key("o", "s")} AND o."batch_id" = %s'
    key = f" || '{SEPARATOR}' || ".join(f's."{name}"' for name in KEY)
    found = rows(f'SELECT s."row", {key}, NOT {_differs("s", "o")} FROM {place} ORDER BY s."row"', batch)
    if found:
        run(f"DELETE FROM {TABLE} WHERE ctid IN (SELECT s.ctid FROM {place})", batch)
    return [(row, of, bool(same)) for row, of, same in found]


def staged() -> int:
    """How many figures are staged."""
    return int(rows(f"SELECT count(*) FROM {TABLE}")[0][0])


def known_before(indicators: list[int]) -> bool:
    """Whether there are figures of any of these indicators already."""
    return Observation.objects.filter(indicator__in=indicators).exists()


def compared() -> tuple[int, int, int]:
    """How many staged figures are new, changed and unchanged."""
    found = rows(
        f"SELECT count(*), count(o.indicator_id), count(CASE WHEN o.indicator_id IS NOT NULL AND {_differs('o', 's')} "
        f"THEN 1 END) FROM {TABLE} s LEFT JOIN {FIGURES} o ON {_same_key('o', 's')}"
    )[0]
    return found[0] - found[1], found[2], found[1] - found[2]


def take_new(batch: int, *, all_new: bool) -> int:
    """Lay the new figures among the others."""
    columns = _names((*KEY, *SAYS))
    sql = f'INSERT INTO {FIGURES} ({columns}, "batch_id") SELECT {_names((*KEY, *SAYS), "s.")}, %s FROM {TABLE} s'
    if not all_new:
        sql += f" LEFT JOIN {FIGURES} o ON {_same_key('o', 's')} WHERE o.indicator_id IS NULL"
    return run(sql, batch)


def take_changed(batch: int) -> int:
    """Keep the figures that change as they were, and change them."""
    columns = _names((*KEY, "batch_id", *SAYS))
    run(
        f'INSERT INTO {REPLACED} ({columns}, "by_id") SELECT {_names((*KEY, "batch_id", *SAYS), "o.")}, %s '
        f"FROM {FIGURES} o JOIN {TABLE} s ON {_same_key('o', 's')} WHERE {_differs('o', 's')}",
        batch,
    )
    values = ", ".join(f'"{name}" = s."{name}"' for name in SAYS)
    return run(
        f'UPDATE {FIGURES} SET {values}, "batch_id" = %s FROM {TABLE} s WHERE {_same_key(FIGURES, "s")} '
        f"AND {_differs(FIGURES, 's')}",
        batch,
    )


def put_back(batch: int) -> tuple[int, int]:
    """Take a batch's figures out and put back what they replaced: how many went, how many are as before."""
    _set_aside(batch)
    gone = run(f'DELETE FROM {FIGURES} WHERE "batch_id" = %s', batch)
    columns = _names((*KEY, "batch_id", *SAYS))
    back = run(
        f'INSERT INTO {FIGURES} ({columns}) SELECT {columns} FROM {REPLACED} WHERE "by_id" = %s', batch
    )  # fmt: skip
    run(f'DELETE FROM {REPLACED} WHERE "by_id" = %s', batch)
    run(f'INSERT INTO {REPLACED} ({columns}, "by_id") SELECT {columns}, %s FROM {SHOWN}', batch)
    run(f"DROP TABLE {SHOWN}")
    return gone, back


def _set_aside(batch: int) -> None:
    """A batch's figures of every indicator and period in which a count is small or hidden, or of which others are kept already.

    They are laid aside to be kept. What was hidden of them stays hidden, whatever is brought in later: pages and papers
    have shown the others. Of small areas only those that a trust's localities are made of are ever shown.
    """
    tops = ", ".join(f"'{kind}'" for kind in (Area.Kind.ENGLAND, Area.Kind.REGION, Area.Kind.AUTHORITY))
    places = (
        f"SELECT id FROM needs_area WHERE kind IN ({tops}) OR trust_id IS NOT NULL "
        "UNION SELECT area_id FROM needs_trustarea UNION SELECT area_id FROM needs_localityarea"
    )
    hidden = ", ".join(f"'{kind}'" for kind in (Mark.Kind.SUPPRESSED, Mark.Kind.LOW))
    mine = f'SELECT DISTINCT indicator_id FROM {FIGURES} WHERE "batch_id" = %s'
    few = (
        f'SELECT indicator_id, period FROM {REPLACED} WHERE indicator_id IN ({mine}) AND "by_id" <> %s UNION '
        f"SELECT o.indicator_id, o.period FROM {FIGURES} o JOIN needs_indicator i ON i.id = o.indicator_id "
        "LEFT JOIN needs_mark m ON m.id = o.mark_id "
        f"WHERE o.indicator_id IN ({mine}) AND o.area_id IN ({places}) AND ("
        f"m.kind IN ({hidden}) OR (o.count > 0 AND o.count < {HIDDEN_BELOW}) OR (o.denominator > 0 AND o.denominator < {HIDDEN_BELOW}) "
        f"OR (o.count IS NULL AND i.scale > 0 AND o.value > 0 AND o.value * o.denominator < {HIDDEN_BELOW} * i.scale) "
        f"OR (o.count IS NULL AND coalesce(i.scale, 0) = 0 AND o.value > 0 AND o.value < {HIDDEN_BELOW} AND o.value = round(o.value)))"
    )
    run(f"DROP TABLE IF EXISTS {SHOWN}")
    run(
        f"CREATE TEMPORARY TABLE {SHOWN} AS SELECT {_names((*KEY, 'batch_id', *SAYS), 'o.')} FROM {FIGURES} o "
        f'JOIN ({few}) f ON f.indicator_id = o.indicator_id AND f.period = o.period WHERE o."batch_id" = %s AND o.area_id IN ({places})',
        batch, batch, batch, batch,
    )  # fmt: skip


def indicators_of(batch: int) -> list[int]:
    """The indicators of which a batch brought figures."""
    return [
        pk for (pk,) in rows(f'SELECT DISTINCT "indicator_id" FROM {FIGURES} WHERE "batch_id" = %s', batch)
    ]


def without_owner() -> list[tuple[str, int]]:
    """Figures whose area, indicator, category, mark or batch is gone: what, and how many. Nothing is as it should be."""
    found = []
    for column, table in (
        ("indicator_id", "needs_indicator"), ("area_id", "needs_area"), ("sex_id", "needs_category"),
        ("category_id", "needs_category"), ("age_id", "needs_category"), ("mark_id", "needs_mark"),
        ("batch_id", "needs_batch"),
    ):  # fmt: skip
        sql = (
            f'SELECT count(*) FROM (SELECT "{column}" AS key, count(*) FROM {FIGURES} GROUP BY 1) f '
            f"WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = f.key)"
        )
        if count := rows(sql)[0][0]:
            found.append((f"{column.removesuffix('_id')} that is gone", count))
    return found
