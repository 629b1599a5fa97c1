"""Whatever is handed in is read right or refused with words: the process that serves pages never falls over it."""

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiezhi.intake.columns import Column, match_columns
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.sheets.header import find_header
from jiezhi.intake.sheets.reading import Workbook, read_table
from tests.intake import tables

CSV = '编号,内容\r\n1,路灯不亮\r\n2,"噪声,很吵"\r\n'


def cells(book: Workbook, sheet: int = 0) -> list[tuple[object, ...]]:
    return [row.cells for row in book.sheets[sheet].rows]


BOOK = tables.xlsx(["编号", "内容"], [1, "路灯不亮"])
READ_RIGHT = {
    "utf-8": CSV.encode(),
    "utf-8 with mark": CSV.encode("utf-8-sig"),
    "gb18030": CSV.encode("gb18030"),
    "utf-16 with mark": CSV.encode("utf-16"),
    "utf-16 without mark, little": CSV.encode("utf-16-le"),
    "utf-16 without mark, big": CSV.encode("utf-16-be"),
    "tabs": CSV.replace("编号,", "编号\t")
    .replace("1,", "1\t")
    .replace('2,"噪声,很吵"', "2\t噪声,很吵")
    .encode(),
    "semicolons": "编号;内容\n1;路灯不亮\n2;噪声,很吵\n".encode(),
    "old line ends": CSV.replace("\r\n", "\r").encode(),
    "mixed line ends": CSV.replace("\r\n", "\n", 1).encode(),
    "NUL between": CSV.replace("路灯", "路\x00灯").encode(),
    "blank lines": CSV.replace("\r\n1", "\r\n\r\n,\r\n1").encode(),
    "html": tables.html(
        "<table><tr><th>编号<th>内容</tr><tr><td>1<td>路灯不亮</tr><tr><td>2<td>噪声,很吵</table>"
    ),
    "xml of 2003": tables.spreadsheet_ml(
        "".join(
            f"<Row><Cell><Data>{a}</Data></Cell><Cell><Data>{b}</Data></Cell></Row>"
            for a, b in (("编号", "内容"), ("1", "路灯不亮"), ("2", "噪声,很吵"))
        )
    ),
}


@pytest.mark.parametrize("name", READ_RIGHT)
def test_a_table_in_text_is_read_whatever_its_spelling(name: str) -> None:
    assert cells(read_table(READ_RIGHT[name])) == [("编号", "内容"), ("1", "路灯不亮"), ("2", "噪声,很吵")]


REFUSED = {
    "0 bytes": b"",
    "only blanks": b"\r\n\t  \r\n",
    "only a mark": b"\xef\xbb\xbf",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "a program": b"\x7fELF" + bytes(range(256)) * 20,
    "a pdf": b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "half an archive": BOOK[: len(BOOK) // 2],
    "an archive of nothing": b"PK\x05\x06" + bytes(18),
    "an archive of texts": tables.changed(tables.xlsx(["x"]), "xl/workbook.xml", None),
    "a bomb": tables.bomb(20),
    "a document type": tables.changed(
        BOOK, tables.SHEET, tables.HEAD + b'<!DOCTYPE x [<!ENTITY a "b">]>' + tables.OPEN + tables.CLOSE
    ),
    "a document type in relations": tables.changed(
        BOOK, "_rels/.rels", b"<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>"
    ),
    "billion laughs in xml of 2003": tables.spreadsheet_ml(
        "<Row><Cell><Data>&b;</Data></Cell></Row>", '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
    ),
    "xml that ends early": tables.spreadsheet_ml("<Row><Cell>")[:-40],
    "far cells": tables.far_cells(),
    "an old workbook cut short": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "broken sheet xml": tables.changed(BOOK, tables.SHEET, tables.OPEN + b"<row><c"),
    "too many columns": (",".join("x" * 1000) + "\n").encode(),
    "a column number beyond reason": tables.spreadsheet_ml(
        '<Row><Cell ss:Index="99999999"><Data>x</Data></Cell></Row>'
    ),
    "no rows at all": tables.xlsx(),
    "an empty table in html": tables.html("<table></table>"),
    "too many parts": None,
}


def many_parts() -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"part{number}", b"")
    return kept.getvalue()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_words(name: str) -> None:
    upload = REFUSED[name]
    with pytest.raises(FileRefusedError) as refused:
        read_table(many_parts() if upload is None else upload)
    assert len(refused.value.message) > 5


def test_more_rows_than_a_table_has_are_refused() -> None:
    with pytest.raises(FileRefusedError):
        read_table(b"x,y\n" * 200_001)


def test_rows_keep_the_numbers_that_excel_shows() -> None:
    book = read_table(tables.xlsx([], [], ["编号", "内容"], [1, "a"], [], [2, "b"], *([["", ""]] * 500)))
    assert [row.number for row in book.sheets[0].rows] == [3, 4, 6]


def test_cells_keep_their_kinds() -> None:
    moment = datetime(2026, 11, 2, 9, 30)  # noqa: DTZ001 - a sheet knows no zone
    book = read_table(tables.xlsx([1.5, True, moment, "x", "110101199001011234", 110101199001011234]))
    (row,) = cells(book)
    assert row[:5] == (1.5, True, moment, "x", "110101199001011234")
    assert isinstance(row[5], float)
    assert row[5] > 2**53


def test_a_formula_gives_the_value_it_had() -> None:
    formula = b'<row r="1"><c r="A1"><f>1+1</f><v>7</v></c></row>'
    assert cells(read_table(tables.changed(BOOK, tables.SHEET, tables.OPEN + formula + tables.CLOSE))) == [
        (7.0,)
    ]


def test_every_sheet_is_read_and_empty_ones_are_left_out() -> None:
    book = read_table(tables.xlsx(["a"], sheet="一", more={"二": [], "三": [["b"]]}))
    assert [sheet.name for sheet in book.sheets] == ["一", "三"]


def test_a_cell_over_rows_and_columns_of_a_page_stands_once() -> None:
    page = tables.html(
        '<table><tr><td rowspan="2">a<td colspan="2">b<td>c</tr><tr><td>d<td>e<td>f<br>g</tr></table>'
    )
    assert cells(read_table(page)) == [("a", "b", None, "c"), (None, "d", "e", "f\ng")]


def header_of(*rows: object, known: frozenset[str] = frozenset()):
    return find_header(read_table(tables.xlsx(*rows)).sheets[0], known=known)


BODY = ["1", "2026-11-02", "路灯不亮"]


def test_titles_are_found_below_title_lines() -> None:
    header = header_of(["十月诉求台账"], ["制表：某某  2026年10月31日"], ["编号", "时间", "内容"], BODY)
    assert (header.titles, header.row_number, len(header.body)) == (("编号", "时间", "内容"), 3, 1)


def test_titles_over_two_lines_are_joined() -> None:
    header = header_of(
        ["诉求", "", "办理", ""], ["编号", "内容", "部门", "时间"], ["1", "a", "b", "2026-11-02"]
    )
    assert header.titles == ("诉求/编号", "诉求/内容", "办理/部门", "办理/时间")


def test_a_table_without_titles_has_none() -> None:
    header = header_of(["3", "路灯 不亮"], ["5", "井盖 响"])
    assert (header.row_number, len(header.body), header.titles) == (None, 2, ("列1", "列2"))


def test_titles_that_stand_twice_are_told_apart() -> None:
    assert header_of(["时间", "时间", ""], ["a", "b", "c"], known=frozenset({"时间"})).titles == (
        "时间",
        "时间 (2)",
        "列3",
    )


def test_columns_are_found_by_name_and_by_what_they_hold() -> None:
    wanted = (Column("at", "At", ("时间",), is_moment=True), Column("words", "Words", ("内容",)))
    header = header_of(
        ["处理时间段", "来电时间", "主要内容"],
        ["上午", "2026-11-02 9:00", "x"],
        known=frozenset({"来电时间", "主要内容"}),
    )
    assert match_columns(header, wanted) == {"at": 1, "words": 2}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(upload: bytes) -> None:
    try:
        assert read_table(upload).sheets
    except FileRefusedError:
        return
