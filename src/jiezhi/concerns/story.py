"""What happened to a request, step by step, as its reporter may read it: departments, no persons, no notes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiezhi.concerns.choices import CallbackState, ExchangeKind, Relation
from jiezhi.concerns.models import Callback, Concern, ConcernMove, Exchange, ProxyEntry
from jiezhi.concerns.standing import spoken_time
from jiezhi.workorders.choices import ReopenReason, Verb
from jiezhi.workorders.models import OrderEntry
from jiezhi.workorders.queries import history_of

_STEPS: dict[str, tuple[str | Promise, str]] = {
    Verb.OPEN: (gettext_lazy("The office received your request"), "ok"),
    Verb.DISPATCH: (gettext_lazy("Given to %(department)s"), "ok"),
    Verb.REQUEST: (gettext_lazy("%(department)s was asked to do it"), "ok"),
    Verb.CALL: (gettext_lazy("%(department)s was called"), "ok"),
    Verb.TRANSFER: (gettext_lazy("Passed up to %(department)s"), "ok"),
    Verb.AGREE: (gettext_lazy("%(department)s agreed to do it"), "ok"),
    Verb.REPORT_IN: (gettext_lazy("%(department)s reported for duty"), "ok"),
    Verb.TAKE: (gettext_lazy("%(department)s took it over"), "ok"),
    Verb.DECLINE: (gettext_lazy("Not taken on: the office looks for another way"), "warn"),
    Verb.ACCEPT: (gettext_lazy("%(department)s took it on"), "ok"),
    Verb.SEND_BACK: (gettext_lazy("Not in charge: the office looks for the right department"), "warn"),
    Verb.REASSIGN: (gettext_lazy("Handed on to %(department)s"), "ok"),
    Verb.EXTEND: (gettext_lazy("The time was extended"), "warn"),
    Verb.PAUSE: (gettext_lazy("It waits for the outcome of a mediation"), "ok"),
    Verb.GO_ON: (gettext_lazy("It goes on"), "ok"),
    Verb.RESOLVE: (gettext_lazy("%(department)s reported it done"), "ok"),
    Verb.ANSWER: (gettext_lazy("The office answered"), "ok"),
    Verb.PASS_CHECK: (gettext_lazy("Looked at on site: it is done"), "ok"),
    Verb.FAIL_CHECK: (gettext_lazy("Looked at on site: it is not done yet"), "warn"),
    Verb.CLOSE: (gettext_lazy("Closed"), "ok"),
    Verb.REOPEN: (gettext_lazy("Taken up again"), "warn"),
    Verb.MERGE: (gettext_lazy("Put together with what others reported: one order answers all of you"), "ok"),
    Verb.ABSORB: (gettext_lazy("Others reported the same: one order answers all of you"), "ok"),
    Verb.PART: (gettext_lazy("Taken apart again: it is handled on its own"), "ok"),
}
_ANOTHER: dict[str, str | Promise] = {
    ReopenReason.NOT_SOLVED: gettext_lazy("Another reporter says that it is not solved."),
    ReopenReason.NOT_SATISFIED: gettext_lazy("Another reporter is not satisfied with it."),
    ReopenReason.CAME_BACK: gettext_lazy("Another reporter says that the problem is back."),
}
"""Why it is taken up again although the reader did not ask for it; nobody learns who did."""


@dataclass(frozen=True)
class Step:
    """One line of the story, in the shape of the timeline component."""

    at: datetime
    title: str
    text: str = ""
    tone: str = "plain"


def own_history(concern: Concern) -> list[OrderEntry]:
    """Give the lines of a request's order, oldest first; before it was merged those of the order it had then.

    One statement; where another order was taken in one more, and one for each order that the request left.
    """
    if concern.order is None:
        return []
    last = history_of(concern.order)
    moves = ConcernMove.objects.filter(concern=concern, undone_at=None).select_related("from_order")
    # An order that took no other in has no reporters who came from one.
    moved = list(moves.order_by("at", "id")) if concern.order.absorbed_count else []
    if not moved:
        return last
    lines: list[OrderEntry] = []
    since = concern.received_at
    for move in moved:
        lines += [
            e for e in history_of(move.from_order) if (since is None or e.at >= since) and e.at <= move.at
        ]
        since = move.at
    return lines + [entry for entry in last if entry.at > moved[-1].at]


def steps_of(
    concern: Concern,
    *,
    exchanges: Iterable[Exchange],
    callbacks: Sequence[Callback],
    history: Sequence[OrderEntry],
) -> list[Step]:
    """Give the steps of a request, newest first."""
    steps = [Step(concern.submitted_at, _first_title(concern), tone="ok")]
    steps += [_exchange_step(exchange) for exchange in exchanges]
    # Before the order: an answer moves the order at the same moment, and causes stand before effects.
    steps += _callback_steps(callbacks)
    words = _words_of_others(concern, callbacks, history)
    lines = [entry for entry in history if entry.at >= (concern.received_at or entry.at)]
    steps += [_order_step(entry, words.get(entry.pk, "")) for entry in lines]
    return sorted(steps, key=lambda step: step.at)[::-1]


def _first_title(concern: Concern) -> str:
    """Say who made the request: what somebody is to the resident, or by which way the office took it; no names."""
    proxy: ProxyEntry | None = getattr(concern, "proxy", None)
    if proxy is None:
        return _("You made the request")
    channel = {"channel": concern.get_channel_display()}
    if proxy.relation == Relation.SELF:
        return _("The office entered it for the resident (%(channel)s)") % channel
    who = {Relation.FAMILY: _("a family member"), Relation.NEIGHBOUR: _("a neighbour")}.get(
        Relation(proxy.relation), _("somebody they trust")
    )
    return _("Entered for the resident by %(who)s (%(channel)s)") % {"who": who, **channel}


def _exchange_step(exchange: Exchange) -> Step:
    if exchange.kind == ExchangeKind.SUPERIOR:
        return Step(exchange.at, _("Your request was sent to the office again"), tone="warn")
    is_question = exchange.kind == ExchangeKind.QUESTION
    title = _("The office asked you") if is_question else _("You added")
    return Step(exchange.at, title, exchange.words, "warn" if is_question else "plain")


def _words_of_others(
    concern: Concern, callbacks: Iterable[Callback], history: Sequence[OrderEntry]
) -> dict[UUID, str]:
    """Say by the id of its line why an order was taken up again at the word of another reporter.

    Each reopening ends a round of callbacks, the last one that of its number. Whoever was in a round and did not say
    No in it reads that somebody else did.
    """
    own = {row.round: row for row in callbacks}
    lines = [entry for entry in reversed(history) if entry.verb == Verb.REOPEN]
    last = concern.order.reopened_count if concern.order is not None else 0
    words: dict[UUID, str] = {}
    for number, entry in zip(range(last, 0, -1), lines, strict=False):
        row = own.get(number)
        if row is not None and entry.reason in _ANOTHER and not _said_no(row):
            words[entry.pk] = str(_ANOTHER[entry.reason])
    return words


def _said_no(callback: Callback) -> bool:
    is_good = callback.was_solved and callback.was_satisfied
    return callback.state == CallbackState.ANSWERED and not is_good


def _order_step(entry: OrderEntry, words: str) -> Step:
    title, tone = _STEPS[entry.verb]
    department = entry.department.name if entry.department else _("the department in charge")
    # What was done is written for the reporter; every other note is between departments.
    text = entry.note if entry.verb in (Verb.RESOLVE, Verb.ANSWER) else words
    if entry.verb == Verb.EXTEND and entry.due_at:
        text = _("Now promised before %(time)s.") % {"time": spoken_time(entry.due_at)}
    return Step(entry.at, str(title) % {"department": department}, text, tone)


def _callback_steps(callbacks: Iterable[Callback]) -> Iterator[Step]:
    for callback in callbacks:
        if callback.answered_at is None:
            continue
        if callback.state == CallbackState.UNREACHABLE:
            yield Step(callback.answered_at, _("We could not reach you"))
            continue
        if callback.was_solved and callback.was_satisfied:
            title, tone = _("You answered: solved, and satisfied"), "ok"
        elif callback.was_solved:
            title, tone = _("You answered: solved, but not satisfied"), "warn"
        else:
            title, tone = _("You answered: not solved"), "warn"
        yield Step(callback.answered_at, title, callback.words, tone)
