"""How an order stands, in words and colour: its state, the time it has left, and what happened to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.core.deadlines import Limit, LimitUnit, TimeLeft, WorkingCalendar, counted_from, time_left, tone
from jiezhi.kit.actor import ActorKind
from jiezhi.organisation.choices import amount_words
from jiezhi.workorders.choices import (
    CLOCK_RUNS,
    REASONS,
    ExtensionState,
    OrderState,
    UrgencyTier,
    Verb,
)
from jiezhi.workorders.clock import Limited, step_limit, whole_limit
from jiezhi.workorders.models import Extension, OrderEntry, WorkOrder

HOUR_MIN = 60
SHORT_COUNT = 3
"""From three of a unit on, the smaller unit no longer tells anything."""

STATE_TONES = {
    OrderState.OPENED: "warn",
    OrderState.DISPATCHED: "info",
    OrderState.REQUESTED: "warn",
    OrderState.CALLED: "warn",
    OrderState.TRANSFERRED: "warn",
    OrderState.IN_HAND: "info",
    OrderState.WAITING: "plain",
    OrderState.SENT_BACK: "warn",
    OrderState.AWAITING_CHECK: "plain",
    OrderState.AWAITING_CALLBACK: "plain",
    OrderState.CLOSED: "ok",
}
GIVING_VERBS = (Verb.DISPATCH, Verb.REQUEST, Verb.CALL, Verb.TRANSFER, Verb.REASSIGN)
"""Verbs that give an order to somebody, whom the history names."""

ENTRY_TONES = {
    Verb.SEND_BACK: "warn",
    Verb.DECLINE: "warn",
    Verb.FAIL_CHECK: "bad",
    Verb.REOPEN: "bad",
    Verb.RESOLVE: "ok",
    Verb.ANSWER: "ok",
    Verb.PASS_CHECK: "ok",
    Verb.CLOSE: "ok",
}


class Clocked(Limited, Protocol):
    """An order, or a line of a list, as far as its clock goes."""

    @property
    def state(self) -> str: ...
    @property
    def dispatched_at(self) -> datetime | None: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def resolved_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Countdown:
    """The time an order has left.

    Args:
        text: In words.
        tone: `calm`, `soon`, `late`, or empty where no clock runs.
        due_at: The limit, if there is one.
    """

    text: str
    tone: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a history as the timeline component prints it."""

    at: datetime
    title: str
    who: str
    text: str = ""
    tone: str = "plain"


def countdown_of(order: Clocked, calendar: WorkingCalendar, *, at: datetime) -> Countdown:
    """Say how much time an order has left, on the clock of its limit.

    Args:
        order: With its times; no statement is made.
        calendar: When the street works.
        at: Now.
    """
    if order.resolved_at is not None and order.due_at is not None:
        is_late = order.resolved_at > order.due_at
        return Countdown(_("Done late") if is_late else _("Done in time"), due_at=order.due_at)
    if order.state in (OrderState.SENT_BACK, OrderState.WAITING):
        return Countdown(_("The clock stands still"), due_at=order.due_at)
    if order.due_at is not None and order.state == OrderState.CLOSED:
        return Countdown(_("Merged into another order"))
    if order.due_at is None or order.state not in CLOCK_RUNS:
        return Countdown(_("Not dispatched yet"))
    unit, limit = LimitUnit(order.limit_unit), whole_limit(order)
    return _countdown(calendar, order.due_at, since=order.dispatched_at, at=at, unit=unit, limit=limit)


def limit_words(order: Limited) -> str:
    """Say how long an order may take, and why it is less than usual."""
    usual = Limit(order.limit_amount, LimitUnit(order.limit_unit))
    return shortened_words(usual, whole_limit(order), order.urgency)


def shortened_words(usual: Limit, holds: Limit, urgency: str) -> str:
    """Say which limit holds, and from which one an order's urgency has shortened it."""
    words = amount_words(holds.amount, holds.unit)
    if holds == usual:
        return words
    return _("%(limit)s, shortened from %(usual)s because it is “%(urgency)s”") % {
        "limit": words,
        "usual": amount_words(usual.amount, usual.unit),
        "urgency": UrgencyTier(urgency).label,
    }


def countdown_to(due_at: datetime, calendar: WorkingCalendar, *, since: datetime, at: datetime) -> Countdown:
    """Say how much time is left until a moment that somebody else set, on the office's working time.

    Args:
        due_at: The moment.
        calendar: When the street works.
        since: From when it counts, to tell how near the end is.
        at: Now.
    """
    return _countdown(calendar, due_at, since=since, at=at, unit=LimitUnit.WORKING_HOURS)


def countdown_on(
    limit: Limit, due_at: datetime, calendar: WorkingCalendar, *, since: datetime, at: datetime
) -> Countdown:
    """Say how much time is left of a limit that runs beside the order's own, on the clock of its unit.

    Args:
        limit: As it holds, shortened already.
        due_at: When it ends.
        calendar: When the street works.
        since: When it began.
        at: Now.
    """
    return _countdown(calendar, due_at, since=since, at=at, unit=limit.unit, limit=limit)


def step_countdown_of(order: WorkOrder, calendar: WorkingCalendar, *, at: datetime) -> Countdown | None:
    """Say how much time the present step has left; None where the matter does not limit it."""
    if order.step_due_at is None or order.state == OrderState.CLOSED:
        return None
    limit = step_limit(order, order.matter)
    unit = limit.unit if limit else LimitUnit(order.limit_unit)
    return _countdown(calendar, order.step_due_at, since=order.step_entered_at, at=at, unit=unit, limit=limit)


def timeline_of(
    entries: Iterable[OrderEntry], extensions: Iterable[Extension], others: Iterable[TimelineEntry] = ()
) -> list[TimelineEntry]:
    """Tell the history of an order, the newest first, with wishes for more time and supports in their places."""
    lines = [*(_entry_line(entry) for entry in entries), *others]
    for extension in extensions:
        lines.append(_wish_line(extension))
        # A grant stands in the history already, with its note.
        if extension.decided_at is not None and extension.state != ExtensionState.GRANTED:
            lines.append(_decision_line(extension, extension.decided_at))
    # Two steps, since deeds of one moment (opened, dispatched) must change their order too.
    lines.sort(key=lambda line: line.at)
    return lines[::-1]


def _countdown(
    calendar: WorkingCalendar,
    due_at: datetime,
    *,
    since: datetime | None,
    at: datetime,
    unit: LimitUnit,
    limit: Limit | None = None,
) -> Countdown:
    left = time_left(calendar, at, due_at, started_at=since, unit=unit)
    shown = str(tone(left))
    told_from = counted_from(calendar, at, due_at, limit) if limit else at
    if told_from != at:
        left = time_left(calendar, told_from, due_at, unit=unit)
    return Countdown(_left_words(left, calendar), shown, due_at)


def _left_words(left: TimeLeft, calendar: WorkingCalendar) -> str:
    minutes = abs(left.minutes_working if left.counts_working_time else left.minutes_natural)
    if not minutes:
        return _("Just overdue") if left.is_overdue else _("Less than a minute left")
    if left.counts_working_time:
        units = (LimitUnit.WORKING_DAYS, LimitUnit.WORKING_HOURS)
        length = _length_words(minutes, _day_min(calendar), units)
    else:
        length = _length_words(minutes, 24 * HOUR_MIN, (LimitUnit.NATURAL_DAYS, LimitUnit.NATURAL_HOURS))
    if left.is_overdue:
        return _("%(time)s overdue") % {"time": length}
    return _("%(time)s left") % {"time": length}


def _length_words(minutes: int, day_min: int, units: tuple[LimitUnit, LimitUnit]) -> str:
    days, rest = divmod(minutes, day_min)
    hours, rest = divmod(rest, HOUR_MIN)
    parts = [amount_words(number, unit) for number, unit in zip((days, hours), units, strict=True) if number]
    if not days and hours < SHORT_COUNT and (rest or not parts):
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    if len(parts) == 1 or days >= SHORT_COUNT:
        return parts[0]
    return _("%(larger)s %(smaller)s") % {"larger": parts[0], "smaller": parts[1]}


def _day_min(calendar: WorkingCalendar) -> int:
    """How many working minutes a workday has; an end of 00:00 is the end of the day."""
    midnight = datetime(2000, 1, 1, tzinfo=UTC)
    length = timedelta()
    for opens, closes in calendar.hours:
        begin, end = (datetime.combine(midnight, hour, tzinfo=UTC) for hour in (opens, closes))
        length += end - begin if end > begin else end + timedelta(days=1) - begin
    return int(length / timedelta(minutes=1))


def _entry_line(entry: OrderEntry) -> TimelineEntry:
    title = str(Verb(entry.verb).label)
    if entry.verb in GIVING_VERBS and entry.department:
        title = _("%(verb)s to %(department)s") % {"verb": title, "department": entry.department.name}
    reason = REASONS.get(entry.reason, "")
    text = _(": ").join(str(part) for part in (reason, entry.note) if part)
    tone = ENTRY_TONES.get(Verb(entry.verb), "info")
    if entry.old_matter is not None and entry.new_matter is not None:
        names = {"before": entry.old_matter.name, "after": entry.new_matter.name}
        changed = _("Matter changed from “%(before)s” to “%(after)s”") % names
        text = f"{changed}\n{text}" if text else changed
    if entry.said_by:
        text = _word_of(entry) + (f"\n{text}" if text else "")
    return TimelineEntry(entry.at, title, _who(entry), text, tone)


def _word_of(entry: OrderEntry) -> str:
    said_at = timezone.localtime(entry.said_at) if entry.said_at else None
    return _("%(who)s, %(post)s, %(channel)s on %(when)s") % {
        "who": entry.department.name if entry.department else "",
        "post": entry.said_by,
        "channel": entry.get_said_through_display(),
        "when": f"{said_at:%m-%d %H:%M}" if said_at else "",
    }


def _wish_line(extension: Extension) -> TimelineEntry:
    title = _("Asked for %(amount)s more") % {"amount": amount_words(extension.amount, extension.unit)}
    return TimelineEntry(extension.asked_at, title, extension.asked_by, extension.reason, "warn")


def _decision_line(extension: Extension, decided_at: datetime) -> TimelineEntry:
    if extension.state == ExtensionState.REFUSED:
        title, tone = _("More time refused"), "bad"
    else:
        title, tone = _("The wish for more time lapsed"), "plain"
    return TimelineEntry(decided_at, title, extension.decided_by, extension.decision_note, tone)


def _who(entry: OrderEntry) -> str:
    if entry.actor_kind == ActorKind.CODE_HOLDER:
        return _("The reporter")
    if entry.actor_kind == ActorKind.JOB:
        return _("The system")
    return entry.actor_label
