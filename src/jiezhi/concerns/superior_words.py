"""How superiors' systems call what an order from above says, in their pages and in their files."""

from datetime import datetime

from django.utils import timezone

from jiezhi.core.phones import read_phone

LABELS = {
    "number": ("工单编号", "工单号", "热线编号", "受理编号", "任务编号", "案卷编号", "编号"),
    "issued_at": ("派单时间", "下派时间", "转办时间", "派发时间", "交办时间", "受理时间", "来电时间"),
    "their_due_at": (
        "办理时限",
        "办结时限",
        "答复时限",
        "回复时限",
        "反馈时限",
        "处置时限",
        "截止时间",
        "处理截止时间",
        "要求办结时间",
        "办理期限",
    ),
    "words": ("诉求内容", "工单内容", "反映内容", "问题描述", "事件描述", "主要内容", "内容"),
    "place": ("事发地址", "事发地点", "诉求地址", "发生地点", "所在位置", "地址", "地点"),
    "phone": ("联系电话", "来电号码", "联系方式", "手机号码", "电话"),
}
"""Their names for what we take over, the surest first."""


def phone_or_none(typed: str) -> str:
    """Give a telephone number as it is written everywhere; empty for what is withheld, such as 138****0000."""
    try:
        return read_phone(typed) if typed else ""
    except ValueError:
        return ""


def lies_before_sending(due_at: datetime | None, issued_at: datetime) -> bool:
    """Whether a limit cannot be meant, since it lies before the order was sent; a day alone still has its hours."""
    if due_at is None or due_at >= issued_at:
        return False
    due, issued = timezone.localtime(due_at), timezone.localtime(issued_at)
    is_day_alone = (due.hour, due.minute, due.second) == (0, 0, 0)
    return not (is_day_alone and due.date() == issued.date())
