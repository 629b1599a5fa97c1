"""Files that teach or tell: labelled texts, and messages among which hot issues are looked for.

Columns are found by their titles; where a file has none, by what stands in them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.spellings import EXACT_INTEGERS, SpellingError, parse_moment, squeeze_text
from jiezhi.intake.columns import Column, match_columns
from jiezhi.intake.errors import FileRefusedError
from jiezhi.intake.sheets.header import Header, find_header
from jiezhi.intake.sheets.reading import Cell, Sheet, Workbook

TEXT = Column(
    "text",
    "",
    (
        "留言详情",
        "诉求内容",
        "工单内容",
        "反映内容",
        "问题描述",
        "留言内容",
        "内容",
        "文本",
        "text",
        "words",
        "content",
    ),
    is_required=True,
)
SUBJECT = Column("subject", "", ("留言主题", "诉求标题", "工单标题", "标题", "主题", "subject", "title"))
LABEL = Column(
    "label",
    "",
    (
        "一级分类",
        "一级标签",
        "事项编码",
        "事项",
        "分类",
        "类别",
        "标签",
        "label",
        "category",
        "class",
        "matter",
    ),
    is_required=True,
)
NUMBER = Column(
    "number", "", ("留言编号", "工单编号", "诉求编号", "编号", "序号", "message_id", "id"), is_required=True
)
SENDER = Column("sender", "", ("留言用户", "来电人", "诉求人", "用户", "reporter", "user"))
SAID_AT = Column(
    "said_at", "", ("留言时间", "来电时间", "诉求时间", "登记时间", "时间", "time", "date"), is_moment=True
)
FOR = Column("votes_for", "", ("点赞数", "点赞", "支持数", "likes"))
AGAINST = Column("votes_against", "", ("反对数", "反对", "dislikes"))
MOST_CLASSES = 60
SAMPLED = 300


@dataclass(frozen=True)
class Labelled:
    """Texts with their classes, in the order of the file."""

    texts: list[str]
    labels: list[str]


@dataclass(frozen=True)
class ToldMessage:
    """One message of a file: its number there, who wrote it as the file tells one from another, what and when."""

    number: str
    sender: str
    subject: str
    text: str
    at: datetime | None
    votes: int


def labelled_of(book: Workbook) -> Labelled:
    """Give the labelled texts of a file.

    Raises:
        FileRefusedError: No sheet has a column of texts and one of classes.
    """
    texts: list[str] = []
    labels: list[str] = []
    for sheet in book.sheets:
        header = _header(sheet, (TEXT, SUBJECT, LABEL))
        found = match_columns(header, (LABEL, TEXT, SUBJECT))
        if "label" not in found or not {"text", "subject"} & set(found):
            found = _by_content(header)
        for row in header.body if found else ():
            cells = {name: _text(row.cell(place)) for name, place in found.items()}
            text, label = _joined(cells.get("subject", ""), cells.get("text", "")), cells["label"]
            if text and label:
                texts.append(text)
                labels.append(label)
    if not texts:
        raise FileRefusedError(
            _(
                "No sheet has a column of texts and one of classes. Title them 内容 and 分类, one message a row, and "
                "try again."
            )
        )
    return Labelled(texts, labels)


def told_of(book: Workbook) -> list[ToldMessage]:
    """Give the messages of a file.

    Raises:
        FileRefusedError: No sheet has a column of numbers and one of texts.
    """
    wanted = (NUMBER, SAID_AT, SENDER, FOR, AGAINST, SUBJECT, TEXT)
    told: list[ToldMessage] = []
    for sheet in book.sheets:
        header = _header(sheet, wanted)
        found = match_columns(header, wanted)
        if "number" not in found or not {"text", "subject"} & set(found):
            continue
        for row in header.body:
            cells = {name: row.cell(place) for name, place in found.items()}
            subject, text = _text(cells.get("subject")), _text(cells.get("text"))
            number = _text(cells["number"])
            if number and (subject or text):
                votes = _count(cells.get("votes_for")) + _count(cells.get("votes_against"))
                sender, at = _text(cells.get("sender")), _moment(cells.get("said_at"))
                told.append(ToldMessage(number, sender, subject, text, at, votes))
    if not told:
        raise FileRefusedError(
            _(
                "No sheet has a column of numbers and one of texts. Title them 留言编号 and 留言详情, one message a "
                "row, and try again."
            )
        )
    return told


def _header(sheet: Sheet, wanted: Sequence[Column]) -> Header:
    return find_header(sheet, known=frozenset(alias for column in wanted for alias in column.aliases))


def _by_content(header: Header) -> dict[str, int]:
    """Take the longest texts for texts, and for classes the column of few short words that come again and again."""
    # From all over the file: labelled ones are often ordered by their classes.
    rows = header.body[:: max(1, len(header.body) // SAMPLED)]
    columns = [[_text(row.cell(at)) for row in rows] for at in range(len(header.titles))]
    filled = {at: [cell for cell in cells if cell] for at, cells in enumerate(columns)}
    lengths = {at: sum(map(len, cells)) / len(cells) for at, cells in filled.items() if cells}
    if len(lengths) < 2:
        return {}
    text = max(lengths, key=lambda at: lengths[at])
    fit = {
        at: len(set(cells))
        for at, cells in filled.items()
        if at != text
        and len(cells) * 2 > len(rows)
        and lengths[at] <= 20
        and 2 <= len(set(cells)) <= min(MOST_CLASSES, max(2, len(cells) // 2))
        and not all(cell.replace(".", "").isdigit() for cell in cells)
    }
    return {"text": text, "label": min(fit, key=lambda at: fit[at])} if fit else {}


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_INTEGERS:
        return str(int(cell))
    return squeeze_text(str(cell)) if cell is not None else ""


def _joined(subject: str, text: str) -> str:
    return text if not subject or text.startswith(subject) else f"{subject}\n{text}".strip()


def _count(cell: Cell) -> int:
    text = _text(cell)
    return int(text) if text.isdigit() else 0


def _moment(cell: Cell) -> datetime | None:
    try:
        return parse_moment(cell, zone=timezone.get_current_timezone())
    except SpellingError:
        return None
