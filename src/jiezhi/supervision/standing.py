"""Marks and emergencies in words: lines of an order's history, and how long an answer took."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.kit.actor import Actor
from jiezhi.kit.audit import record_look
from jiezhi.kit.links import link_to
from jiezhi.supervision.choices import MarkKinds, MarkRules
from jiezhi.supervision.mark_queries import marks_of
from jiezhi.supervision.models import EmergencyResponse, OrderMark
from jiezhi.supervision.queries import about_of, is_within, was_called
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import DISPATCH, VIEW
from jiezhi.workorders.standing import TimelineEntry

MARK_TONES = {
    MarkKinds.REMINDER: "info",
    MarkKinds.YELLOW_CARD: "warn",
    MarkKinds.RED_CARD: "bad",
    MarkKinds.RAISED: "bad",
}


_READERS: dict[str, str] = {}


def mark_line(mark: OrderMark) -> TimelineEntry:
    """Tell a mark as a line of its order's history."""
    kind, rule = MarkKinds(mark.kind), MarkRules(mark.rule)
    why = "" if rule is MarkRules.BY_HAND else str(rule.label)
    text = _(": ").join(part for part in (why, mark.note) if part)
    return TimelineEntry(mark.at, str(kind.label), mark.put_by or _("The system"), text, MARK_TONES[kind])


def lines_of(order: WorkOrder) -> list[TimelineEntry]:
    """Give the marks of an order as lines of its history; no statement where nothing lies on it."""
    return [mark_line(mark) for mark in marks_of(order)]


def emergency_url(actor: Actor, response: EmergencyResponse) -> str:
    """Give the page of what an emergency is about; empty where the actor may not open it."""
    about = about_of(response)
    code = _READERS.get(about.kind, VIEW.code)
    return link_to(about.kind, about.id) if actor.may(code) and is_within(actor, response) else ""


def register_origin(kind: str, permission: str) -> None:
    """Say which permission opens the page of what calls down an emergency before it has an order."""
    _READERS[kind] = permission


def task_of(actor: Actor, response: EmergencyResponse) -> str:
    """Give what its order says is to be done, to who was called or sees the order; empty for all others."""
    if response.order is None:
        return ""
    is_theirs = _answers(actor, response) or (actor.may(VIEW.code) and is_within(actor, response))
    return response.order.brief if is_theirs else ""


def words_of(actor: Actor, response: EmergencyResponse, *, at: datetime) -> str:
    """Give what came in says, to who was called, dispatches, or reads such things anyway; empty for all others.

    A resident's words are masked by a machine, which misses names: that somebody reads them without opening the
    request leaves a trace with its purpose.
    """
    if not response.holds_own_words or response.origin_id is None:
        return ""
    reader = _READERS.get(response.origin_kind)
    is_reader = reader is not None and actor.may(reader) and is_within(actor, response)
    if not (_answers(actor, response) or actor.may(DISPATCH.code) or is_reader):
        return ""
    record_look(
        actor=actor,
        at=at,
        kind=response.origin_kind,
        id=response.origin_id,
        columns=("words",),
        purpose=_("Answer to an emergency"),
    )
    return response.brief


def _answers(actor: Actor, response: EmergencyResponse) -> bool:
    """Whether it is for the actor's department to see to it: it was called, or has answered."""
    has_answered = response.answered_by_id is not None and (
        response.answered_by_id in actor.scope.department_ids
    )
    return has_answered or was_called(actor, response)


def answer_words(response: EmergencyResponse, *, at: datetime) -> str:
    """Say how long an emergency waits for an answer, or waited, in minutes."""
    if response.called_off_at is not None:
        who = response.called_off_by or _("the office")
        parts = (response.get_called_off_reason_display(), response.called_off_words)
        why = _(": ").join(part for part in parts if part)
        return _("Called off by %(who)s. %(why)s") % {"who": who, "why": why}
    end = response.answered_at or at
    minutes = int((end - response.began_at).total_seconds() // 60)
    length = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if response.answered_at is not None:
        return _("Answered after %(length)s") % {"length": length}
    if response.exhausted_at is not None:
        return _("Nobody on duty answered; it waits for %(length)s") % {"length": length}
    return _("Waits for an answer for %(length)s") % {"length": length}
