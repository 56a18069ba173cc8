# ruff: noqa: S608 (our own tables, and whole numbers)
"""The same questions in SQL, of the database and of DuckDB over a Parquet file of the same figures; and what the snapshot saves.

What is timed is asking and fetching every row, each question of both in turn. The answers are compared first.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from django.core.management import CommandError
from django.db import connection

from commissioning.bench import figures
from commissioning.bench.clockwork import Taken, measure
from needs.figures import snapshots, store
from needs.models import ALL, Area, Indicator

WIDE = "small areas of the whole country, in tenths"
"""A scan of the whole country, which is what DuckDB is made for: no goal."""
OURS, DUCK = "database", "DuckDB"
COMPUTED, KEPT = "profile with ranks, computed", "profile with ranks, from the snapshot"
Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]


def questions() -> dict[str, str]:
    """The questions: of an indicator of authorities, of one of small areas, and of all indicators."""
    small, large = (Indicator.objects.get(code=f"i{number}").pk for number in (1, 2))
    england = Area.objects.get(kind=Area.Kind.ENGLAND).pk
    authorities = Area.objects.filter(kind=Area.Kind.AUTHORITY).order_by("pk")
    own, *others = authorities.filter(region=authorities[0].region)[:11]
    mine = Area.objects.filter(kind=Area.Kind.LSOA, parent__isnull=False).values_list("pk", flat=True)
    everything = "category_id = 0 AND age_id = 0"
    all_sexes = f"FROM needs_observation WHERE {everything} AND indicator_id"
    total = f"FROM needs_observation WHERE sex_id = 0 AND {everything} AND indicator_id"
    last = f"period = {figures.PERIODS[-1]}"
    beside = [own.pk, *(one.pk for one in others), own.region_id, england]
    return {
        "small areas of a trust": f"SELECT area_id, value {total} = {small} AND {last} AND area_id IN ({_listed(mine)})",
        "by sex": f"SELECT sex_id, value, lower, upper {all_sexes} = {large} AND {last} AND area_id = {own.pk}",
        "beside ten others, region and England": f"SELECT area_id, value, lower, upper {total} = {large} AND {last} AND area_id IN ({_listed(beside)})",
        "over time, beside England": f"SELECT area_id, period, value {total} = {large} AND area_id IN ({own.pk}, {england})",
        "every indicator of one area": f"SELECT indicator_id, value {total} IN ({_listed(_of_authorities())}) AND {last} AND area_id = {own.pk}",
        "by region": (
            f"SELECT a.region_id, avg(o.value), min(o.value), max(o.value) FROM needs_observation o JOIN needs_area a ON a.id = o.area_id "
            f"WHERE o.sex_id = 0 AND o.category_id = 0 AND o.age_id = 0 AND o.indicator_id = {large} AND o.{last} "
            f"AND a.kind = 'authority' GROUP BY a.region_id"
        ),
        WIDE: f"SELECT tenth, min(value), max(value) FROM (SELECT value, ntile(10) OVER (ORDER BY value) AS tenth {total} = {small} AND {last}) t GROUP BY tenth",
    }  # fmt: skip


def _of_authorities() -> list[int]:
    """The indicators of authorities."""
    return [one.pk for one in Indicator.objects.order_by("pk") if int(one.code[1:]) % figures.SETS != 1]


def _listed(keys: Any) -> str:
    return ", ".join(str(int(key)) for key in keys)


def profiles() -> dict[str, str]:
    """What stands in a profile: computed by the same SQL that writes the snapshot, of authorities only; and as it is kept."""
    own = Area.objects.filter(kind=Area.Kind.AUTHORITY).order_by("pk")[0].pk
    england = Area.objects.get(kind=Area.Kind.ENGLAND).pk
    keys = _listed(_of_authorities())
    insert = snapshots.FRESH.format(
        table="whole", figures=store.FIGURES, indicators=keys, all=ALL, england=england, sex=ALL, age=ALL
    )
    names, select = insert.strip().removeprefix("INSERT INTO ").split("\n", 1)
    wanted = "SELECT indicator_id, value, england, region, rank, n FROM"
    return {
        COMPUTED: f"WITH {names} AS ({select}) {wanted} whole WHERE area_id = {own}",
        KEPT: f"{wanted} {snapshots.TABLE} WHERE area_id = {own}",
    }


def duck(folder: Path) -> duckdb.DuckDBPyConnection:
    """DuckDB over a Parquet file of the same figures, made by the same SQL in the same order; asserts that they are the same."""
    duck = duckdb.connect(str(folder / "figures.duckdb"))
    areas = store.rows("SELECT id, kind, trust_id, region_id FROM needs_area ORDER BY id")
    duck.execute("CREATE TABLE needs_area (id INTEGER, kind VARCHAR, trust_id INTEGER, region_id INTEGER)")
    (folder / "areas.csv").write_text(
        "".join(f"{','.join('' if one is None else str(one) for one in row)}\n" for row in areas)
    )
    duck.execute(f"COPY needs_area FROM '{folder / 'areas.csv'}' (HEADER false)")
    duck.execute(
        "CREATE TABLE made (indicator_id INTEGER, area_id INTEGER, period INTEGER, sex_id INTEGER, category_id INTEGER, age_id INTEGER, "
        'mark_id INTEGER, batch_id INTEGER, value DOUBLE, lower DOUBLE, upper DOUBLE, "count" DOUBLE, denominator DOUBLE)'
    )
    for one in Indicator.objects.order_by("pk"):
        select = figures.made(one.pk, 1, of_small=int(one.code[1:]) % figures.SETS == 1)
        duck.execute(
            f"INSERT INTO made {select}".replace("%%", "%").replace("y.period / 10000", "y.period // 10000")
        )
    file = folder / "figures.parquet"
    duck.execute(f"COPY made TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
    duck.execute("DROP TABLE made")
    duck.execute(f"CREATE VIEW needs_observation AS SELECT * FROM '{file}'")
    check = 'SELECT count(*), sum("count") FROM needs_observation'
    if _plain(store.rows(check)) != _plain(duck.execute(check).fetchall()):
        raise CommandError("The Parquet file does not hold the figures of the database.")
    return duck


def _plain(rows: Rows) -> Rows:
    """Rows in an order of their own, with numbers as both engines write them."""
    return sorted(tuple(None if cell is None else round(float(cell), 6) for cell in row) for row in rows)


def measure_engines(folder: Path, rounds: int) -> dict[str, tuple[Taken, Taken]]:
    """Each question of the database and of DuckDB, in turn."""
    over = duck(folder)
    asked: dict[str, Ask] = {OURS: _ours, DUCK: lambda sql: over.execute(sql).fetchall()}
    work: dict[str, Callable[[], Any]] = {}
    for name, sql in questions().items():
        one, other = (_plain(ask(sql)) for ask in asked.values())
        if not one or one != other:
            raise CommandError(f"{name}: DuckDB answers otherwise.")
        for engine, ask in asked.items():
            work[f"{engine} {name}"] = lambda ask=ask, sql=sql: ask(sql)
    found = measure(work, rounds)
    return {name: (found[f"{OURS} {name}"], found[f"{DUCK} {name}"]) for name in questions()}


def measure_profile(rounds: int) -> tuple[Taken, Taken]:
    """A profile with its ranks, computed and from the snapshot, in turn."""
    asked = profiles()
    if _plain(_ours(asked[COMPUTED])) != _plain(_ours(asked[KEPT])):
        raise CommandError("The snapshot does not say what the figures say.")
    found = measure({name: lambda sql=sql: _ours(sql) for name, sql in asked.items()}, rounds)
    return found[COMPUTED], found[KEPT]


def _ours(sql: str) -> Rows:
    """The site's database, without the mapper."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
