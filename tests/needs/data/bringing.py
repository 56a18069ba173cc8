"""Bringing files in, as the tests do it: written on the spot or lying beside them."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from needs.actions import batch as batches
from needs.figures.rejects import Rejects
from needs.models import Batch, Observation

FILES = Path(__file__).parent / "files"
FINGERTIPS = [
    "Indicator ID",
    "Indicator Name",
    "Parent Code",
    "Parent Name",
    "Area Code",
    "Area Name",
    "Area Type",
    "Sex",
    "Age",
    "Category Type",
    "Category",
    "Time period",
    "Value",
    "Lower CI 95.0 limit",
    "Upper CI 95.0 limit",
    "Lower CI 99.8 limit",
    "Upper CI 99.8 limit",
    "Count",
    "Denominator",
    "Value note",
    "Recent Trend",
    "Compared to England value or percentiles",
    "Compared to Region value or percentiles",
    "Time period Sortable",
    "New data",
    "Compared to goal",
    "Time period range",
]
TIDY = ["area_code", "period", "indicator", "value"]


def fingertips(area: str = "E08000037", period: str = "2019", value: str = "1.5", **more: str) -> list[str]:
    """A row of Fingertips; `more` by folded column, such as lower or category."""
    places = {"id": 0, "name": 1, "parent": 2, "area_name": 5, "sex": 7, "age": 8, "scheme": 9, "category": 10, "lower": 13,
              "upper": 14, "count": 17, "denominator": 18, "note": 19}  # fmt: skip
    row = ["1", "Anything", "", "", area, "", "", "Persons", "All ages", "", "", period, value, *[""] * 14]
    for name, text in more.items():
        row[places[name]] = text
    return row


def written(
    folder: Path, rows: Iterable[list[str]], name: str = "figures.csv", encoding: str = "utf-8"
) -> Path:
    """A CSV file of these rows."""
    path = folder / name
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)
    return path


def saved(path: Path, **said: Any) -> tuple[Batch, list[tuple[int, str]]]:
    """Bring a file in and save it: its batch, and every row that was not kept."""
    return _brought(path, Batch.State.QUEUED, batches.save, **said)


def checked(path: Path, **said: Any) -> tuple[Batch, list[tuple[int, str]]]:
    """Only look at a file."""
    return _brought(path, Batch.State.WAITING, batches.check, **said)


def _brought(path: Path, state: str, work: Any, **said: Any) -> tuple[Batch, list[tuple[int, str]]]:
    rejects = Rejects()
    batch = batches.receive(file_name=path.name, **said)
    Batch.objects.filter(pk=batch.pk).update(state=state)
    batch = work(batch, path=path, rejects=rejects)
    found = list(rejects)
    rejects.close()
    return batch, found


def counts(batch: Batch) -> tuple[int, int, int, int, int]:
    """Rows read, new, changed, unchanged and rejected."""
    return batch.rows, batch.new, batch.changed, batch.unchanged, batch.rejected


def everything() -> list[tuple[Any, ...]]:
    """Every figure there is, whichever file brought it."""
    names = ("indicator__code", "area__code", "period", "sex__name", "age__name", "category__name", "mark__text", "value",
             "lower", "upper", "count", "denominator")  # fmt: skip
    return sorted(Observation.objects.values_list(*names), key=str)
