"""Everything that can be done with a work order, one verb a function."""

from jiezhi.workorders.actions._voice import GivenWord
from jiezhi.workorders.actions.agreements import AgreementDraft, add_agreement, end_agreement
from jiezhi.workorders.actions.answering import (
    agree_to_order,
    decline_order,
    report_for_duty,
    take_over_order,
)
from jiezhi.workorders.actions.dispatching import (
    answer_on_spot,
    dispatch_order,
    join_report,
    open_order,
    reassign_order,
)
from jiezhi.workorders.actions.erasing import forget_point
from jiezhi.workorders.actions.finishing import (
    close_order,
    fail_check,
    pass_check,
    record_outcome,
    reopen_order,
)
from jiezhi.workorders.actions.handling import (
    accept_order,
    ask_extension,
    decide_extension,
    resolve_order,
    send_back_order,
)
from jiezhi.workorders.actions.pictures import add_picture, keep_picture
from jiezhi.workorders.effects import OrderDraft

__all__ = [
    "AgreementDraft",
    "GivenWord",
    "OrderDraft",
    "accept_order",
    "add_agreement",
    "add_picture",
    "agree_to_order",
    "answer_on_spot",
    "ask_extension",
    "close_order",
    "decide_extension",
    "decline_order",
    "dispatch_order",
    "end_agreement",
    "fail_check",
    "forget_point",
    "join_report",
    "keep_picture",
    "open_order",
    "pass_check",
    "reassign_order",
    "record_outcome",
    "reopen_order",
    "report_for_duty",
    "resolve_order",
    "send_back_order",
    "take_over_order",
]
