"""Codes of English areas: what sort of place a code stands for, and what became of codes that ended."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from needs.models.area import Area

ENGLAND = "E92000001"
Kind = Area.Kind
SORTS = {
    "E92": (Kind.ENGLAND, 1, 1),
    "E12": (Kind.REGION, 1, 9),
    "E13": (Kind.REGION, 1, 99),
    "E06": (Kind.AUTHORITY, 1, 199),
    "E08": (Kind.AUTHORITY, 1, 99),
    "E09": (Kind.AUTHORITY, 1, 33),
    "E10": (Kind.AUTHORITY, 1, 99),
    "E07": (Kind.DISTRICT, 1, 399),
    "E05": (Kind.WARD, 1, 29_999),
    "E02": (Kind.MSOA, 1, 9_999),
    "E01": (Kind.LSOA, 1, 49_999),
    "E38": (Kind.HEALTH, 1, 9_999),
    "E40": (Kind.HEALTH, 1, 99),
    "E45": (Kind.HEALTH, 1, 99),
    "E54": (Kind.HEALTH, 1, 999),
    "E04": (Kind.OTHER, 1, 29_999),
    "E11": (Kind.OTHER, 1, 99),
    "E14": (Kind.OTHER, 1, 9_999),
    "E26": (Kind.OTHER, 1, 99),
    "E23": (Kind.OTHER, 1, 99),
    "E47": (Kind.OTHER, 1, 99),
    "E31": (Kind.OTHER, 1, 99),
    "E61": (Kind.OTHER, 1, 99),
}
"""The first three characters of a code: the sort of place, and the numbers that are given out, with room to grow."""
OUTSIDE = {"W": "Wales", "S": "Scotland", "N": "Northern Ireland", "K": "the United Kingdom or a part of it",
           "J": "another country", "L": "the Channel Islands", "M": "the Isle of Man"}  # fmt: skip
SHAPE = re.compile(r"([A-Z])(\d{2})(\d{6})")


def kind_of(code: str) -> Kind | None:
    """What sort of English place a code stands for; None where no such code is given out."""
    match = SHAPE.fullmatch(code)
    if match is None or match[1] != "E":
        return None
    kind, first, last = SORTS.get(code[:3], (None, 0, -1))
    return kind if first <= int(match[3]) <= last else None


def why_not(code: str) -> str:
    """Why a code is not an area of England, in plain words."""
    match = SHAPE.fullmatch(code)
    if match and match[1] in OUTSIDE:
        return f"{code} lies in {OUTSIDE[match[1]]}: only figures for England are kept"
    return f"“{code[:40]}” is not the code of an area of England"


@dataclass(frozen=True)
class Place:
    """What a row says about where its figure is for."""

    code: str
    name: str = ""
    sort: str = ""
    parent_code: str = ""
    parent_name: str = ""


@dataclass(frozen=True)
class Change:
    """A code that ended, and those that took its place the day after."""

    old: str
    last_day: date
    new: tuple[str, ...]


CHANGES = tuple(
    Change(old, date.fromisoformat(day), tuple(new.split()))
    for old, day, new in (
        ("E08000020", "2013-03-31", "E08000037"),
        ("E06000048", "2013-03-31", "E06000057"),
        ("E07000097", "2012-03-31", "E07000242"),
        ("E07000100", "2012-03-31", "E07000240"),
        ("E07000101", "2012-03-31", "E07000243"),
        ("E07000104", "2012-03-31", "E07000241"),
        ("E08000016", "2019-03-31", "E08000038"),
        ("E08000019", "2019-03-31", "E08000039"),
        ("E06000028", "2019-03-31", "E06000058"),
        ("E06000029", "2019-03-31", "E06000058"),
        ("E10000009", "2019-03-31", "E06000058 E06000059"),
        ("E07000201", "2019-03-31", "E07000245"),
        ("E07000204", "2019-03-31", "E07000245"),
        ("E07000205", "2019-03-31", "E07000244"),
        ("E07000206", "2019-03-31", "E07000244"),
        ("E07000190", "2019-03-31", "E07000246"),
        ("E07000191", "2019-03-31", "E07000246"),
        ("E10000002", "2020-03-31", "E06000060"),
        ("E07000004", "2020-03-31", "E06000060"),
        ("E07000005", "2020-03-31", "E06000060"),
        ("E07000006", "2020-03-31", "E06000060"),
        ("E07000007", "2020-03-31", "E06000060"),
        ("E10000021", "2021-03-31", "E06000061 E06000062"),
        ("E10000006", "2023-03-31", "E06000063 E06000064"),
        ("E10000023", "2023-03-31", "E06000065"),
        ("E10000027", "2023-03-31", "E06000066"),
    )
)
"""The councils that were merged, split or given a new code since codes have nine characters."""

ENDED = frozenset(change.old for change in CHANGES)
REFERENCE = Path(__file__).parent.parent / "reference" / "areas.csv"


@cache
def reference() -> dict[str, Place]:
    """England, its regions and every authority for children's services there is or was: by code."""
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Place(row["code"], row["name"], "", row["parent"]) for row in csv.DictReader(file)
        }


@cache
def by_name() -> dict[str, str]:
    """The codes in use by name, in small letters."""
    return {place.name.lower(): code for code, place in reference().items() if code not in ENDED}


def named_in(text: str) -> str:
    """The code of the one authority whose name a text holds, such as a file's name; empty where it is not one."""
    plain = f" {re.sub(r'[^a-z]+', ' ', text.lower())} "
    found = {code for name, code in by_name().items() if f" {re.sub(r'[^a-z]+', ' ', name)} " in plain}
    return found.pop() if len(found) == 1 else ""
