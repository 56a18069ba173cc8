# ruff: noqa: S608 (names of our own tables, and keys that are whole numbers)
"""The latest figure of every indicator in every area, beside England and its region: kept, not computed when asked."""

from collections import defaultdict

from django.db import connection

from needs.figures.store import FIGURES, rows, run
from needs.models import ALL, Area, Indicator, Snapshot

TABLE = Snapshot._meta.db_table
SOME = 500
"""Indicators that are refreshed in one statement."""
FRESH = """
INSERT INTO {table} (area_id, indicator_id, period, mark_id, value, lower, upper, "count", denominator, england, region, rank, n)
SELECT h.area_id, h.indicator_id, h.period, h.mark_id, h.value, h.lower, h.upper, h."count", h.denominator,
    e.value, r.value,
    CASE WHEN h.value IS NULL THEN NULL
         ELSE rank() OVER (PARTITION BY h.indicator_id, h.period, h.kind
                           ORDER BY CASE WHEN h.value IS NULL THEN 1 ELSE 0 END, h.value DESC) END,
    count(h.value) OVER (PARTITION BY h.indicator_id, h.period, h.kind)
FROM (
    SELECT o.*, a.kind, a.region_id
    FROM (
        SELECT f.indicator_id, f.area_id, max(f.period) AS period
        FROM {figures} f
        WHERE f.indicator_id IN ({indicators}) AND f.sex_id = {sex} AND f.category_id = {all} AND f.age_id = {age}
        GROUP BY f.indicator_id, f.area_id
    ) latest
    JOIN {figures} o ON o.indicator_id = latest.indicator_id AND o.area_id = latest.area_id AND o.period = latest.period
        AND o.sex_id = {sex} AND o.category_id = {all} AND o.age_id = {age}
    JOIN needs_area a ON a.id = o.area_id
) h
LEFT JOIN {figures} e ON e.indicator_id = h.indicator_id AND e.area_id = {england} AND e.period = h.period
    AND e.sex_id = {sex} AND e.category_id = {all} AND e.age_id = {age}
LEFT JOIN {figures} r ON r.indicator_id = h.indicator_id AND r.area_id = h.region_id AND r.period = h.period
    AND r.sex_id = {sex} AND r.category_id = {all} AND r.age_id = {age}
"""


def refresh(indicators: list[int]) -> int:
    """Write the snapshot of these indicators anew, in the caller's transaction; how many rows it has."""
    analyse()
    england = (
        Area.objects.filter(trust=None, kind=Area.Kind.ENGLAND).values_list("id", flat=True).first() or 0
    )
    written = 0
    for start in range(0, len(indicators), SOME):
        some = indicators[start : start + SOME]
        run(f"DELETE FROM {TABLE} WHERE indicator_id IN ({_listed(some)})")
        for (sex, age), alike in _by_headline(some).items():
            written += run(
                FRESH.format(
                    table=TABLE, figures=FIGURES, indicators=_listed(alike), all=ALL, england=int(england), sex=sex, age=age,
                )
            )  # fmt: skip
    return written


def _by_headline(indicators: list[int]) -> dict[tuple[int, int], list[int]]:
    """Indicators by the sex and age of their headline, nearly always everybody: named, a key finds the rows of those alone."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pk, sex, age in Indicator.objects.filter(pk__in=indicators).values_list("pk", "sex_id", "age_id"):
        found[sex, age].append(pk)
    return found


def _listed(keys: list[int]) -> str:
    return ", ".join(str(int(pk)) for pk in keys)


def rebuild() -> int:
    """Write the whole snapshot anew; the caller holds the transaction."""
    run(f"DELETE FROM {TABLE}")
    return refresh(list(Indicator.objects.order_by("id").values_list("id", flat=True)))


def set_headlines(indicators: list[int]) -> None:
    """Say for which sex and age a new indicator's headline is: the one it is published for, where it is not for everybody."""
    others = _not_of_everybody(indicators)
    if not others:
        return
    found = rows(
        f"SELECT indicator_id, sex_id, age_id, count(*) FROM {FIGURES} "
        f"WHERE indicator_id IN ({_listed(others)}) AND category_id = {ALL} GROUP BY indicator_id, sex_id, age_id"
    )
    best: dict[int, tuple[bool, bool, int, int, int]] = {}
    for indicator, sex, age, count in found:
        rank = (sex == ALL, age == ALL, count, -sex, -age)
        best[indicator] = max(best.get(indicator, rank), rank)
    for indicator, (_, _, _, sex, age) in best.items():
        Indicator.objects.filter(pk=indicator).update(sex_id=-sex, age_id=-age)


def _not_of_everybody(indicators: list[int]) -> list[int]:
    """The indicators that have no figure of everybody."""
    found = rows(
        f"SELECT i.id, (SELECT 1 FROM {FIGURES} f WHERE f.indicator_id = i.id AND f.sex_id = {ALL} AND f.category_id = {ALL} "
        f"AND f.age_id = {ALL} ORDER BY f.area_id LIMIT 1) FROM needs_indicator i WHERE i.id IN ({_listed(indicators) or 'NULL'})"
    )  # in their order, or a planner reads the whole table until it meets one
    return [pk for pk, there in found if not there]


def analyse() -> None:
    """Tell PostgreSQL's planner what is in the figures now: without it the snapshot can take a hundred times as long."""
    if connection.vendor == "postgresql":
        run(f"ANALYZE {FIGURES}")
