"""What is listed, as a file: CSV and Excel, with nothing in it that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse

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


def as_xlsx(rows: Rows, *, name: str) -> HttpResponse:
    """Rows, the heading first, as an Excel workbook; texts stay texts."""
    memory = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(memory, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        date = book.add_format({"num_format": "d mmmm yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if hasattr(value, "isoformat"):
                    sheet.write_datetime(number, column, value, date)
                elif value is not None:
                    sheet.write(number, column, value, bold if number == 0 else None)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(memory.getvalue(), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def links(request: HttpRequest) -> list[tuple[str, str]]:
    """The links under which what is listed can be had as a file, with the filters as they are."""
    query = request.GET.copy()
    found = []
    for name, kind in (("CSV", "csv"), ("Excel", "xlsx")):
        query["format"] = kind
        found.append((name, f"{request.path}?{query.urlencode()}"))
    return found


def asked_for(request: HttpRequest, rows: Rows, *, name: str) -> HttpResponse | None:
    """The file the request asks for; None where it asks for the page."""
    writer = {"csv": as_csv, "xlsx": as_xlsx}.get(request.GET.get("format", ""))
    return writer(rows, name=name) if writer else None
