"""What is listed, as a file: CSV and Excel, with nothing in it that a spreadsheet would run."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

Rows = Iterable[Sequence[Any]]
# The last four are the same signs in full width, which some spreadsheets take for them.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None else value


def as_csv(rows: Rows, *, name: str) -> HttpResponse:
    """Rows, the heading first, as a CSV file with a byte order mark so that Excel reads its letters."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    csv.writer(response).writerows([harmless(value) for value in row] for row in rows)
    return response


def as_xlsx(rows: Rows, *, name: str) -> FileResponse:
    """Rows, the heading first, as an Excel workbook; texts stay texts. Each row leaves memory once it is written."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        date = book.add_format({"num_format": "d mmmm yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(sheet, (number, column), value, date=date, style=None if number else bold)
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=kind)


def _write(sheet: Any, place: tuple[int, int], value: Any, *, date: Any, style: Any) -> None:
    """A cell as what it is: asking the library to guess costs as much again."""
    if isinstance(value, str):
        sheet.write_string(*place, value, style)
    elif hasattr(value, "isoformat"):
        sheet.write_datetime(*place, value, date)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(*place, value, style)
    elif value is not None:
        sheet.write(*place, value, style)


def links(request: HttpRequest) -> list[tuple[str, str]]:
    """The links under which what is listed can be had as a file, with the filters as they are."""
    query = request.GET.copy()
    found = []
    for name, kind in (("CSV", "csv"), ("Excel", "xlsx")):
        query["format"] = kind
        found.append((name, f"{request.path}?{query.urlencode()}"))
    return found


def asked_for(request: HttpRequest, rows: Rows, *, name: str) -> HttpResponseBase | None:
    """The file the request asks for; None where it asks for the page."""
    writers: dict[str, Callable[..., HttpResponseBase]] = {"csv": as_csv, "xlsx": as_xlsx}
    writer = writers.get(request.GET.get("format", ""))
    return writer(rows, name=name) if writer else None
