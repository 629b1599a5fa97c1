"""A file of earlier messages, read row by row: what is a message, and which row cannot be one and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.concerns.history import PastMessage, RowFault
from jiezhi.core.spellings import SpellingError, SpellingFault, parse_long_number, parse_moment, squeeze_text
from jiezhi.intake.columns import Column, match_columns
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.sheets.header import Header, find_header
from jiezhi.intake.sheets.reading import Cell, SheetRow, Workbook

COLUMNS = (
    Column(
        "words",
        ("留言详情", "诉求内容", "工单内容", "反映内容", "问题描述", "留言内容", "内容"),
        is_required=True,
    ),
    Column(
        "submitted_at",
        ("留言时间", "来电时间", "诉求时间", "受理时间", "登记时间", "时间"),
        is_required=True,
        is_moment=True,
    ),
    Column("reply", ("答复意见", "办理结果", "处理结果", "答复内容", "回复内容", "回复", "答复")),
    Column("replied_at", ("答复时间", "办结时间", "回复时间", "处理时间"), is_moment=True),
    Column("number", ("留言编号", "工单编号", "诉求编号", "编号", "序号")),
    Column("sender", ("留言用户", "来电人", "诉求人", "姓名")),
    Column("subject", ("留言主题", "诉求标题", "工单标题", "标题", "主题")),
)
"""What a message consists of, and how others call it."""
TITLES = frozenset(alias for column in COLUMNS for alias in column.aliases)

FAULT_WORDS = {
    RowFault.NO_WORDS: gettext_lazy("The message says nothing."),
    RowFault.TOO_LONG: gettext_lazy("The message is longer than 20,000 characters. Shorten it."),
    RowFault.FUTURE: gettext_lazy("The time lies in the future. Check it."),
    RowFault.REPLY_BEFORE: gettext_lazy("The reply is older than the message. Check both times."),
    RowFault.REPLY_UNDATED: gettext_lazy("There is a reply without its time. Enter the time."),
    SpellingFault.EMPTY: gettext_lazy("The time is missing."),
    SpellingFault.NO_YEAR: gettext_lazy("The year is missing. Write it as 2026-11-23 09:30."),
    SpellingFault.NO_SUCH_DAY: gettext_lazy("There is no such day or hour. Check it."),
    SpellingFault.OUT_OF_RANGE: gettext_lazy("The time is before 1900 or after 2099. Check it."),
    SpellingFault.UNKNOWN: gettext_lazy("The time cannot be read. Write it as 2026-11-23 09:30."),
    SpellingFault.PRECISION_LOST: gettext_lazy(
        "The last digits of the number are lost: the spreadsheet kept it as a number. Enter it as text."
    ),
}
"""Why a row is refused, for whoever corrects it."""


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken: where it stands and why, never what it says."""

    sheet: str
    row: int
    column: str
    fault: RowFault | SpellingFault

    @property
    def words(self) -> str:
        """The reason, for whoever corrects it."""
        return str(FAULT_WORDS[self.fault])


@dataclass(frozen=True)
class ReadRow:
    """A row as it was read: a message, or why it is none."""

    sheet: str
    row: SheetRow
    titles: tuple[str, ...]
    places: dict[str, int]
    message: PastMessage | None
    refusal: RefusedRow | None

    def refused_for(self, fault: RowFault) -> RefusedRow:
        """Give the refusal of a message that could be read but not taken."""
        column = {
            RowFault.FUTURE: "submitted_at",
            RowFault.REPLY_BEFORE: "replied_at",
            RowFault.REPLY_UNDATED: "reply",
        }
        place = self.places.get(column.get(fault, "words"), 0)
        return RefusedRow(self.sheet, self.row.number, self.titles[place], fault)


def read_messages(book: Workbook) -> Iterator[ReadRow]:
    """Read every sheet that has the columns of messages.

    Raises:
        FileRefusedError: No sheet has them.
    """
    found = False
    for sheet in book.sheets:
        header = find_header(sheet, known=TITLES)
        places = match_columns(header, COLUMNS)
        if not {column.name for column in COLUMNS if column.is_required} <= set(places):
            continue
        found = True
        for row in header.body:
            yield _read(sheet.name, header, places, row)
    if not found:
        raise FileRefusedError(
            _(
                "No sheet has a column for the words and one for the time of a message. "
                "Name them 留言详情 and 留言时间 in the line of titles."
            )
        )


def _read(sheet: str, header: Header, places: dict[str, int], row: SheetRow) -> ReadRow:
    column = "number"
    try:
        number = _number(_cell(row, places, "number"))
        column = "submitted_at"
        submitted_at = _moment(_cell(row, places, column))
        column = "replied_at"
        written = _cell(row, places, column)
        replied_at = _moment(written) if _text(written) else None
    except SpellingError as error:
        refusal = RefusedRow(sheet, row.number, header.titles[places[column]], error.fault)
        return ReadRow(sheet, row, header.titles, places, None, refusal)
    message = PastMessage(
        number=number,
        sender=_text(_cell(row, places, "sender")),
        words=_words(_text(_cell(row, places, "subject")), _text(_cell(row, places, "words"))),
        submitted_at=submitted_at,
        reply=_text(_cell(row, places, "reply")),
        replied_at=replied_at,
    )
    return ReadRow(sheet, row, header.titles, places, message, None)


def _cell(row: SheetRow, places: dict[str, int], name: str) -> Cell:
    return row.cell(places[name]) if name in places else None


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return squeeze_text(str(cell)) if cell is not None else ""


def _number(cell: Cell) -> str:
    return parse_long_number(cell) if _text(cell) else ""


def _moment(cell: Cell) -> datetime:
    return parse_moment(cell, zone=timezone.get_current_timezone())


def _words(subject: str, text: str) -> str:
    """Put the subject before the text, unless the text begins with it."""
    return text if not subject or text.startswith(subject) else f"{subject}\n{text}" if text else ""
