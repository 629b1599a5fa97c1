"""A table that leaves the house row by row: its first bytes go out at once, and it takes no more room for more rows.

A workbook is a zip of XML. The sheet is written into the zip while the rows are read, with texts inside their cells, so
that neither a list of texts nor the sheet itself has to be kept. No cell is ever evaluated: texts are texts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from html import escape
from io import RawIOBase
from itertools import islice
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from jiezhi.intake.sheets.writing import LONGEST_CELL, XLSX, Out

MOST_ROWS = 1_048_575
"""What a sheet of Excel holds below its titles."""
ROWS_A_PART = 500
_EPOCH = date(1899, 12, 30)
_DAY_S = 86_400
_TITLE, _TEXT, _TIME, _DAY = range(1, 5)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads `_x0041_` as a letter by its number, so the line before it is written by its own."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" '
        'formatCode="yyyy\\-mm\\-dd\\ hh:mm"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        "</styleSheet>"
    ),
}


class _Outlet(RawIOBase):
    """What a zip is written to: keeps only what has not been taken yet."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def writable(self) -> bool:
        """Say that it takes bytes; it has no places to go back to."""
        return True

    def write(self, given: object) -> int:
        """Keep bytes until they are taken."""
        data = bytes(given)  # type: ignore[call-overload]  # what a file may be given is a buffer
        self._kept += data
        return len(data)

    def take(self) -> bytes:
        """Give what was written since the last time."""
        taken, self._kept = bytes(self._kept), bytearray()
        return taken


def stream_xlsx(
    name: str, titles: Sequence[str], rows: Iterable[Sequence[Out]], *, widths: Sequence[int] = ()
) -> Iterator[bytes]:
    """Give a workbook of one sheet in parts, while its rows are read.

    Args:
        name: Of its tab.
        titles: Of the columns.
        rows: As many cells as titles. Times are written in the office's zone.
        widths: Of the columns, in characters.
    """
    outlet = _Outlet()
    with ZipFile(outlet, "w", ZIP_DEFLATED, compresslevel=4) as book:
        for path, text in _PARTS.items():
            book.writestr(path, text)
        book.writestr("xl/workbook.xml", _workbook(name))
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_sheet_head(titles, widths).encode())
            left, zone = islice(rows, MOST_ROWS), timezone.get_current_timezone()
            while part := list(islice(left, ROWS_A_PART)):
                sheet.write("".join(_row(row, zone) for row in part).encode())
                yield outlet.take()
            sheet.write(b"</sheetData></worksheet>")
    yield outlet.take()


def streamed_xlsx_response(parts: Iterator[bytes], *, file_name: str) -> StreamingHttpResponse:
    """Give a workbook in parts, to be kept by the reader and never by a cache on the way."""
    answer = StreamingHttpResponse(parts, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name) or ""
    answer["Cache-Control"] = "no-store"
    return answer


def _workbook(name: str) -> str:
    tab = "".join(c for c in name if c not in "[]:*?/\\'")[:31] or "1"
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{_text(tab)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet_head(titles: Sequence[str], widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths or [18] * len(titles), start=1)
    )
    cells = "".join(_inline(title, _TITLE) for title in titles)
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData><row>{cells}</row>"
    )


def _row(row: Sequence[Out], zone: object) -> str:
    return f"<row>{''.join(_cell(value, zone) for value in row)}</row>"


def _cell(value: Out, zone: object) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return _inline(value[:LONGEST_CELL], _TEXT)
    if isinstance(value, datetime):
        local = value.astimezone(zone)  # type: ignore[arg-type]  # the office's zone
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return f'<c s="{_TIME}"><v>{(local.date() - _EPOCH).days + seconds / _DAY_S:.9f}</v></c>'
    if isinstance(value, date):
        return f'<c s="{_DAY}"><v>{(value - _EPOCH).days}</v></c>'
    return f"<c><v>{int(value) if isinstance(value, bool) else value}</v></c>"


def _inline(text: str, style: int) -> str:
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{_text(text)}</t></is></c>'


def _text(text: str) -> str:
    return escape(_CODED.sub("_x005F_", _FORBIDDEN.sub("", text)))
