"""A corpus of nasty files: each is read exactly or refused in words that say what to do; the parent lives on."""

import random
import resource
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from jiezhi.core.spellings import SpellingError, SpellingFault, parse_moment
from jiezhi.intake.errors import FileRefusedError, RowRefusedError
from jiezhi.intake.row_cells import RowCells
from jiezhi.intake.running import hand_in
from jiezhi.intake.sheets import child
from jiezhi.intake.sheets.header import find_header
from jiezhi.intake.sheets.reading import Cell, SheetRow, read_table
from jiezhi.intake.sheets.writing import OutSheet, write_xlsx
from tests.intake import nasty, tables

Rows = list[tuple[Cell, ...]]
TABLE: Rows = [("编号", "内容"), ("1", "路灯不亮")]
CSV = "编号,内容\r\n1,路灯不亮\r\n"
EMPTY = "The file is empty."
NO_TABLE = "The file is no table."
DAMAGED = "The file is damaged"
LOCKED = "The file is locked by a password."
TOO_WIDE = "The table has more than 200000 rows or 500 columns."
BUILT_ODDLY = "The file is built in a way no spreadsheet needs."
FAR_MORE = "The file holds far more than a table."
COSTLY = "The file takes too much memory or time to read."
OPEN_QUOTE = "A quotation mark in the file is opened and never closed"


@dataclass(frozen=True)
class Nasty:
    """A file and what must come of it: rows of its sheets, or how the refusal begins."""

    build: Callable[[], bytes]
    outcome: dict[str, Rows] | str


def text(written: str | bytes, rows: Rows | str = TABLE) -> Nasty:
    upload = written if isinstance(written, bytes) else written.encode()
    return Nasty(lambda: upload, rows if isinstance(rows, str) else {"": rows})


def book(upload: bytes | Callable[[], bytes], *rows: tuple[Cell, ...], name: str = "Sheet1") -> Nasty:
    return Nasty(upload if callable(upload) else lambda: upload, {name: list(rows or TABLE)})


def no(upload: bytes | Callable[[], bytes], says: str) -> Nasty:
    return Nasty(upload if callable(upload) else lambda: upload, says)


INJECTIONS = ("=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "＠a", "=cmd|'/c calc'!A0")
FULL_ROW = nasty.ods_row("编号", "内容")
BLANK_END = (
    '<table:table-row table:number-rows-repeated="1048575">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
FULL_SHEET = BLANK_END.replace(
    "/></table:table-row>",
    ' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
)
TWO_WITH_NUMBER = (
    '<Row ss:Index="5"><Cell><Data>a</Data></Cell></Row><Row ss:Index="5"><Cell><Data>b</Data></Cell></Row>'
)

CORPUS: dict[str, Nasty] = {
    "csv in gbk": text(CSV.encode("gbk")),
    "csv in gb18030 with a character of four bytes": text(
        "编号\n𠮷\n".encode("gb18030"), [("编号",), ("𠮷",)]
    ),
    "csv in utf-8 with a mark": text(CSV.encode("utf-8-sig")),
    "csv in utf-16 without a mark": text(CSV.encode("utf-16-be")),
    "csv with every line end": text(
        "编号,内容\r1,a\n2,b\r\n3,c", [("编号", "内容"), ("1", "a"), ("2", "b"), ("3", "c")]
    ),
    "csv with NUL bytes": text(CSV.replace("灯", "\x00灯\x00")),
    "csv with lone surrogates": text(b"a,\xed\xa0\x80\r\n", NO_TABLE),
    "utf-16 csv with a lone surrogate": text(b"\xff\xfea\x00,\x00\x00\xd8\n\x00", NO_TABLE),
    "csv with emoji": text("内容\n路灯💡🇨🇳\n", [("内容",), ("路灯💡🇨🇳",)]),
    "csv with an open quotation mark": text('编号,内容\n1,"路灯\n2,噪声\n', OPEN_QUOTE),
    "csv that ends inside quotation marks": text('编号,内容\n1,"路灯"\n2,"噪', OPEN_QUOTE),
    "csv with quotation marks in the words": text(
        '编号,内容\n1,说"好"的\n', [("编号", "内容"), ("1", '说"好"的')]
    ),
    "csv with texts as formulas": text('编号,内容\n="0012",x\n', [("编号", "内容"), ("0012", "x")]),
    "csv with formulas": text(
        "内容,尾\n" + "".join(f"{words},x\n" for words in INJECTIONS),
        [("内容", "尾"), *((words, "x") for words in INJECTIONS)],
    ),
    "semicolons, and commas in every line": text(
        "编号;数\n1;2,5\n2;3,5\n3;4,5\n", [("编号", "数"), ("1", "2,5"), ("2", "3,5"), ("3", "4,5")]
    ),
    "bars and as many commas": text("a|b\n1,5|2,7\n", [("a", "b"), ("1,5", "2,7")]),
    "commas after a tie with semicolons": text("a,b\n1;5,2;7\n", [("a", "b"), ("1;5", "2;7")]),
    "a first column called as pictures begin": text("RIFF,b\n1,2\n", [("RIFF", "b"), ("1", "2")]),
    "a first column called as archives begin": text("Rar!,b\n1,2\n", [("Rar!", "b"), ("1", "2")]),
    "a sound": no(b"RIFF\x24\x08\x00\x00WAVEfmt " + bytes(range(32, 99)) * 9, NO_TABLE),
    "a table that speaks of multipart/related": text(
        "kind,n\nmultipart/related,2\n", [("kind", "n"), ("multipart/related", "2")]
    ),
    "an old workbook with the word for a locked one": book(
        lambda: nasty.biff(("EncryptedPackage",)), ("EncryptedPackage",), name="表"
    ),
    "tabs, and commas in the words": text(
        "编号\t内容\n1\t坏了，很久，没修,真的\n", [("编号", "内容"), ("1", "坏了，很久，没修,真的")]
    ),
    "semicolons, and a comma in each line": text(
        "编号;内容\n1;坏了,修\n2;吵,很\n", [("编号", "内容"), ("1", "坏了,修"), ("2", "吵,很")]
    ),
    "bars": text("编号|内容\n1|路灯不亮\n"),
    "full-width commas": text("编号，内容\n1，路灯不亮\n"),
    "a line of 20 MB": text("a," + "x" * 20_000_000, [("a", "x" * 20_000_000)]),
    "rows without end": text("x,y\n" * 200_001, TOO_WIDE),
    "columns without end": text(",".join("x" * 501), TOO_WIDE),
    "a web page of 2003 named xls": book(
        tables.html("<table><tr><td>编号<td>内容<tr><td>1<td>路灯不亮</table>"), name="1"
    ),
    "a web page in gb2312 named xls": book(
        "<html><table><tr><td>编号<td>内容<tr><td>1<td>路灯不亮</table>".encode("gb2312"), name="1"
    ),
    "a page that asks to sign in": no(b"<html><body>Sign in, please, here</body></html>", NO_TABLE),
    "a web page in one file named xls": book(nasty.web_page(), name="1"),
    "a cell over more columns than there are": no(
        tables.html(f"<table><tr>{'<td colspan=500>x' * 3}</table>"), TOO_WIDE
    ),
    "a colspan that is no number": book(
        tables.html('<table><tr><td colspan="²">编号</table>'), ("编号",), name="1"
    ),
    "xml of 2003 named xls": book(
        tables.spreadsheet_ml("<Row><Cell><Data>编号</Data></Cell><Cell><Data>内容</Data></Cell></Row>"),
        ("编号", "内容"),
        name="表",
    ),
    "xml of 2003 whose rows stand twice": book(
        tables.spreadsheet_ml(TWO_WITH_NUMBER), ("a",), ("b",), name="表"
    ),
    "xml of 2003 with a row far away": no(
        tables.spreadsheet_ml('<Row ss:Index="99999999999"><Cell><Data>b</Data></Cell></Row>'), TOO_WIDE
    ),
    "xml of 2003 with laughs": no(
        tables.spreadsheet_ml("<Row/>", '<!DOCTYPE x [<!ENTITY a "aa">]>'), NO_TABLE
    ),
    "a drawing in xml": no(b'<svg xmlns="http://www.w3.org/2000/svg"><text>a,b</text></svg>', NO_TABLE),
    "a workbook of Excel 97": book(
        nasty.biff(("编号", "内容"), ("1", 7.5)), ("编号", "内容"), ("1", 7.5), name="表"
    ),
    "a workbook of Excel 97 with a password": no(nasty.locked_biff(), LOCKED),
    "a workbook of Excel 97 cut short": no(nasty.biff(("编号",))[:3000], DAMAGED),
    "a workbook with a password": no(nasty.locked_package(), LOCKED),
    "a workbook in an encrypted archive": no(nasty.locked_archive(), LOCKED),
    "a workbook with macros": book(nasty.macros),
    "an open table with a million blank rows": book(
        nasty.ods(FULL_ROW + BLANK_END), ("编号", "内容"), name="表"
    ),
    "an open table that is full": no(nasty.ods(FULL_SHEET), DAMAGED),
    "0 bytes": no(b"", EMPTY),
    "an archive of nothing": no(b"PK\x05\x06" + bytes(18), EMPTY),
    "half a workbook": no(nasty.BOOK[: len(nasty.BOOK) // 2], DAMAGED),
    "a bomb": no(lambda: tables.bomb(20), FAR_MORE),
    "a bomb that says it is small": no(nasty.lying_size, DAMAGED),
    "an archive of 2,001 parts": no(
        lambda: nasty.archive({f"part{number}": b"" for number in range(2_001)}), FAR_MORE
    ),
    "archives in archives": book(nasty.nested),
    "a link in the archive": book(nasty.with_link),
    "absolute paths and folders in the archive": book(
        nasty.with_parts({"/etc/passwd": b"x", "../../x": b"y", "xl/more/": b""})
    ),
    "a text document": no(
        nasty.archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), DAMAGED
    ),
    "a workbook in an archive": no(nasty.archive({"a.xlsx": nasty.BOOK}), DAMAGED),
    "a cell far away": no(tables.far_cells, COSTLY),
    "a sheet that claims every cell": book(
        nasty.sheet(nasty.texts(*nasty.ROWS), b'<dimension ref="A1:XFD1048576"/>')
    ),
    "a sheet that claims 65,202 rows": book(
        nasty.sheet(
            nasty.texts(*nasty.ROWS) + b"".join(b'<row r="%d"/>' % number for number in range(3, 65_203)),
            b'<dimension ref="A1:H65202"/>',
        )
    ),
    "laughs in a sheet": no(nasty.laughs(tables.SHEET), BUILT_ODDLY),
    "laughs in the texts": no(nasty.laughs("xl/sharedStrings.xml"), BUILT_ODDLY),
    "laughs behind a long comment": no(nasty.laughs("xl/sharedStrings.xml", behind=6_000), DAMAGED),
    "a file of the machine in a sheet": no(nasty.reads_a_file(tables.SHEET), BUILT_ODDLY),
    "a file of the machine in the texts": no(nasty.reads_a_file("xl/sharedStrings.xml"), BUILT_ODDLY),
    "a file of the machine in the relations": no(
        nasty.reads_a_file("xl/_rels/workbook.xml.rels"), BUILT_ODDLY
    ),
    "links to other workbooks": book(
        nasty.with_parts(
            {
                "xl/externalLinks/externalLink1.xml": b"<externalLink " + nasty.MAIN + b"/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": b"<Relationships/>",
            }
        )
    ),
    "a formula that asks the net": book(
        nasty.formula("WEBSERVICE(&quot;http://x.invalid&quot;)", "held"), ("held",)
    ),
    "texts that look like formulas": book(
        nasty.sheet(nasty.texts(*((words,) for words in INJECTIONS))), *((words,) for words in INJECTIONS)
    ),
    "a date counted from 1904": book(nasty.dated(42_174, is_1904=True), (date(2019, 6, 20),), name="表"),
    "a date counted from 1900": book(nasty.dated(43_636, is_1904=False), (date(2019, 6, 20),), name="表"),
    "a number of 18 digits": book(
        nasty.sheet(b'<row r="1"><c r="A1"><v>123456789012345680</v></c></row>'), (123456789012345680.0,)
    ),
    "a leading apostrophe": book(tables.xlsx(["'0571", "\t0571\n"]), ("'0571", "\t0571\n")),
    "a cell of 32,767 characters": book(tables.xlsx(["长" * 32_767]), ("长" * 32_767,)),
    "16,384 columns": no(lambda: tables.xlsx(["x"] * 16_384), TOO_WIDE),
    "a hidden sheet": Nasty(nasty.hidden, {"表": [("编号", "内容")], "旧表": [("编号", "旧内容")]}),
    "an empty first sheet": Nasty(lambda: tables.xlsx(sheet="空", more={"表": TABLE}), {"表": TABLE}),
    "two sheets of one name": no(nasty.twins, DAMAGED),
    "two sheets of one name in xml of 2003": Nasty(
        lambda: tables.spreadsheet_ml(
            "<Row><Cell><Data>a</Data></Cell></Row></Table></Worksheet>"
            '<Worksheet ss:Name="表"><Table><Row><Cell><Data>b</Data></Cell></Row>'
        ),
        {"表": [("a",)], "表 (2)": [("b",)]},
    ),
    "a picture named csv": no(b"\x89PNG\r\n\x1a\n" + b"a,b\n" * 200, NO_TABLE),
    "a photograph named xlsx": no(b"\xff\xd8\xff\xe1" + b"a,b\n" * 200, NO_TABLE),
    "a document for printing named xls": no(b"%PDF-1.4\n<< /Type, /Catalog >>\n" * 50, NO_TABLE),
    "a packed file named xlsx": no(b"\x1f\x8b\x08" + b"a,b\n" * 200, NO_TABLE),
}


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def read(upload: bytes) -> dict[str, Rows]:
    return {sheet.name: [row.cells for row in sheet.rows] for sheet in read_table(upload).sheets}


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 75


@pytest.mark.parametrize("name", CORPUS)
def test_a_nasty_file_has_exactly_its_outcome(name: str) -> None:
    file = CORPUS[name]
    if isinstance(file.outcome, dict):
        assert read(file.build()) == file.outcome
        return
    with pytest.raises(FileRefusedError) as refused:
        read_table(file.build())
    assert refused.value.code == "file_refused"
    assert refused.value.message.startswith(file.outcome)
    assert refused.value.message.count(".") >= 1


def test_merged_titles_over_two_lines_are_joined_below_a_title_block() -> None:
    header = find_header(read_table(nasty.merged()).sheets[0])
    assert header.titles == ("诉求/编号", "诉求/内容", "办理/部门", "办理/时间")
    assert [row.cells for row in header.body] == [("1", "路灯不亮", "城管", "11月")]


HERE = ZoneInfo("Asia/Shanghai")
NINE_THIRTY = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-02 09:30",
        "2026/11/2 9:30:00",
        "2026.11.2 9:30",
        "2026年11月2日 9时30分",
        "2026年11月02日上午9点30分",
        "20261102 0930"[:8] + " 9:30",
        "2026-11-02T01:30:00Z",
        "2026/11/2 9:30 AM",
        46328 + 9.5 / 24,
        str(46328 + 9.5 / 24)[:12],
    ],
)
def test_every_spelling_of_a_moment_gives_the_same_one(written: str | float) -> None:
    assert abs((parse_moment(written, zone=HERE) - NINE_THIRTY).total_seconds()) < 1


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        ("上午12:00", 0),
        ("12:00 AM", 0),
        ("下午12:00", 12),
        ("12:00 PM", 12),
        ("下午3:00", 15),
        ("晚上9:00", 21),
    ],
)
def test_noon_and_midnight_are_not_mixed_up(clock: str, hour: int) -> None:
    assert parse_moment(f"2026-11-02 {clock}", zone=HERE).astimezone(HERE).hour == hour


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("26/11/2", SpellingFault.NO_YEAR),
        ("26-11-2 9:30", SpellingFault.NO_YEAR),
        ("11月2日", SpellingFault.NO_YEAR),
        ("2026-02-30", SpellingFault.NO_SUCH_DAY),
        ("2026-11-02 上午13:00", SpellingFault.NO_SUCH_DAY),
        ("2026-11-02 晚上12:00", SpellingFault.UNKNOWN),
        (2026.11, SpellingFault.UNKNOWN),
        (3, SpellingFault.UNKNOWN),
        (True, SpellingFault.UNKNOWN),
        (1e300, SpellingFault.OUT_OF_RANGE),
        ("1826-11-02", SpellingFault.OUT_OF_RANGE),
    ],
)
def test_a_moment_that_could_mean_two_things_is_refused(written: object, fault: SpellingFault) -> None:
    with pytest.raises(SpellingError) as refused:
        parse_moment(written, zone=HERE)
    assert refused.value.fault == fault


def test_digits_that_a_spreadsheet_rounded_are_refused_in_words_too() -> None:
    cells = RowCells(
        SheetRow(2, (123456789012345680.0, 17.0, True, "'20260001")), {"a": 0, "b": 1, "c": 2, "d": 3}
    )
    with pytest.raises(RowRefusedError) as refused:
        cells.text("a")
    assert refused.value.reason == SpellingFault.PRECISION_LOST
    assert (cells.text("b"), cells.text("c"), cells.number("d")) == ("17", "TRUE", "20260001")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("表\u202excod.exe", "表xcod.exe"),
        ("a\x00b.csv", "ab.csv"),
        ("\udcb1\udced.csv", "??.csv"),
        ("../../表.csv", "../../表.csv"),
    ],
)
def test_a_name_that_turns_its_end_around_is_kept_without_the_mark(
    written: str, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}

    class Opened:
        pk = None

    def open_run(**given: str) -> type[Opened]:
        seen["name"] = given["file_name"]
        return Opened

    monkeypatch.setattr("jiezhi.intake.running.open_run", open_run)
    hand_in(CSV.encode(), kind="x", file_name=written, actor=None, at=NINE_THIRTY)  # type: ignore[arg-type]
    assert seen["name"] == kept


def test_the_child_has_limits_and_the_parent_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert child.MEMORY_BYTES <= 1 << 30
    assert child.CPU_S <= 10
    seen = []
    real = subprocess.run

    def run(*given: object, **named: object) -> object:
        seen.append((given[0], named["timeout"], named["env"]))
        return real(*given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", run)
    before = resource.getrlimit(resource.RLIMIT_AS)
    read_table(nasty.BOOK)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    ((command, timeout, environment),) = seen
    assert Path(command[3]).name == "child.py"
    assert timeout == 60
    assert environment == {}


def test_a_child_that_takes_too_much_memory_ends_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    greedy = tmp_path / "child.py"
    written = (
        Path(child.__file__)
        .read_text()
        .replace("    _confine()\n", "    _confine()\n    bytearray(1 << 31)\n")
    )
    greedy.write_text(written)
    monkeypatch.setattr("jiezhi.intake.sheets.reading._CHILD", str(greedy))
    with pytest.raises(FileRefusedError) as refused:
        read_table(nasty.BOOK)
    assert refused.value.message.startswith((COSTLY, DAMAGED))


VALID = tables.xlsx(*(("编号", "内容", "时间"), *((f"{n}", f"路灯{n}不亮", 43_636.5 + n) for n in range(20))))
WRITTEN = [row for rows in read(VALID).values() for row in rows]
OLD = nasty.biff(("编号", "内容"), ("1", 7.5))
TOLERANT = settings(
    max_examples=320, deadline=None, suppress_health_check=list(HealthCheck), derandomize=False, database=None
)


@seed(7)
@TOLERANT
@given(st.integers(0, 2**32), st.integers(1, 8))
def test_wrong_bytes_in_a_workbook_never_change_a_row(chance: int, count: int) -> None:
    dice = random.Random(chance)
    upload = bytearray(VALID)
    for _ in range(count):
        upload[dice.randrange(len(upload))] = dice.randrange(256)
    try:
        rows = [row for sheet in read(bytes(upload)).values() for row in sheet]
    except FileRefusedError:
        return
    assert rows == WRITTEN


@seed(7)
@settings(TOLERANT, max_examples=60)
@given(
    st.sampled_from([OLD, CSV.encode("gb18030"), CSV.encode("utf-16"), nasty.web_page()]),
    st.integers(0, 2**32),
)
def test_wrong_bytes_in_other_kinds_are_read_or_refused(file: bytes, chance: int) -> None:
    dice = random.Random(chance)
    upload = bytearray(file)
    for _ in range(dice.randrange(1, 9)):
        upload[dice.randrange(len(upload))] = dice.randrange(256)
    try:
        assert read_table(bytes(upload)).sheets
    except FileRefusedError:
        return


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip)
CELLS = st.one_of(WORDS, st.integers(-(2**40), 2**40), st.floats(-1e9, 1e9, allow_subnormal=False))


@seed(7)
@settings(TOLERANT, max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_table_of_ours_reads_back_as_it_was_written(rows: list[list[str | int | float]]) -> None:
    upload = write_xlsx([OutSheet("表", ["一", "二", "三"], rows)])
    (back,) = read(upload).values()
    assert back[0] == ("一", "二", "三")
    assert [list(row) for row in back[1:]] == [[_as_kept(cell) for cell in row] for row in rows]


def _as_kept(cell: str | float) -> Cell:
    # A workbook writes a number with 16 digits.
    return cell if isinstance(cell, str) else float(f"{cell:.16G}")
