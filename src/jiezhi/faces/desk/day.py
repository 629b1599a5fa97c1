"""Everything that waits for the dispatcher, in the order in which it is worked off."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.choices import ConcernState
from jiezhi.concerns.models import Concern
from jiezhi.concerns.permissions import CALL_BACK
from jiezhi.concerns.queries import (
    asked_rows,
    callback_rows,
    callbacks_waiting,
    concerns_by_state,
    imported_rows,
    imported_to_receive,
    page_of_imported,
    page_to_receive,
    waiting_rows,
)
from jiezhi.concerns.search import concerns_with_words
from jiezhi.core.masking import without_personal
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import count_together
from jiezhi.kit.ui.navigation import capped_count
from jiezhi.organisation.calendars import missing_years
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import list_faults
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.permissions import DECIDE_EXTENSION, DISPATCH
from jiezhi.workorders.queries import (
    OrderFilter,
    extension_rows,
    extensions_waiting,
    order_rows,
    waiting_order_rows,
)

EXCERPT = 40
TO_READ, IMPORTED = "to-read", "imported"
FULL = 50
"""Rows a part shows; where there are more, they are counted as the navigation counts them."""


@dataclass(frozen=True)
class Row:
    """One thing that waits, or that was searched for.

    Args:
        url: Opens it.
        number: Its own.
        text: The beginning of what was said.
        place: Where, or with whom.
        since: Since when it waits.
        opens_beside: Whether it opens beside the list.
        state: Where it stands; empty where the part says so.
        is_finished: Whether nobody waits any more.
        danger: Why it stands before all others; empty for most.
    """

    url: str
    number: str
    text: str
    place: str
    since: datetime
    opens_beside: bool = False
    state: str = ""
    is_finished: bool = False
    danger: str = ""


@dataclass(frozen=True)
class Part:
    """One kind of thing that waits.

    Args:
        key: Names it on the page.
        title: Above its rows.
        rows: At most `FULL`.
        whole: All of them, to be counted; None where nobody counts further than the page shows.
        total: How many there are, where that was counted.
        is_paged: Whether the rest is reached page by page.
    """

    key: str
    title: str
    rows: tuple[Row, ...]
    whole: QuerySet[Any] | None = None
    total: int | None = None
    is_paged: bool = False

    @property
    def has_more(self) -> bool:
        """Whether there are more than the rows shown, on pages of their own."""
        return self.is_paged and self.total is not None and self.total > len(self.rows)

    @property
    def count(self) -> str:
        """How many, as the navigation says it."""
        if self.total is not None:
            return capped_count(self.total)
        return f"{FULL}+" if len(self.rows) >= FULL else str(len(self.rows))


@dataclass(frozen=True)
class Day:
    """The dispatcher's day."""

    parts: tuple[Part, ...]
    fault_count: int
    missing_years: tuple[int, ...]
    words: str = ""
    page: Page[Concern] | None = None

    @property
    def first(self) -> Row | None:
        """The request that has waited longest; none where requests were searched for or paged through."""
        is_whole = not self.words and self.page is None
        return self.parts[0].rows[0] if self.parts[0].rows and is_whole else None

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits at all."""
        return not any(part.rows for part in self.parts)


def day_of(actor: Actor, *, at: datetime, words: str = "") -> Day:
    """Gather what waits: one statement a part, one for the counts of full ones, none for what the actor has no part in.

    Args:
        actor: Whose day.
        at: Now.
        words: Where requests are searched for: these instead, whatever became of them.
    """
    if words:
        return Day((Part("found", _("Requests found"), _found(actor, words)),), 0, (), words)
    requests = concerns_by_state(actor, limit=FULL)
    parts = [
        Part(
            TO_READ,
            _("Requests to read"),
            _requests(requests[ConcernState.SUBMITTED]),
            waiting_rows(actor),
            is_paged=True,
        ),
        Part(
            "asked",
            _("Waiting for the reporter"),
            _requests(requests[ConcernState.ASKED]),
            asked_rows(actor),
        ),
    ]
    if actor.may(DISPATCH.code):
        sent_back, late = OrderFilter(state=OrderState.SENT_BACK), OrderFilter(is_answer_late=True)
        opened = OrderFilter(state=OrderState.OPENED)
        parts.append(_order_part("to-dispatch", _("Orders to dispatch"), actor, opened, at))
        parts.append(_order_part("sent-back", _("Orders sent back"), actor, sent_back, at))
        parts.append(_order_part("answers", _("Answers overdue"), actor, late, at))
    if actor.may(DECIDE_EXTENSION.code):
        parts.append(Part("more-time", _("Wishes for more time"), _wishes(actor), extension_rows(actor)))
    if actor.may(CALL_BACK.code):
        parts.append(Part("callbacks", _("Callbacks"), _callbacks(actor), callback_rows(actor)))
    imported = _requests(imported_to_receive(actor, limit=FULL))
    if imported:
        parts.append(
            Part(IMPORTED, _("Imported, not dealt with"), imported, imported_rows(actor), is_paged=True)
        )
    keeps, street, on = actor.may(KEEP_LISTS.code), actor.tenant_id, timezone.localdate(at)
    return Day(
        parts=_counted(parts),
        fault_count=len(list_faults(sub_district_id=street, on=on)) if keeps else 0,
        missing_years=missing_years(street, on=on),
    )


def page_of_day(actor: Actor, *, key: str, asked: str) -> Day | None:
    """Give one part of the day page by page: what is to be read, or the messages of files; None for any other key."""
    if key == TO_READ:
        page, title = page_to_receive(actor, asked), _("Requests to read")
    elif key == IMPORTED:
        page, title = page_of_imported(actor, asked), _("Imported, not dealt with")
    else:
        return None
    part = Part(key, title, _requests(list(page.object_list)), total=page.paginator.count)
    return Day((part,), 0, (), page=page)


def place_of(concern: Concern) -> str:
    """Name the place of a request as narrowly as the reporter did."""
    place = concern.estate or concern.community
    return place.name if place else _("place not said")


def state_of(concern: Concern) -> str:
    """Name where a request stands: its order tells, once it has one."""
    return str(concern.order.get_state_display() if concern.order else concern.get_state_display())


def is_finished(concern: Concern) -> bool:
    """Whether nobody waits for a request any more: its order is closed, or it went back to the superior."""
    if concern.state == ConcernState.RETURNED:
        return True
    return concern.order is not None and concern.order.state == OrderState.CLOSED


def _counted(parts: list[Part]) -> tuple[Part, ...]:
    """Count the parts that show no more rows than a page takes, in one statement if there are any."""
    whole = {part.key: part.whole for part in parts if len(part.rows) >= FULL and part.whole is not None}
    totals = dict(zip(whole, count_together(list(whole.values())) if whole else (), strict=True))
    return tuple(replace(part, total=totals.get(part.key)) for part in parts)


def _order_part(key: str, title: str, actor: Actor, wanted: OrderFilter, at: datetime) -> Part:
    whole = waiting_order_rows(actor, wanted, at=at)
    return Part(key, title, _waiting_orders(actor, wanted, at), whole)


def _found(actor: Actor, words: str) -> tuple[Row, ...]:
    concerns = concerns_with_words(actor, words, limit=FULL)
    return tuple(
        replace(
            row, text=f"{row.number} {row.text}", state=state_of(concern), is_finished=is_finished(concern)
        )
        for row, concern in zip(_requests(concerns), concerns, strict=True)
    )


def _requests(concerns: list[Concern]) -> tuple[Row, ...]:
    return tuple(
        Row(
            url=reverse("desk:concern", args=[concern.pk]),
            number=concern.number,
            text=without_personal(concern.words)[:EXCERPT],
            place=place_of(concern),
            since=concern.submitted_at,
            opens_beside=True,
            danger=concern.get_danger_display() if concern.state == ConcernState.SUBMITTED else "",
        )
        for concern in concerns
    )


def _waiting_orders(actor: Actor, wanted: OrderFilter, at: datetime) -> tuple[Row, ...]:
    orders = order_rows(actor, wanted, at=at)
    return tuple(
        Row(
            url=reverse("workorders:order", args=[order.pk]),
            number=order.number,
            text=order.brief[:EXCERPT],
            place=order.lead.name if order.lead else "",
            since=order.step_entered_at,
        )
        for order in sorted(orders, key=lambda order: order.step_entered_at)
    )


def _wishes(actor: Actor) -> tuple[Row, ...]:
    return tuple(
        Row(
            url=reverse("workorders:order", args=[wish.order_id]),
            number=wish.order.number,
            text=wish.reason[:EXCERPT],
            place=wish.asked_by,
            since=wish.asked_at,
        )
        for wish in extensions_waiting(actor, limit=FULL)
    )


def _callbacks(actor: Actor) -> tuple[Row, ...]:
    return tuple(
        Row(
            url=reverse("desk:callback", args=[callback.concern_id]),
            number=callback.concern.number,
            text=without_personal(callback.concern.words)[:EXCERPT],
            place=place_of(callback.concern),
            since=callback.since_at,
            opens_beside=True,
        )
        for callback in callbacks_waiting(actor, limit=FULL)
    )
