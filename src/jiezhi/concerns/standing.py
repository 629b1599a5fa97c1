"""Where a request stands, in plain words for the person who made it: what is so, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiezhi.concerns.choices import CALLBACK_ENDED, CallbackState, ConcernState
from jiezhi.concerns.hearing import has_used_right
from jiezhi.concerns.models import Callback, Concern
from jiezhi.workorders.choices import CLOCK_RUNS, OrderState, Verb
from jiezhi.workorders.models import OrderEntry

Words = tuple[str | Promise, str | Promise, str | Promise, str]

STILL_TO_DO = (*CLOCK_RUNS, OrderState.WAITING, OrderState.SENT_BACK)
WAITS_FOR_REPORTER = gettext_lazy("We need your answer")

_BEFORE_ORDER: dict[str, Words] = {
    ConcernState.SUBMITTED: (
        gettext_lazy("Not read yet"),
        gettext_lazy("Your request has reached the office. Nobody has read it yet."),
        gettext_lazy(
            "The office reads it and gives it to the department in charge. Then you see here until when."
        ),
        "info",
    ),
    ConcernState.OBJECTED: (
        gettext_lazy("Finding who is in charge"),
        gettext_lazy("The office has asked the city's hotline whether another body is in charge of this."),
        gettext_lazy("The hotline decides. You need not do anything."),
        "info",
    ),
    ConcernState.RETURNED: (
        gettext_lazy("Given to another body"),
        gettext_lazy(
            "Another body is in charge of this. The city's hotline has taken it back and passes it on."
        ),
        gettext_lazy("Ask the hotline for its state."),
        "info",
    ),
    ConcernState.ASKED: (
        WAITS_FOR_REPORTER,
        gettext_lazy("The office has read your request and has a question for you."),
        gettext_lazy("Answer the question below. Without your answer nobody can start."),
        "warn",
    ),
}

_WITH_ORDER: dict[str, Words] = {
    OrderState.OPENED: (
        gettext_lazy("Received"),
        gettext_lazy("The office has received your request."),
        gettext_lazy("It is given to the department in charge."),
        "info",
    ),
    OrderState.DISPATCHED: (
        gettext_lazy("With the department"),
        gettext_lazy("Your request has been given to %(department)s."),
        gettext_lazy("%(department)s confirms that it takes the work on."),
        "info",
    ),
    OrderState.REQUESTED: (
        gettext_lazy("Asked for help"),
        gettext_lazy("The office has asked %(department)s to do it."),
        gettext_lazy("%(department)s answers. Until then the office answers for your request."),
        "info",
    ),
    OrderState.CALLED: (
        pgettext_lazy("standing", "Called in"),
        gettext_lazy("The office has called %(department)s."),
        gettext_lazy("%(department)s reports for duty. Until then the office answers for your request."),
        "info",
    ),
    OrderState.TRANSFERRED: (
        gettext_lazy("Passed up"),
        gettext_lazy("The office has passed your request up to %(department)s, which is in charge."),
        gettext_lazy("%(department)s takes it over. Until then the office answers for your request."),
        "info",
    ),
    OrderState.IN_HAND: (
        gettext_lazy("Being handled"),
        gettext_lazy("%(department)s is working on it."),
        gettext_lazy("When it is done, you read here what was done and are asked whether it is solved."),
        "info",
    ),
    OrderState.WAITING: (
        gettext_lazy("Waits for an outcome"),
        gettext_lazy("%(department)s has it and waits for an outcome, such as that of a mediation."),
        gettext_lazy("It goes on by itself as soon as there is an outcome. You need not do anything."),
        "info",
    ),
    OrderState.SENT_BACK: (
        gettext_lazy("Finding the right department"),
        gettext_lazy("The first department is not in charge of this. The office is finding the right one."),
        gettext_lazy("It is given to another department. You need not do anything."),
        "info",
    ),
    OrderState.AWAITING_CHECK: (
        gettext_lazy("Being checked on site"),
        gettext_lazy("%(department)s reports that the work is done."),
        gettext_lazy("Somebody from the community looks on site whether that is so. Then we ask you."),
        "info",
    ),
    OrderState.AWAITING_CALLBACK: (
        WAITS_FOR_REPORTER,
        gettext_lazy("%(department)s reports that the work is done. Is that so?"),
        gettext_lazy("Tell us below whether it is solved. If it is not, it is taken up again."),
        "warn",
    ),
    OrderState.CLOSED: (
        gettext_lazy("Closed"),
        gettext_lazy("Your request is closed."),
        gettext_lazy("Nothing more is to be done. If the problem comes back, make a new request."),
        "ok",
    ),
}

_OTHERS_ARE_ASKED: Words = (
    gettext_lazy("Others are being asked"),
    gettext_lazy(
        "%(department)s reports that the work is done. Others reported the same, and each is asked."
    ),
    gettext_lazy("You need not do anything more. It is closed when all of you have answered."),
    "info",
)


@dataclass(frozen=True)
class Standing:
    """Where a request stands.

    Args:
        label: Two or three words.
        sentence: What is so.
        next_step: What comes next, and who must do it.
        tone: How the label is coloured.
        promise: Until when, or that this time has passed; empty where nothing is promised.
        was_extended: The promised time was put off.
        is_late: The promised time has passed and the work is not reported done.
        may_answer: The reporter may answer the callback.
        may_reopen: The reporter may ask to take it up again.
        has_no_right: It was taken up again at the reporter's own word: their next No is kept and reopens nothing.
        is_reported_done: What was done is to be read.
        may_add: Additions still reach somebody who works on it.
    """

    label: str
    sentence: str
    next_step: str
    tone: str
    promise: str = ""
    was_extended: bool = False
    is_late: bool = False
    may_answer: bool = False
    may_reopen: bool = False
    has_no_right: bool = False
    may_add: bool = True
    is_reported_done: bool = False


def standing_of(
    concern: Concern, callbacks: Iterable[Callback], *, at: datetime, history: Iterable[OrderEntry] = ()
) -> Standing:
    """Give where a request stands.

    Args:
        concern: With its order and the order's lead.
        callbacks: Its rounds of callback.
        at: Now, for what is late.
        history: Of its order, to tell whether the time was extended.
    """
    order = concern.order
    if order is None:
        label, sentence, next_step, tone = _BEFORE_ORDER[concern.state]
        return Standing(str(label), str(sentence), str(next_step), tone)
    label, sentence, next_step, tone = _WITH_ORDER[order.state]
    department = {"department": order.lead.name if order.lead else _("the department in charge")}
    is_closed = order.state == OrderState.CLOSED
    rows, number = list(callbacks), order.reopened_count + 1
    own = {row.state for row in rows if row.round == number}
    has_no_right = has_used_right(rows, round=number)
    was_answered = CallbackState.ANSWERED in own
    has_ended = not own.isdisjoint(CALLBACK_ENDED)
    may_reopen = is_closed and was_answered and not has_no_right
    is_awaiting = order.state == OrderState.AWAITING_CALLBACK
    if is_awaiting and has_ended:
        label, sentence, next_step, tone = _OTHERS_ARE_ASKED
    elif (is_closed and not was_answered) or (is_awaiting and has_no_right):
        next_step = gettext_lazy("Tell us below whether it is solved.")
    elif is_closed and has_no_right and order.was_solved is False:
        next_step = gettext_lazy(
            "It was taken up again once at your word and is closed with your answer on record. "
            "If the problem goes on, make a new request or telephone the office."
        )
    elif may_reopen:
        next_step = gettext_lazy("Nothing more is to be done. If the problem comes back, tell us below.")
    promise, is_late = _promise(order.due_at, order.state, at=at)
    return Standing(
        label=str(label),
        sentence=str(sentence) % department,
        next_step=str(next_step) % department,
        tone="bad" if is_late else tone,
        promise=promise,
        was_extended=_was_extended(history),
        is_late=is_late,
        may_answer=(is_awaiting and not has_ended) or (is_closed and not was_answered),
        may_reopen=may_reopen,
        has_no_right=has_no_right,
        may_add=order.state in STILL_TO_DO,
        is_reported_done=order.state not in STILL_TO_DO,
    )


def state_label(state: str) -> str:
    """Give where an order stands in the two or three words that residents read."""
    return str(_WITH_ORDER[state][0])


def spoken_time(at: datetime) -> str:
    """Give a moment as people say it, in the office's time: 17:00 on 6 November (Friday)."""
    return date_format(timezone.localtime(at), _("H:i \\o\\n j F (l)"), use_l10n=False)


def _promise(due_at: datetime | None, state: str, *, at: datetime) -> tuple[str, bool]:
    if due_at is None or state not in STILL_TO_DO:
        return "", False
    if at <= due_at:
        return _("before %(time)s") % {"time": spoken_time(due_at)}, False
    return _("The promised time, %(time)s, has passed. You may telephone the office.") % {
        "time": spoken_time(due_at)
    }, True


def _was_extended(history: Iterable[OrderEntry]) -> bool:
    was_extended = False
    for entry in history:
        # Taken up again, an order gets a new limit: what was extended before no longer counts.
        was_extended = entry.verb == Verb.EXTEND or (was_extended and entry.verb != Verb.REOPEN)
    return was_extended
