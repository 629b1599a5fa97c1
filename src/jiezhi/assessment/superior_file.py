"""A row of the superior's file: which order, and what it says of contact, solving and satisfaction."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiezhi.assessment.actions import SuperiorDraft
from jiezhi.intake.columns import Column
from jiezhi.intake.errors import RowRefusedError
from jiezhi.intake.row_cells import RowCells

COLUMNS = (
    Column(
        "number", _("The superior's number"), ("工单编号", "工单号", "编号", "受理编号"), is_required=True
    ),
    Column("was_solved", _("Whether solved"), ("是否解决", "解决情况", "解决"), is_required=True),
    Column("was_satisfied", _("Whether satisfied"), ("是否满意", "满意情况", "满意度", "满意")),
    Column("was_answered", _("Contacted"), ("是否响应", "响应情况", "是否联系", "响应")),
    Column("is_left_out", _("Left out by the superior"), ("是否剔除", "剔除")),
    Column("note", _("Remark"), ("备注", "说明", "剔除原因")),
)
"""What the superior's file consists of."""
YES = frozenset(
    {
        "是",
        "1",
        "TRUE",
        "Y",
        "YES",
        "已解决",
        "解决",
        "满意",
        "非常满意",
        "基本满意",
        "响应",
        "已响应",
        "剔除",
        "已剔除",
    }
)
NO = frozenset(
    {"否", "0", "FALSE", "N", "NO", "未解决", "不满意", "非常不满意", "未响应", "不剔除", "未剔除"}
)
"""Spellings seen in files; “fairly satisfied” counts as satisfied there, so it does here."""
LONGEST = 64
LONGEST_NOTE = 200
REASONS: dict[str, str | Promise] = {
    "no_number": _("The superior's number is missing. Enter it."),
    "long_number": _("The number has more than 64 characters. Check it."),
    "unclear": _("This is neither a yes nor a no. Write 是 or 否, or leave it empty."),
}


def parse_line(cells: RowCells) -> SuperiorDraft:
    """Give what a row says.

    Raises:
        RowRefusedError: It names no order, or an answer cannot be read.
    """
    number = cells.number("number")
    if not number:
        raise RowRefusedError("number", "no_number")
    if len(number) > LONGEST:
        raise RowRefusedError("number", "long_number")
    return SuperiorDraft(
        number=number,
        was_answered=answer_of(cells, "was_answered"),
        was_solved=answer_of(cells, "was_solved"),
        was_satisfied=answer_of(cells, "was_satisfied"),
        is_left_out=bool(answer_of(cells, "is_left_out")),
        note=cells.text("note")[:LONGEST_NOTE],
    )


def answer_of(cells: RowCells, name: str) -> bool | None:
    """Give a yes or a no; None where the file says nothing.

    Raises:
        RowRefusedError: It says something else.
    """
    text = cells.text(name).upper()
    if text in YES or text in NO:
        return text in YES
    if text in ("", "-", "—", "/", "未回访", "未接通", "无"):
        return None
    raise RowRefusedError(name, "unclear")
