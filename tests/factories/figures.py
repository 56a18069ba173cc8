"""Figures for tests: an indicator with values in English areas, and a trust that is for one of them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from needs.figures import snapshots
from needs.figures.geography import kind_of, reference
from needs.models import ALL, PLAIN, Area, Batch, Category, Indicator, Mark, Observation, TrustArea
from needs.statistics.periods import read
from trusts.governance import clock
from trusts.models import Trust

ENGLAND, NORTH_EAST, GATESHEAD, DURHAM = "E92000001", "E12000001", "E08000037", "E06000047"
NAMES = {ENGLAND: "England", NORTH_EAST: "North East", "E12000008": "South East"}


def area(code: str) -> Area:
    """An area of England by its code, with the region it lies in."""
    kind = kind_of(code)
    known = reference().get(code)
    region = area(known.parent_code) if known and kind == Area.Kind.AUTHORITY and known.parent_code else None
    return Area.objects.get_or_create(
        code=code,
        trust=None,
        defaults={"name": known.name if known else NAMES.get(code, code), "kind": kind, "parent": region, "region": region},
    )[0]  # fmt: skip


def authorities(many: int) -> list[Area]:
    """So many authorities of England."""
    codes = [code for code in reference() if kind_of(code) == Area.Kind.AUTHORITY]
    return [area(code) for code in codes[:many]]


def place_of(trust: Trust, code: str = GATESHEAD) -> Area:
    """Make an authority the trust's own."""
    mine = area(code)
    TrustArea.objects.get_or_create(trust=trust, area=mine)
    return mine


def indicator(name: str = "Children looked after: rate per 10,000", **fields: Any) -> Indicator:
    """A published indicator: a rate per 10,000 unless said otherwise."""
    usual = {"code": name[:100], "unit": "per 10,000", "scale": 10_000, "source": "Sandover Statistics"}
    return Indicator.objects.create(name=name, **(usual | fields))


def batch() -> Batch:
    """The file that the figures are from."""
    return Batch.objects.get_or_create(
        file_name="figures.csv",
        defaults={"state": Batch.State.SAVED, "created_at": clock.now(), "saved_at": clock.now()},
    )[0]


def category(dimension: str, name: str) -> Category:
    """A value of a breakdown."""
    return Category.objects.get_or_create(dimension=dimension, scheme="", name=name)[0]


def hidden_mark() -> Mark:
    """What a publisher writes where it hides a figure."""
    return Mark.objects.get_or_create(text="c", defaults={"kind": Mark.Kind.SUPPRESSED})[0]


def figure(of: Indicator, where: Area, when: str, **values: Any) -> Observation:
    """One figure."""
    values = {
        f"{name}_id" if name in ("sex", "age", "category", "mark") else name: one.pk if isinstance(one, Model) else one
        for name, one in values.items()
    }  # fmt: skip
    usual = {"sex_id": ALL, "age_id": ALL, "category_id": ALL, "mark_id": PLAIN, "batch_id": batch().pk}
    return Observation.objects.create(indicator=of, area=where, period=read(when).key, **(usual | values))


def figures(of: Indicator, when: str, values: Mapping[str, tuple[float, float, float]]) -> None:
    """Figures of several areas: value, count and population by area code."""
    for code, (value, count, population) in values.items():
        figure(of, area(code), when, value=value, count=count, denominator=population)
    snapshots.refresh([of.pk])
