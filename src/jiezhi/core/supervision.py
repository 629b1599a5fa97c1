"""What an order calls down on itself (催办、黄牌、红牌、提级), and who on duty is called next in an emergency.

Marks lie on orders, never on persons. They are raised by what happened to the order and are never taken away by it:
an order that was late and is done was late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SENT_BACK_TOO_OFTEN = 3
"""So many send-backs raise an order. Ours: three times is no accident."""

REWORKED_TOO_OFTEN = 3
"""So many times found not done, on site or by the reporter, raise it."""

RED_AFTER_MIN = 2 * 450
"""Working minutes past the limit from which the card is red: two days of seven and a half hours; ours, no rule."""

RESPONSE_LIMIT = timedelta(minutes=5)
"""By when somebody answers an emergency, on the clock of the wall. Source: requirement R158."""

NEXT_CALL_AFTER = timedelta(minutes=2)
"""How long one who is called has before the next is called too. Ours: the second has three of the five minutes left
and a third one still has one; called at their end, nobody but the first could ever keep them."""


class MarkKind(StrEnum):
    """What may lie on an order, the mildest first."""

    REMINDER = "reminder"
    YELLOW_CARD = "yellow_card"
    RED_CARD = "red_card"
    RAISED = "raised"


class MarkRule(StrEnum):
    """Why."""

    BY_HAND = "by_hand"
    ANSWER_LATE = "answer_late"
    SUPPORT_LATE = "support_late"
    LATE = "late"
    LONG_LATE = "long_late"
    SENT_BACK = "sent_back"
    REWORKED = "reworked"


@dataclass(frozen=True)
class OrderFacts:
    """What has happened to an order.

    Args:
        late_min: working minutes past its limit, while its clock runs; 0 otherwise.
        is_answer_late: whether its department is past the limit to answer or accept.
        is_support_late: whether a department beside the lead is past its limit.
        sent_back: how often it came back.
        reworked: how often it was found not done.
    """

    late_min: int = 0
    is_answer_late: bool = False
    is_support_late: bool = False
    sent_back: int = 0
    reworked: int = 0


def marks_due(facts: OrderFacts) -> frozenset[tuple[MarkKind, MarkRule]]:
    """The marks that an order has called down by now.

    Args:
        facts: what has happened to it.

    Examples:
        >>> sorted(str(rule) for _kind, rule in marks_due(OrderFacts(late_min=1000)))
        ['late', 'long_late']
        >>> marks_due(OrderFacts(sent_back=2, reworked=2))
        frozenset()
    """
    due = {
        (MarkKind.REMINDER, MarkRule.ANSWER_LATE): facts.is_answer_late,
        (MarkKind.REMINDER, MarkRule.SUPPORT_LATE): facts.is_support_late,
        (MarkKind.YELLOW_CARD, MarkRule.LATE): facts.late_min > 0,
        (MarkKind.RED_CARD, MarkRule.LONG_LATE): facts.late_min >= RED_AFTER_MIN,
        (MarkKind.RAISED, MarkRule.SENT_BACK): facts.sent_back >= SENT_BACK_TOO_OFTEN,
        (MarkKind.RAISED, MarkRule.REWORKED): facts.reworked >= REWORKED_TOO_OFTEN,
    }
    return frozenset(mark for mark, is_due in due.items() if is_due)


@dataclass(frozen=True)
class Shift:
    """A turn of duty: a department, and the post in it if one is named.

    Args:
        key: names the turn.
        begins: an aware instant.
        ends: an aware instant after it; at this instant the turn is over.
        turn: 1 is called first, 2 when 1 does not answer, and so on.
    """

    key: str
    begins: datetime
    ends: datetime
    turn: int


def on_duty(shifts: Sequence[Shift], at: datetime) -> list[Shift]:
    """Who is on duty at a moment, in the order in which they are called.

    Args:
        shifts: any turns.
        at: an aware instant.

    Examples:
        >>> from datetime import UTC
        >>> night = datetime(2026, 11, 2, 12, tzinfo=UTC)
        >>> morning = night + timedelta(hours=12)
        >>> turns = [Shift("b", night, morning, 2), Shift("a", night, morning, 1)]
        >>> [shift.key for shift in on_duty(turns, night)], on_duty(turns, morning)
        (['a', 'b'], [])
    """
    now = [shift for shift in shifts if shift.begins <= at < shift.ends]
    return sorted(now, key=lambda shift: (shift.turn, shift.begins, shift.key))


def next_called(shifts: Sequence[Shift], called: Sequence[str], at: datetime) -> Shift | None:
    """Who is called next: the first on duty who was not called yet; None when everybody was.

    Args:
        shifts: any turns.
        called: the turns that were called already.
        at: an aware instant.
    """
    return next((shift for shift in on_duty(shifts, at) if shift.key not in called), None)


def month_copied(shifts: Sequence[Shift], *, begin: datetime, end: datetime) -> list[Shift]:
    """The turns of one month for the next, so that a month is typed once.

    A day takes the turns of the same weekday four weeks before, or five where four would still lie in the month itself.

    Args:
        shifts: the turns of the month before.
        begin: the first moment of the new month, aware.
        end: the first moment after it.
    """
    copies: dict[tuple[datetime, int], Shift] = {}
    for weeks in (4, 5):
        later = timedelta(weeks=weeks)
        for shift in shifts:
            begins = shift.begins + later
            if begin <= begins < end:
                copies.setdefault(
                    (begins, shift.turn), Shift(shift.key, begins, shift.ends + later, shift.turn)
                )
    return sorted(copies.values(), key=lambda shift: (shift.begins, shift.turn))
