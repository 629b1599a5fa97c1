"""A workbook of ours holds what was written, and nothing in it is ever evaluated."""

import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from jiezhi.intake.sheets.writing import OutSheet, write_xlsx, xlsx_response

NASTY = [
    "=1+1",
    "+86",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "=cmd|'/c calc'!A0",
    "http://example.invalid",
]
NASTY += ["110101199001011234"]


def test_a_text_that_looks_like_a_formula_a_link_or_a_number_stays_text() -> None:
    kept = write_xlsx([OutSheet("回复", ["内容"], [[text] for text in NASTY])])
    sheet = zipfile.ZipFile(BytesIO(kept)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert len(re.findall(r'<c [^>]*t="s"', sheet)) == len(NASTY) + 1
    rows = CalamineWorkbook.from_filelike(BytesIO(kept)).get_sheet_by_index(0).to_python()
    assert [row[0].replace("\r", "") for row in rows[1:]] == [text.replace("\r", "") for text in NASTY]


def test_times_are_written_as_the_office_reads_its_clock() -> None:
    at = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
    kept = write_xlsx([OutSheet("x", ["at", "on", "n", "none"], [[at, date(2026, 11, 2), 3, None]])])
    row = CalamineWorkbook.from_filelike(BytesIO(kept)).get_sheet_by_index(0).to_python()[1]
    assert row[0] == datetime(2026, 11, 2, 9, 30)  # noqa: DTZ001 - a sheet knows no zone
    assert row[1] in (date(2026, 11, 2), datetime(2026, 11, 2))  # noqa: DTZ001
    assert row[2] == 3


@pytest.mark.parametrize("name", ["[a]:b*c?/d\\'", "很" * 40, ""])
def test_any_name_makes_a_sheet(name: str) -> None:
    kept = write_xlsx([OutSheet(name, ["t"], [["v"]])])
    assert len(CalamineWorkbook.from_filelike(BytesIO(kept)).sheet_names[0]) <= 31


def test_a_text_longer_than_a_cell_is_cut_and_the_file_still_opens() -> None:
    kept = write_xlsx([OutSheet("x", ["t"], [["长" * 40_000]])])
    assert (
        len(CalamineWorkbook.from_filelike(BytesIO(kept)).get_sheet_by_index(0).to_python()[1][0]) == 32_767
    )


def test_a_workbook_is_kept_by_no_cache() -> None:
    answer = xlsx_response([OutSheet("x", ["t"], [])], file_name="回复.xlsx")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith("attachment")
