"""Everything that can be done with a work order, one verb a function."""

from jiezhi.workorders.actions.dispatching import (
    answer_on_spot,
    dispatch_order,
    join_report,
    open_order,
    reassign_order,
)
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
    "OrderDraft",
    "accept_order",
    "add_picture",
    "answer_on_spot",
    "ask_extension",
    "close_order",
    "decide_extension",
    "dispatch_order",
    "fail_check",
    "join_report",
    "keep_picture",
    "open_order",
    "pass_check",
    "reassign_order",
    "record_outcome",
    "reopen_order",
    "resolve_order",
    "send_back_order",
]
