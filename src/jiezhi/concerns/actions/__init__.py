"""Everything that can be done with a request, one verb a function."""

from jiezhi.concerns.actions.callbacks import (
    Verdict,
    answer_callback,
    ask_reopening,
    excuse_callback,
    open_callbacks,
)
from jiezhi.concerns.actions.receiving import (
    Confirmation,
    answer_concern,
    ask_reporter,
    confirm_concern,
    suggest_matter,
)
from jiezhi.concerns.actions.submitting import Receipt, Submission, add_words, submit_concern

__all__ = [
    "Confirmation",
    "Receipt",
    "Submission",
    "Verdict",
    "add_words",
    "answer_callback",
    "answer_concern",
    "ask_reopening",
    "ask_reporter",
    "confirm_concern",
    "excuse_callback",
    "open_callbacks",
    "submit_concern",
    "suggest_matter",
]
