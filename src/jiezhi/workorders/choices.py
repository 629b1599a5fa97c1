from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrderState(models.TextChoices):
    """Where a work order stands, in words that are true for the reader."""

    OPENED = "opened", _("To be dispatched")
    DISPATCHED = "dispatched", _("Waiting for the department")
    REQUESTED = "requested", _("Requested, waiting for a yes")
    CALLED = "called", _("Called, to report for duty")
    TRANSFERRED = "transferred", _("Passed up, waiting for the answer")
    IN_HAND = "in_hand", _("Being handled")
    WAITING = "waiting", _("Paused, waits for an outcome")
    SENT_BACK = "sent_back", _("Back with the dispatcher")
    AWAITING_CHECK = "awaiting_check", _("Waiting for the on-site check")
    AWAITING_CALLBACK = "awaiting_callback", _("Waiting for the callback")
    CLOSED = "closed", _("Closed")


UNFINISHED = (
    OrderState.OPENED,
    OrderState.DISPATCHED,
    OrderState.REQUESTED,
    OrderState.CALLED,
    OrderState.TRANSFERRED,
    OrderState.IN_HAND,
    OrderState.WAITING,
    OrderState.SENT_BACK,
    OrderState.AWAITING_CHECK,
    OrderState.AWAITING_CALLBACK,
)
"""States in which something is still to be done."""

ANSWER_AWAITED = (OrderState.REQUESTED, OrderState.CALLED, OrderState.TRANSFERRED)
"""States in which a body that takes no orders has been asked; the street stays first receiver until it says yes."""

HANDED_OVER = (OrderState.DISPATCHED, *ANSWER_AWAITED)
"""States in which the order is out and nobody has taken it on yet."""

LEAD_ACTS = (*HANDED_OVER, OrderState.IN_HAND)
"""States in which it is on the order's department to act; in all others it is on the office."""

CLOCK_RUNS = (OrderState.OPENED, *LEAD_ACTS)
"""States in which time runs; while an order is with the dispatcher again, or waits for an outcome, it stands still."""

CLOCK_STOPPED = (OrderState.SENT_BACK, OrderState.WAITING)
"""States in which it stands still, and whose time is given back when the order goes on."""

MERGEABLE = (*CLOCK_RUNS, OrderState.SENT_BACK)
"""States in which an order may be merged into another: nothing is reported done."""

JOINABLE = (*MERGEABLE, OrderState.WAITING, OrderState.AWAITING_CHECK)
"""States in which an order takes further reports, or another order, in."""


PATROL_ORIGIN = "fieldwork.report"
THEME_ORIGIN = "concerns.hot_issue"
"""The kind of origin of what was seen on patrol: nobody complained of it, and nobody is called back."""


class Verb(models.TextChoices):
    """What can be done with a work order; each verb is one action."""

    OPEN = "open", pgettext_lazy("deed", "Opened")
    DISPATCH = "dispatch", pgettext_lazy("deed", "Dispatched")
    REQUEST = "request", pgettext_lazy("deed", "Requested")
    CALL = "call", pgettext_lazy("deed", "Called")
    TRANSFER = "transfer", pgettext_lazy("deed", "Passed up")
    ACCEPT = "accept", pgettext_lazy("deed", "Accepted")
    AGREE = "agree", pgettext_lazy("deed", "Agreed")
    REPORT_IN = "report_in", pgettext_lazy("deed", "Reported for duty")
    TAKE = "take", pgettext_lazy("deed", "Taken over by the bureau")
    DECLINE = "decline", pgettext_lazy("deed", "Declined")
    SEND_BACK = "send_back", pgettext_lazy("deed", "Sent back")
    REASSIGN = "reassign", pgettext_lazy("deed", "Handed on")
    EXTEND = "extend", pgettext_lazy("deed", "Deadline extended")
    PAUSE = "pause", pgettext_lazy("deed", "Paused")
    GO_ON = "go_on", pgettext_lazy("deed", "Goes on")
    RESOLVE = "resolve", pgettext_lazy("deed", "Reported done")
    ANSWER = "answer", pgettext_lazy("deed", "Answered on the spot")
    PASS_CHECK = "pass_check", pgettext_lazy("deed", "Found done on site")
    FAIL_CHECK = "fail_check", pgettext_lazy("deed", "Not done on site")
    CLOSE = "close", pgettext_lazy("deed", "Closed")
    REOPEN = "reopen", pgettext_lazy("deed", "Reopened")
    MERGE = "merge", pgettext_lazy("deed", "Merged into another order")
    ABSORB = "absorb", pgettext_lazy("deed", "Took another order in")
    PART = "part", pgettext_lazy("deed", "Parted again")


KEEPS_STEP = (Verb.EXTEND,)
"""Verbs of a flow in which the present step goes on; every other one ends it."""
BREAKS_STEP = (Verb.REASSIGN, Verb.REQUEST, Verb.CALL, Verb.TRANSFER)
"""Verbs that take an order out of the hands of a department that has not answered yet; by some of them the dispatcher
ends a step of the office's own."""
MERGE_VERBS = (Verb.MERGE, Verb.ABSORB, Verb.PART)
"""Verbs that stand in no flow: any order of a matter may be put together with another, and be parted again."""
WAITING_VERBS = (Verb.PAUSE, Verb.GO_ON)
"""Verbs by which an order waits for an outcome elsewhere; courses that are imported hold none of them."""


class HandOverMode(models.TextChoices):
    """How the present department was given the order, named as in `core.authority.HandOver`."""

    DIRECT = "direct", _("Ordered")
    AGREED = "agreed", _("By agreement")
    REQUESTED = "requested", _("On request")
    CALLED = "called", _("Called in")
    TRANSFERRED = "transferred", _("Passed up to the bureau")


MODE_SIGNS = {
    HandOverMode.DIRECT: "→",
    HandOverMode.AGREED: "⇄",
    HandOverMode.REQUESTED: "?",
    HandOverMode.CALLED: "!",
    HandOverMode.TRANSFERRED: "↑",
}
"""The sign of each way, for lists; the word stands beside it."""


class WordChannel(models.TextChoices):
    """How a body that does not sign in let the office know."""

    TELEPHONE = "telephone", _("By telephone")
    LETTER = "letter", _("By letter")
    MEETING = "meeting", _("At a meeting")


class UrgencyTier(models.TextChoices):
    """How pressing an order is, named as in `core.deadlines.Urgency`; it shortens every limit."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")
    EMERGENCY = "emergency", _("Emergency")


class ExtensionState(models.TextChoices):
    """Where a wish for more time stands."""

    ASKED = "asked", _("Asked")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    LAPSED = "lapsed", _("Lapsed: the order left the department first")


class ReopenReason(models.TextChoices):
    """Why an order is taken up again; kept as a code, so that each reader sees it in their language."""

    NOT_SOLVED = "not_solved", _("The reporter says it is not solved")
    NOT_SATISFIED = "not_satisfied", _("The reporter is not satisfied")
    CAME_BACK = "came_back", _("The reporter says the problem is back")
    NOT_ACCEPTED = "not_accepted", _("The meeting does not accept it as done")


class SendBackReason(models.TextChoices):
    """Why a department sends an order back; counted per entry of the responsibility list."""

    NOT_OURS = "not_ours", _("Outside our duties")
    WRONG_PLACE = "wrong_place", pgettext_lazy("department", "Outside our area")
    WRONG_MATTER = "wrong_matter", _("Filed under the wrong matter")
    NOT_ENOUGH = "not_enough", _("Cannot be handled with what we were told")
    ALREADY_HANDLED = "already_handled", _("Already handled under another order")


class HandOnReason(models.TextChoices):
    """Why an order is handed on to another department; counted per line of the responsibility list."""

    THEIR_DUTY = "their_duty", _("It is their duty")
    THEIR_PLACE = "their_place", _("It lies in their area")
    THEIR_MEANS = "their_means", _("They have the means for it")
    SETTLED = "settled", _("Agreed with them")


class RefusalReason(models.TextChoices):
    """Why a body declines what was asked of it; counted per line of the list, never against the body."""

    NOT_OURS = "not_ours", _("Outside our duties")
    OTHER_BODY = "other_body", _("Another body is responsible")
    NO_MEANS = "no_means", _("We have no means for it now")
    NOT_ENOUGH = "not_enough", _("Cannot be handled with what we were told")


class PassUpReason(models.TextChoices):
    """Why the street passes a matter up that the list does not give to the district anyway."""

    BEYOND_POWERS = "beyond_powers", _("Beyond the powers of the street")
    BEYOND_MEANS = "beyond_means", _("Beyond the means of the street")
    SEVERAL_STREETS = "several_streets", _("It concerns several streets")


REASONS = {
    code: words
    for kind in (SendBackReason, ReopenReason, HandOnReason, RefusalReason, PassUpReason)
    for code, words in kind.choices
}
"""The words of every reason that a history line may carry; one code has the same words in each list."""


class SupportKind(models.TextChoices):
    """What brought a department to an order that another one leads."""

    SUPPORT = "support", _("Support")
    WHISTLE = "whistle", _("Called by the community")


class SupportState(models.TextChoices):
    """Where a support stands, named as in `core.supports.SupportStep`."""

    ASKED = "asked", _("Asked, no answer yet")
    ACCEPTED = "accepted", pgettext_lazy("support", "On it")
    DECLINED = "declined", pgettext_lazy("support", "Declined")
    DONE = "done", pgettext_lazy("support", "Done")
    LAPSED = "lapsed", pgettext_lazy("support", "Lapsed: the order went on without it")
    CALLED_OFF = "called_off", pgettext_lazy("support", "Called off")


OPEN_SUPPORT = (SupportState.ASKED, SupportState.ACCEPTED)
"""States in which a support still has something to do."""


class SupportVerb(models.TextChoices):
    """What can be done with a support, named as in `core.supports.SUPPORT_FLOW`."""

    ACCEPT = "accept", pgettext_lazy("support", "Take on")
    DECLINE = "decline", pgettext_lazy("support", "Decline")
    REPORT = "report", pgettext_lazy("support", "Report done")
    CALL_OFF = "call_off", pgettext_lazy("support", "Call off")
    LAPSE = "lapse", pgettext_lazy("support", "Let lapse")


class DeclineReason(models.TextChoices):
    """Why a department does not support; counted per entry of the responsibility list, never per person."""

    NOT_OURS = "not_ours", _("Outside our duties")
    NOT_NEEDED = "not_needed", _("Our part is not needed here")
    NO_MEANS = "no_means", _("We have no means for it now")
    OTHER_BODY = "other_body", _("Another body is responsible")
