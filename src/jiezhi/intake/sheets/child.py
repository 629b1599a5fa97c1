"""The child that reads a stranger's table: run as a file by `reading.py`, knows nothing of Django.

Reads the file from standard input and writes JSON lines: `{"sheet": name}`, then `[number, cells]` for each row that
is not blank. The exit code says why not. What kills it (memory, time, a fault of a parser) kills no web process.
"""

import csv
import io
import json
import re
import resource
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from html.parser import HTMLParser

BROKEN, TOO_LARGE, LOCKED, TOO_COSTLY, UNKNOWN, OPEN_QUOTE = 3, 4, 5, 6, 7, 8
MEMORY_BYTES, CPU_S = 1 << 30, 10
MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 200_000, 500, 64_000_000
LAST_ROW = 1 << 20
"""Where a sheet of Excel ends."""
OTHER_KINDS = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
"""How files begin that are no tables, though much of what follows may be text."""
RIFF_KINDS = (b"WAVE", b"WEBP", b"AVI ")
END_MARK = "\x02end\x03"
"""Written below the last line of a text: where it does not come back as a row, a quotation mark was left open."""
SPREADSHEET_ML = "{urn:schemas-microsoft-com:office:spreadsheet}"

Cells = Sequence[object]
Table = tuple[str, Iterable[tuple[int, Cells]]]


class TooLargeError(Exception):
    """More rows, columns or text than a table of an office has."""


class UnknownError(Exception):
    """Neither a workbook nor a table in text."""


class LockedError(Exception):
    """Opens with a password only."""


class OpenQuoteError(Exception):
    """A quotation mark is opened and never closed: the lines behind it are one cell."""


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tables_of(upload: bytes) -> Iterator[Table]:
    """Give the sheets of a file by what it is, whatever its name says."""
    if upload[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        yield from _workbook(upload)
        return
    if upload.startswith(OTHER_KINDS) or (upload[:4] == b"RIFF" and upload[8:12] in RIFF_KINDS):
        raise UnknownError
    head = upload[:2000].lower()
    if head.lstrip().startswith((b"mime-version:", b"from:")) and b"multipart/related" in head:
        yield from _web_archive(upload)
        return
    text = decode_text(upload)
    begins = text[:4096].lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in begins:
        yield from _spreadsheet_ml(text)
    elif re.match(r"\s*<(!doctype|\?xml|!--|html|head|meta|body|style|table|div|svg)", begins):
        yield from _html(text)
    else:
        yield "", enumerate(_delimited(text), start=1)


def _workbook(upload: bytes) -> Iterator[Table]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - after the limits are set

    if _is_locked(upload):
        raise LockedError
    if upload.startswith(b"PK"):
        _check_sums(upload)
    book = CalamineWorkbook.from_filelike(io.BytesIO(upload))
    if len(set(book.sheet_names)) < len(book.sheet_names):
        raise ValueError("The parser would read the first of two sheets of one name twice.")
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            yield name, ()
            continue
        if sheet.height > 2_000_000 or sheet.width > 20_000:
            raise TooLargeError
        # Empty rows above the first used one are given too, so the first is row 1 as Excel shows it.
        yield name, enumerate(sheet.iter_rows(), start=1)


def _is_locked(upload: bytes) -> bool:
    """Whether a compound file holds an encrypted package, or an old workbook whose second record says it is locked.

    Source: [MS-OFFCRYPTO] 2.3.4.4 and [MS-XLS] 2.4.117 (FilePass).
    """
    if upload.startswith(b"PK"):
        return False
    begins = upload.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    if begins >= 0:  # An old workbook, whose cells may hold any word.
        return upload[begins + 20 : begins + 22] == b"\x2f\x00"
    return "EncryptedPackage".encode("utf-16-le") in upload


def _check_sums(upload: bytes) -> None:
    """Unpack every part once: the parser stops at the end of a sheet and would not see that its bytes are wrong."""
    with zipfile.ZipFile(io.BytesIO(upload)) as archive:
        for part in archive.infolist():
            with archive.open(part) as opened:
                while opened.read(1 << 20):
                    pass


def _web_archive(upload: bytes) -> Iterator[Table]:
    """Read what Excel saves as a web page in one file."""
    for part in message_from_bytes(upload).walk():
        if part.get_content_type() == "text/html":
            held = part.get_payload(decode=True)
            text = decode_text(held if isinstance(held, bytes) else b"")
            if "<table" in text.lower():
                yield from _html(text)


def decode_text(upload: bytes) -> str:
    """Read bytes as text by their mark, then as UTF-8, UTF-16 by where the zeros are, GB 18030 at last."""
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    tries = [coding for mark, coding in marks if upload.startswith(mark)]
    if not tries:
        head = upload[:4000]
        zeros = head.count(0)
        if zeros > len(head) // 8:
            tries = ["utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"]
        else:
            tries = ["utf-8", "gb18030"]
    for coding in tries:
        try:
            text = upload.decode(coding)
        except UnicodeDecodeError:
            continue
        # Pictures and programs decode as GB 18030 now and then; a table has no control characters.
        if len(re.findall(r"[\x01-\x08\x0e-\x1f]", text[:4000])) <= len(text[:4000]) // 100:
            return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    raise UnknownError


def _delimited(text: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_TEXT)
    lines = io.StringIO(text + ("" if text.endswith("\n") else "\n") + END_MARK)
    row: list[str] = []
    for number, row in enumerate(csv.reader(lines, delimiter=_mark_of(text)), start=1):
        if row == [END_MARK]:
            return
        if number > LAST_ROW:
            raise TooLargeError
        # `="0012"` is how a text is written that Excel would take for a number.
        yield [re.sub(r'^="([^"]*)"$', r"\1", cell) for cell in row]
    raise OpenQuoteError


def _mark_of(text: str) -> str:
    """Give what divides the cells: what cuts the most lines alike, not what stands most often in the words."""
    lines = [line for line in text[:20_000].split("\n")[:50] if line.strip()]
    best, choice = (0, 0), ","
    for mark in "\t,;|，":
        rows = [len(row) for row in csv.reader(lines, delimiter=mark)]
        widths = Counter(width for width in rows if width > 1)
        # Where two cut alike (1,5;2,7), the header decides: names of columns hold no marks.
        fits = (max(widths.values(), default=0), rows[0] if rows else 0)
        if fits > best and widths:
            best, choice = fits, mark
    return choice


class _Html(HTMLParser):
    """The tables of a page that somebody named .xls; a cell over several rows or columns stands in its first."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._pending: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._pending = {}
        elif tag == "tr" and self._depth == 1:
            self._close()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self._depth == 1 and self.tables[-1]:
            self._close()
            self._open(dict(attrs))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def _open(self, given: dict[str, str | None]) -> None:
        row = self.tables[-1][-1]
        while self._pending.get(len(row), 0):
            self._pending[len(row)] -= 1
            row.append("")
        spans = [
            min(max(int(given.get(n) or 1), 1), MOST_COLUMNS) if str(given.get(n) or 1).isdecimal() else 1
            for n in ("rowspan", "colspan")
        ]
        for _ in range(spans[1]):
            self._pending[len(row)] = spans[0] - 1
            row.append("")
        self._at = len(row) - spans[1]
        self._cell = []

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table") and self._depth == 1:
            self._close()
        if tag == "table" and self._depth:
            self._depth -= 1

    def _close(self) -> None:
        if self._cell is not None:
            self.tables[-1][-1][self._at] = "".join(self._cell).strip()
            self._cell = None


def _html(text: str) -> Iterator[Table]:
    page = _Html()
    page.feed(text)
    page.close()
    if not page.tables:
        raise UnknownError
    for number, table in enumerate(page.tables, start=1):
        yield f"{number}", enumerate(table, start=1)


def _spreadsheet_ml(text: str) -> Iterator[Table]:
    if "<!doctype" in text.lower() or "<!entity" in text.lower():
        raise UnknownError
    root = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))  # noqa: S314 - no document type, see above
    for sheet in root.iter(f"{SPREADSHEET_ML}Worksheet"):
        yield sheet.get(f"{SPREADSHEET_ML}Name", ""), _ml_rows(sheet)


def _ml_rows(sheet: ElementTree.Element) -> Iterator[tuple[int, list[object]]]:
    number = 0
    for row in sheet.iter(f"{SPREADSHEET_ML}Row"):
        # A row that says it stands above the one before it stands below it.
        number = max(int(row.get(f"{SPREADSHEET_ML}Index") or 0), number + 1)
        if number > LAST_ROW:
            raise TooLargeError
        cells: list[object] = []
        for cell in row.iter(f"{SPREADSHEET_ML}Cell"):
            at = int(cell.get(f"{SPREADSHEET_ML}Index") or len(cells) + 1)
            if at > MOST_COLUMNS:
                raise TooLargeError
            cells += [""] * (at - 1 - len(cells))
            held = cell.find(f"{SPREADSHEET_ML}Data")
            cells.append("" if held is None else "".join(held.itertext()))
        yield number, cells


def plain(cell: object) -> object:
    """Give a cell as JSON holds it; moments carry their kind."""
    if isinstance(cell, datetime | date | time):
        kind = "at" if isinstance(cell, datetime) else "on" if isinstance(cell, date) else "clock"
        return {kind: cell.isoformat()}
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float) and (cell != cell or abs(cell) == float("inf")):
        return None
    return None if cell == "" else cell


def _write(upload: bytes) -> None:
    rows = text = 0
    for name, table in tables_of(upload):
        sys.stdout.write(json.dumps({"sheet": name}) + "\n")
        for number, cells in table:
            kept = [plain(cell) for cell in cells]
            while kept and (kept[-1] is None or (isinstance(kept[-1], str) and not kept[-1].strip())):
                kept.pop()
            if not kept:
                continue
            line = json.dumps([number, kept])
            rows, text = rows + 1, text + len(line)
            if rows > MOST_ROWS or len(kept) > MOST_COLUMNS or text > 2 * MOST_TEXT:
                raise TooLargeError
            sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _main(library_folder: str) -> int:
    upload = sys.stdin.buffer.read()
    _confine()
    sys.path.append(library_folder)
    try:
        _write(upload)
    except (TooLargeError, csv.Error):
        return TOO_LARGE
    except UnknownError:
        return UNKNOWN
    except LockedError:
        return LOCKED
    except OpenQuoteError:
        return OPEN_QUOTE
    except MemoryError:
        return TOO_COSTLY
    except Exception as error:  # noqa: BLE001  # parsers raise whatever they like; the parent tells it in words
        return LOCKED if "assword" in f"{type(error).__name__} {error}" else BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
