"""Everything that can be done with a work order, one verb a function."""

from jiezhi.workorders.actions._supports import SupportWish
from jiezhi.workorders.actions._voice import GivenWord
from jiezhi.workorders.actions.agreements import AgreementDraft, add_agreement, end_agreement
from jiezhi.workorders.actions.answering import (
    agree_to_order,
    decline_order,
    report_for_duty,
    take_over_order,
)
from jiezhi.workorders.actions.assisting import accept_support, decline_support, report_support
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
from jiezhi.workorders.actions.lowering import lower_urgency
from jiezhi.workorders.actions.marking import mark_order
from jiezhi.workorders.actions.merging import merge_order, part_order
from jiezhi.workorders.actions.pausing import pause_order, resume_order
from jiezhi.workorders.actions.pictures import add_picture, keep_picture
from jiezhi.workorders.actions.saving import drop_filter, move_filter_up, save_filter
from jiezhi.workorders.actions.supporting import ask_support_again, ask_supports, call_off_support
from jiezhi.workorders.actions.taking_away import note_export
from jiezhi.workorders.actions.whistling import (
    WHISTLE_ORIGIN,
    WhistleDraft,
    blow_whistle,
    open_whistle,
    rate_whistle,
)
from jiezhi.workorders.drafts import OrderDraft

__all__ = [
    "WHISTLE_ORIGIN",
    "AgreementDraft",
    "GivenWord",
    "OrderDraft",
    "SupportWish",
    "WhistleDraft",
    "accept_order",
    "accept_support",
    "add_agreement",
    "add_picture",
    "agree_to_order",
    "answer_on_spot",
    "ask_extension",
    "ask_support_again",
    "ask_supports",
    "blow_whistle",
    "call_off_support",
    "close_order",
    "decide_extension",
    "decline_order",
    "decline_support",
    "dispatch_order",
    "drop_filter",
    "end_agreement",
    "fail_check",
    "forget_point",
    "join_report",
    "keep_picture",
    "lower_urgency",
    "mark_order",
    "merge_order",
    "move_filter_up",
    "note_export",
    "open_order",
    "open_whistle",
    "part_order",
    "pass_check",
    "pause_order",
    "rate_whistle",
    "reassign_order",
    "record_outcome",
    "reopen_order",
    "report_for_duty",
    "report_support",
    "resolve_order",
    "resume_order",
    "save_filter",
    "send_back_order",
    "take_over_order",
]
