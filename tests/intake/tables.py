"""Tables as offices send them, and as nobody should; everything in them is made up here."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

TITLES = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
ROWS = (
    (
        "1001",
        "网友甲",
        "路灯不亮",
        "2019/6/20 10:55:18",
        "\r\n\t\t\t东门的路灯坏了三天。\r\n",
        "已修好。",
        "2019/6/24 10:36:19",
    ),
    ("1002", "网友乙", "噪声扰民", "2019-07-01 22:10", "楼下半夜施工。", "", ""),
    ("1003", "网友丙", "咨询社保", "2019年7月2日 9时5分", "请问怎么办理？", "请带身份证到窗口。", "2019.7.5"),
)
"""Three messages, two of them with a reply, in three spellings of dates."""


def xlsx(
    *rows: Sequence[object], sheet: str = "Sheet1", more: dict[str, Sequence[Sequence[object]]] | None = None
) -> bytes:
    """A workbook of plain cells."""
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        for name, lines in {sheet: rows, **(more or {})}.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(lines):
                page.write_row(number, 0, row)
    return kept.getvalue()


def messages(*rows: Sequence[object], titles: Sequence[str] = TITLES) -> bytes:
    """A workbook of messages."""
    return xlsx(titles, *(rows or ROWS))


def changed(workbook: bytes, part: str, content: bytes | None) -> bytes:
    """A workbook with one of its parts replaced, added, or left out."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        if content is not None:
            new.writestr(part, content)
    return kept.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
OPEN = HEAD + b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSE = b"</sheetData></worksheet>"


def far_cells() -> bytes:
    """Two cells, the first and the very last of a sheet: 16 billion cells to whoever lays them out."""
    cell = b'<row r="%d"><c r="%s" t="inlineStr"><is><t>x</t></is></c></row>'
    return changed(xlsx(["x"]), SHEET, OPEN + cell % (1, b"A1") + cell % (1048576, b"XFD1048576") + CLOSE)


def bomb(size_mb: int = 300) -> bytes:
    """A small archive that unpacks to very much."""
    return changed(xlsx(["x"]), SHEET, OPEN + b" " * (size_mb << 20) + CLOSE)


def html(body: str) -> bytes:
    """A page that is named .xls."""
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def spreadsheet_ml(rows: str, head: str = "") -> bytes:
    """A workbook of 2003 in one XML file."""
    return (
        f'<?xml version="1.0"?>{head}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表">'
        f"<Table>{rows}</Table></Worksheet></Workbook>"
    ).encode()
