"""A row of a file of earlier messages: what is a message, and which row cannot be one and why."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiezhi.concerns.history import PastMessage, RowFault
from jiezhi.intake.columns import Column
from jiezhi.intake.errors import RowRefusedError
from jiezhi.intake.row_cells import RowCells

COLUMNS = (
    Column(
        "words",
        _("What was said"),
        ("留言详情", "诉求内容", "工单内容", "反映内容", "问题描述", "留言内容", "内容"),
        is_required=True,
    ),
    Column(
        "submitted_at",
        _("When it was said"),
        ("留言时间", "来电时间", "诉求时间", "受理时间", "登记时间", "时间"),
        is_required=True,
        is_moment=True,
    ),
    Column(
        "reply",
        _("What was answered"),
        ("答复意见", "办理结果", "处理结果", "答复内容", "回复内容", "回复", "答复"),
    ),
    Column(
        "replied_at",
        _("When it was answered"),
        ("答复时间", "办结时间", "回复时间", "处理时间"),
        is_moment=True,
    ),
    Column("number", _("Number there"), ("留言编号", "工单编号", "诉求编号", "编号", "序号")),
    Column("sender", _("Who said it"), ("留言用户", "来电人", "诉求人", "姓名")),
    Column("subject", _("Subject"), ("留言主题", "诉求标题", "工单标题", "标题", "主题")),
)
"""What a message consists of, and how others call it."""

REASONS: dict[str, str | Promise] = {
    RowFault.NO_WORDS: _("The message says nothing."),
    RowFault.TOO_LONG: _("The message is longer than 20,000 characters. Shorten it."),
    RowFault.FUTURE: _("The time lies in the future. Check it."),
    RowFault.REPLY_BEFORE: _("The reply is older than the message. Check both times."),
    RowFault.REPLY_UNDATED: _("There is a reply without its time. Enter the time."),
}
"""Why a row is refused, for whoever corrects it."""
AT_FAULT = {
    RowFault.FUTURE: "submitted_at",
    RowFault.REPLY_BEFORE: "replied_at",
    RowFault.REPLY_UNDATED: "reply",
}


def parse_message(cells: RowCells, at: datetime) -> PastMessage:
    """Give the message of a row.

    Raises:
        RowRefusedError: It is none that can be taken.
    """
    message = PastMessage(
        number=cells.number("number"),
        sender=cells.text("sender"),
        words=_words(cells.text("subject"), cells.text("words")),
        submitted_at=cells.moment("submitted_at"),
        reply=cells.text("reply"),
        replied_at=cells.moment_or_none("replied_at"),
    )
    fault = message.fault(at=at)
    if fault is not None:
        raise RowRefusedError(AT_FAULT.get(fault, "words"), fault)
    return message


def _words(subject: str, text: str) -> str:
    """Put the subject before the text, unless the text begins with it."""
    return text if not subject or text.startswith(subject) else f"{subject}\n{text}" if text else ""
