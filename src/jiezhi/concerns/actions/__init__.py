"""Everything that can be done with a request, one verb a function."""

from jiezhi.concerns.actions._proxies import ProxyDraft
from jiezhi.concerns.actions.bringing import SuperiorDraft, Taken, take_superior_order
from jiezhi.concerns.actions.callbacks import (
    Verdict,
    answer_callback,
    ask_reopening,
    excuse_callback,
    note_absence,
    open_callbacks,
)
from jiezhi.concerns.actions.classifying import (
    NewClassifier,
    dispatch_by_itself,
    keep_classifier,
    leave_to_dispatcher,
    put_classifier_live,
    switch_self_dispatch,
    take_classifier_back,
)
from jiezhi.concerns.actions.dangers import take_danger_off
from jiezhi.concerns.actions.issues import list_hot_issues, open_theme_order
from jiezhi.concerns.actions.moving import move_reporters, return_reporters
from jiezhi.concerns.actions.opening import Opened, Opening, open_with_code
from jiezhi.concerns.actions.receiving import (
    Confirmation,
    answer_concern,
    ask_reporter,
    confirm_concern,
    join_concern,
    suggest_matter,
)
from jiezhi.concerns.actions.refusals import (
    LONGEST_NOTE,
    Refusal,
    refuse_order,
    set_aside_refusal,
    take_mended_order,
)
from jiezhi.concerns.actions.rights import (
    Wish,
    ask_privacy_right,
    correct_contact,
    erase_contact,
    refuse_privacy_right,
)
from jiezhi.concerns.actions.sources import (
    SourceDraft,
    change_source,
    enter_source,
    note_delivered,
    note_fetch,
)
from jiezhi.concerns.actions.submitting import Receipt, Submission, add_words, submit_concern
from jiezhi.concerns.actions.superior import (
    answer_objection,
    await_reply_again,
    hand_over_replies,
    raise_objection,
    resend_reply,
)
from jiezhi.concerns.actions.telling import stop_telling

__all__ = [
    "LONGEST_NOTE",
    "Confirmation",
    "NewClassifier",
    "Opened",
    "Opening",
    "ProxyDraft",
    "Receipt",
    "Refusal",
    "SourceDraft",
    "Submission",
    "SuperiorDraft",
    "Taken",
    "Verdict",
    "Wish",
    "add_words",
    "answer_callback",
    "answer_concern",
    "answer_objection",
    "ask_privacy_right",
    "ask_reopening",
    "ask_reporter",
    "await_reply_again",
    "change_source",
    "confirm_concern",
    "correct_contact",
    "dispatch_by_itself",
    "enter_source",
    "erase_contact",
    "excuse_callback",
    "hand_over_replies",
    "join_concern",
    "keep_classifier",
    "leave_to_dispatcher",
    "list_hot_issues",
    "move_reporters",
    "note_absence",
    "note_delivered",
    "note_fetch",
    "open_callbacks",
    "open_theme_order",
    "open_with_code",
    "put_classifier_live",
    "raise_objection",
    "refuse_order",
    "refuse_privacy_right",
    "resend_reply",
    "return_reporters",
    "set_aside_refusal",
    "stop_telling",
    "submit_concern",
    "suggest_matter",
    "switch_self_dispatch",
    "take_classifier_back",
    "take_danger_off",
    "take_mended_order",
    "take_superior_order",
]
