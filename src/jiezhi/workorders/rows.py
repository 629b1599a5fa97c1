"""The lines of a list of orders as finished words: a template that looks them up and formats them costs far more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from jiezhi.core.hits import excerpt_at_hit, split_at_hits
from jiezhi.workorders.choices import MODE_SIGNS, HandOverMode, OrderState, UrgencyTier
from jiezhi.workorders.clock import calendar_if_asked
from jiezhi.workorders.lists import ListedOrder
from jiezhi.workorders.standing import STATE_TONES, countdown_of

BRIEF_CHARS = 60
NOBODY = UUID(int=0)
"""Stands in an address for the order that is put in its place."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as a list prints it: every word and time as it is shown.

    Args:
        place: The narrowest place that is known.
        way: How the lead was given it, sign and word; empty for a plain order.
        area: The community, where the place is narrower.
        tone: Of the state.
        countdown_class: Of the time left; it stands out only while a clock runs.
        hits: The brief as markup, with what was searched for marked, and the piece of the reply in which it stands;
            empty where nothing was searched for.
        pick: What a box sends that ticks the line: the order in the version that is shown.
        due: The limit, with the machine's form of it; both empty without a limit.
    """

    id: UUID
    url: str
    number: str
    matter: str
    urgency: str
    brief: str
    place: str
    area: str
    lead: str
    way: str
    state: str
    tone: str
    countdown: str
    countdown_class: str
    due: str
    due_iso: str
    opened: str
    opened_iso: str
    pick: str
    hits: str = ""


def order_rows_of(orders: Sequence[ListedOrder], sub_district_id: UUID, *, at: datetime) -> list[OrderRow]:
    """Put a page of orders into words, in one statement, or none if no clock runs.

    Args:
        orders: As the list is sorted.
        sub_district_id: The street whose calendar counts.
        at: Now.
    """
    if not orders:
        return []
    calendar = calendar_if_asked(sub_district_id, since=min(order.opened_at for order in orders))
    # Looked up once a page instead of once a row.
    zone = timezone.get_current_timezone()
    states = {state.value: (str(state.label), STATE_TONES[state]) for state in OrderState}
    urgencies = {tier.value: str(tier.label) for tier in UrgencyTier} | {UrgencyTier.NORMAL.value: ""}
    ways = {mode.value: f"{sign} {mode.label}" for mode, sign in MODE_SIGNS.items()}
    ways[HandOverMode.DIRECT.value] = ""
    address = reverse("workorders:order", args=[NOBODY])
    rows = []
    for order in orders:
        countdown = countdown_of(order, calendar, at=at)
        due = order.due_at and countdown.due_at and order.due_at.astimezone(zone)
        opened = order.opened_at.astimezone(zone)
        state, tone = states[order.state]
        rows.append(
            OrderRow(
                id=order.id,
                url=address.replace(str(NOBODY), str(order.id)),
                number=order.number,
                matter=order.matter,
                urgency=urgencies[order.urgency],
                brief=_shortened(order.brief),
                place=order.estate or order.community or "—",
                area=(order.community or "") if order.estate else "",
                lead=order.lead or "—",
                way=ways.get(order.hand_over, ""),
                state=state,
                tone=tone,
                countdown=countdown.text,
                countdown_class=f"countdown countdown-{countdown.tone}" if countdown.tone else "second",
                due=f"{due:%Y-%m-%d %H:%M}" if due else "",
                due_iso=due.isoformat() if due else "",
                opened=f"{opened:%m-%d %H:%M}",
                opened_iso=opened.isoformat(),
                pick=f"{order.id}:{order.version}",
            )
        )
    return rows


def _shortened(brief: str) -> str:
    return brief if len(brief) <= BRIEF_CHARS else Truncator(brief).chars(BRIEF_CHARS)


def with_hits(rows: list[OrderRow], orders: Sequence[ListedOrder], words: str) -> list[OrderRow]:
    """Mark where the words that were searched for stand, in what is to be done and in the reply.

    Args:
        rows: As they are shown.
        orders: The same orders as they were read.
        words: As they were typed.
    """
    if not words.strip() or not rows:
        return rows
    replies = {order.id: order.reply for order in orders}
    return [
        replace(row, hits=_with_reply(_marked(row.brief, words), replies.get(row.id, ""), words))
        for row in rows
    ]


def _with_reply(brief: str, reply: str, words: str) -> str:
    found = excerpt_at_hit(reply, words)
    if not found:
        return brief
    label = _("Reply") + _(": ")
    return format_html('{}<br><span class="second">{}{}</span>', brief, label, _marked(found, words))


def _marked(text: str, words: str) -> str:
    parts = split_at_hits(text, words)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if is_hit else part,) for part, is_hit in parts)
    )
