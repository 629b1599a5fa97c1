"""Files that nobody should send and somebody does, each built here byte by byte; nothing in them is from real life."""

import struct
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from io import BytesIO

from xlsxwriter import Workbook

from tests.intake.tables import CLOSE, HEAD, OPEN, SHEET, changed, xlsx

BOOK = xlsx(["编号", "内容"], ["1", "路灯不亮"])
ROWS = [("编号", "内容"), ("1", "路灯不亮")]
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(body: bytes, before: bytes = b"") -> bytes:
    """A workbook whose only sheet has this body."""
    return changed(BOOK, SHEET, OPEN.replace(b"<sheetData>", before + b"<sheetData>") + body + CLOSE)


def texts(*rows: tuple[str, ...]) -> bytes:
    """The body of a sheet with its texts in the cells themselves."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            for at, text in enumerate(row)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return "".join(lines).encode()


def archive(parts: Mapping[str, bytes], *, comment: bytes = b"") -> bytes:
    """An archive of these parts."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.comment = comment
        for name, content in parts.items():
            packed.writestr(name, content)
    return kept.getvalue()


def with_parts(parts: Mapping[str, bytes]) -> bytes:
    """A good workbook with more in its archive."""
    grown = BOOK
    for name, content in parts.items():
        grown = changed(grown, name, content)
    return grown


def with_link() -> bytes:
    """A good workbook with a symbolic link in its archive."""
    kept = BytesIO(BOOK)
    with zipfile.ZipFile(kept, "a") as packed:
        link = zipfile.ZipInfo("xl/media/link.png")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    return kept.getvalue()


def locked_archive() -> bytes:
    """A workbook whose parts are marked as encrypted, as some packers do."""
    upload = bytearray(BOOK)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = upload.find(mark)
        while at >= 0:
            upload[at + flags] |= 1
            at = upload.find(mark, at + 4)
    return bytes(upload)


def lying_size() -> bytes:
    """A bomb whose directory says that it is small."""
    upload = bytearray(changed(BOOK, SHEET, OPEN + b" " * (20 << 20) + CLOSE))
    for mark, size, name_length, name in ((b"PK\x03\x04", 22, 26, 30), (b"PK\x01\x02", 24, 28, 46)):
        at = upload.find(mark)
        while at >= 0:
            (length,) = struct.unpack_from("<H", upload, at + name_length)
            if upload[at + name : at + name + length] == SHEET.encode():
                struct.pack_into("<I", upload, at + size, 2000)
            at = upload.find(mark, at + 4)
    return bytes(upload)


def nested(depth: int = 6) -> bytes:
    """An archive in an archive in an archive, beside a good workbook."""
    inner = archive({"zeros": bytes(1 << 20)})
    for _ in range(depth):
        inner = archive({f"{number}.zip": inner for number in range(8)})
    return with_parts({"xl/media/more.zip": inner})


# Compound files, as Excel wrote them until 2003 and as it locks them today.

FREE, END, FAT_PART = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of these streams, each padded so that none is a small one."""
    padded = {name: held + bytes(-len(held) % 512 + 4096) for name, held in streams.items()}
    fat: list[int] = [FAT_PART, *([END] * 1)]
    entries, body = [_entry("Root Entry", 5, END, 0, child=1)], b""
    for number, (name, held) in enumerate(padded.items(), start=1):
        first, count = len(fat), len(held) // 512
        fat += [*range(first + 1, first + count), END]
        right = number + 1 if number < len(padded) else FREE
        entries.append(_entry(name, 2, first, len(held), right=right))
        body += held
    entries += [bytes(128)] * (-len(entries) % 4)
    assert len(fat) <= 128
    assert len(entries) == 4
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *([FREE] * 108))
    return head + struct.pack("<128I", *fat, *([FREE] * (128 - len(fat)))) + b"".join(entries) + body


def _entry(name: str, kind: int, first: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\x00")
        + struct.pack("<HBBIII", len(written) + 2, kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def record(kind: int, content: bytes) -> bytes:
    """One record of an old workbook."""
    return struct.pack("<HH", kind, len(content)) + content


def biff(*rows: tuple[str | float, ...], before: bytes = b"") -> bytes:
    """A real workbook of Excel 97: texts and numbers.

    Args:
        rows: Of its sheet.
        before: Records that come first in the workbook, such as the one that says it is locked.
    """
    begin = struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)
    name = "表".encode("utf-16-le")
    font_and_format = record(0xE0, bytes(20))
    start = record(0x809, begin) + before + font_and_format
    bound = record(0x85, struct.pack("<IHBB", len(start) + 12 + len(name) + 4, 0, 1, 1) + name)
    cells = b""
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            where = struct.pack("<HHH", at, column, 0)
            if isinstance(value, str):
                held = value.encode("utf-16-le")
                cells += record(0x204, where + struct.pack("<HB", len(value), 1) + held)
            else:
                cells += record(0x203, where + struct.pack("<d", value))
    bounds = record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    page = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6)) + bounds + cells
    return compound({"Workbook": start + bound + record(0x0A, b"") + page + record(0x0A, b"")})


def locked_biff() -> bytes:
    """A workbook of Excel 97 with a password."""
    return biff(("1",), before=record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48)))


def locked_package() -> bytes:
    """A workbook of today with a password: a compound file around an encrypted package."""
    return compound({"EncryptionInfo": b"\x04\x00\x04\x00\x40\x00\x00\x00", "EncryptedPackage": bytes(800)})


def web_page(charset: str = "gb2312") -> bytes:
    """What Excel saves as a web page in one file, and names .xls."""
    message = EmailMessage()
    message.set_content("Excel")
    page = "<html><table><tr><td>编号<td>内容</tr><tr><td>1<td>路灯不亮</tr></table></html>"
    message.make_related()
    message.add_related(page.encode(charset), "text", "html", cte="quoted-printable")
    return b"MIME-Version: 1.0\r\n" + message.as_bytes().replace(b"MIME-Version: 1.0\n", b"", 1)


def ods(rows: str, head: str = "") -> bytes:
    """A table of an open office."""
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content xmlns:office="{names}office:1.0" '
        f'xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    parts = {"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest}
    return archive(parts)


def ods_row(*words: str, more: str = "") -> str:
    """A row of such a table."""
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{word}</text:p></table:table-cell>'
        for word in words
    )
    return f"<table:table-row>{cells}{more}</table:table-row>"


def laughs(part: str, *, behind: int = 0) -> bytes:
    """A workbook with entities that grow a thousand million times in one of its parts.

    Args:
        part: Which one.
        behind: Bytes of a comment before them.
    """
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    padding = b"<!--" + b"x" * behind + b"-->"
    with zipfile.ZipFile(BytesIO(BOOK)) as book:
        old = book.read(part).partition(b"?>")[2] if part in book.namelist() else b"<x/>"
    kind = f'<!DOCTYPE x [<!ENTITY l0 "lol">{rows}]>'.encode()
    return changed(BOOK, part, HEAD + padding + kind + old.replace(b"</t>", b"&l9;</t>"))


def reads_a_file(part: str) -> bytes:
    """A workbook that asks for a file of the machine in one of its parts."""
    kind = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return changed(BOOK, part, HEAD + kind + b"<x>&e;</x>")


def formula(words: str, held: str) -> bytes:
    """A cell with a formula and the value it had."""
    return sheet(f'<row r="1"><c r="A1" t="str"><f>{words}</f><v>{held}</v></c></row>'.encode())


def dated(value: float, *, is_1904: bool) -> bytes:
    """A cell that is shown as a date, counted from one of the two beginnings."""
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True, "date_1904": is_1904}) as book:
        book.add_worksheet("表").write_number(0, 0, value, book.add_format({"num_format": "yyyy-mm-dd"}))
    return kept.getvalue()


def hidden() -> bytes:
    """A workbook with a sheet nobody sees."""
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        book.add_worksheet("表").write_row(0, 0, ["编号", "内容"])
        page = book.add_worksheet("旧表")
        page.write_row(0, 0, ["编号", "旧内容"])
        page.very_hidden()
    return kept.getvalue()


def merged() -> bytes:
    """Titles in two lines, the upper ones merged over several columns."""
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        page = book.add_worksheet("表")
        page.merge_range("A1:D1", "十一月诉求台账")
        page.merge_range("A2:B2", "诉求")
        page.merge_range("C2:D2", "办理")
        for number, row in enumerate(
            (["编号", "内容", "部门", "时间"], ["1", "路灯不亮", "城管", "11月"]), 2
        ):
            page.write_row(number, 0, row)
    return kept.getvalue()


def macros() -> bytes:
    """A workbook that says it holds macros."""
    with zipfile.ZipFile(BytesIO(BOOK)) as book:
        kinds = book.read("[Content_Types].xml")
    with_macros = kinds.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return changed(
        with_parts({"xl/vbaProject.bin": compound({"VBA": b"Sub Auto_Open()"})}),
        "[Content_Types].xml",
        with_macros,
    )


def twins() -> bytes:
    """Two sheets of the same name."""
    book = xlsx(["编号"], sheet="一", more={"二": [["内容"]]})
    with zipfile.ZipFile(BytesIO(book)) as parts:
        old = parts.read("xl/workbook.xml")
    return changed(book, "xl/workbook.xml", old.replace("二".encode(), "一".encode()))
