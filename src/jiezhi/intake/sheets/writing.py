"""Tables that leave the house, as Excel reads them; no cell in them is ever evaluated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
"""What a cell of Excel holds."""

Out = str | int | float | datetime | date | None


@dataclass(frozen=True)
class OutSheet:
    """One sheet to be written.

    Args:
        name: Of its tab; what Excel forbids in it is left out, and it is cut to 31 characters.
        titles: Of the columns.
        rows: As many cells as titles. Times are written in the office's zone.
        widths: Of the columns, in characters.
    """

    name: str
    titles: Sequence[str]
    rows: Sequence[Sequence[Out]]
    widths: Sequence[int] = ()


def write_xlsx(sheets: Sequence[OutSheet]) -> bytes:
    """Write sheets as one workbook.

    A text is a text, whatever it begins with: a resident who writes `=1+1` neither calculates nor calls anything, and a
    long number keeps its digits.
    """
    # Numbers and links that only look like such stay text as well.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    kept = BytesIO()
    with Workbook(kept, options) as book:
        title_format = book.add_format({"bold": True, "bottom": 1})
        text_format = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        time_format = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet("".join(c for c in sheet.name if c not in "[]:*?/\\'")[:31] or None)
            page.freeze_panes(1, 0)
            for column, title in enumerate(sheet.titles):
                page.write_string(0, column, title, title_format)
                page.set_column(column, column, sheet.widths[column] if sheet.widths else 18)
            for line, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    _write_cell(page, (line, column), value, text_format, time_format)
    return kept.getvalue()


def _write_cell(
    page: Worksheet, cell: tuple[int, int], value: Out, text_format: Format, time_format: Format
) -> None:
    if isinstance(value, datetime):
        page.write_datetime(*cell, timezone.make_naive(value), time_format)
    elif isinstance(value, date):
        page.write_datetime(*cell, value, time_format)
    elif isinstance(value, int | float):
        page.write_number(*cell, value)
    elif value:
        page.write_string(*cell, value[:LONGEST_CELL], text_format)


def xlsx_response(sheets: Sequence[OutSheet], *, file_name: str) -> HttpResponse:
    """Give sheets as a workbook to be kept by the reader, never by a cache on the way."""
    return xlsx_file_response(write_xlsx(sheets), file_name=file_name)


def xlsx_file_response(workbook: bytes, *, file_name: str) -> HttpResponse:
    """The same for a workbook that is written already."""
    answer = HttpResponse(workbook, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name) or ""
    answer["Cache-Control"] = "no-store"
    return answer
