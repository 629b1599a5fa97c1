"""Sending back and handing on, per line of the responsibility list: how often, why, and what became of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from jiezhi.core.measures import median
from jiezhi.core.returns import Deed, Review, reviews_of
from jiezhi.kit.actor import Actor
from jiezhi.workorders.choices import HandOverMode, SendBackReason, Verb
from jiezhi.workorders.models import OrderEntry
from jiezhi.workorders.queries import visible_orders

GIVEN = (Verb.DISPATCH, Verb.REQUEST, Verb.CALL, Verb.TRANSFER, Verb.REASSIGN)
MOST_LINES = 20_000
HOUR = timedelta(hours=1)


@dataclass
class ReturnLine:
    """What came back from a line of the list: a matter and the department that leads it there.

    Args:
        matter: Its name.
        department: Its name.
        sent_back: How often it sent an order back.
        upheld: How often another department got it then.
        refused: How often it came back to the same one.
        hours: Hours until the dispatcher decided, of each that was decided.
        reasons: How often each reason was given.
        handed_on: How often an order of the matter was handed on or passed up to the department.
    """

    matter: str
    department: str
    sent_back: int = 0
    upheld: int = 0
    refused: int = 0
    hours: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    handed_on: int = 0

    @property
    def waiting(self) -> int:
        """How many the dispatcher has not decided."""
        return self.sent_back - self.upheld - self.refused

    @property
    def median_hours(self) -> float | None:
        """The median of hours to the decision; None where none was decided."""
        return median(self.hours)

    @property
    def reasons_in_words(self) -> list[tuple[str, int]]:
        """Reasons as they are read, the most frequent first."""
        return [
            (str(SendBackReason(code).label), count) for code, count in self.reasons.most_common() if code
        ]


def return_lines(actor: Actor, *, since_on: date) -> list[ReturnLine]:
    """Give the lines from which anything came back, or to which anything was handed on, the most first: one statement.

    It counts matters and departments, never who did it. Declining what was asked is a right and is not in it.

    Args:
        actor: Whose area.
        since_on: Of orders opened no earlier.
    """
    # Whatever came back, changed hands or was passed up says so itself: the histories of all others are left alone.
    is_moved = Q(sent_back_count__gt=0) | Q(is_cross_department=True) | Q(hand_over=HandOverMode.TRANSFERRED)
    orders = visible_orders(actor).filter(is_moved, opened_on__gte=since_on)
    rows = OrderEntry.objects.filter(order__in=orders, verb__in=(*GIVEN, Verb.SEND_BACK))
    columns = ("order_id", "verb", "at", "department_id", "reason", "order__matter__name", "department__name")
    deeds: list[Deed] = []
    matters: dict[Any, str] = {}
    names: dict[Any, str] = {}
    for *deed, matter, name in rows.order_by("order_id", "at", "id").values_list(*columns)[:MOST_LINES]:
        deeds.append(Deed(*deed))
        matters[deed[0]], names[deed[3]] = matter, name or ""
    lines: dict[tuple[str, str], ReturnLine] = {}

    def line(of: Deed) -> ReturnLine:
        key = matters[of.order], names[of.department]
        return lines.setdefault(key, ReturnLine(*key))

    for review in reviews_of(deeds, back=Verb.SEND_BACK, given=GIVEN):
        _count(line(review.sent), review)
    for deed in deeds:
        if deed.verb in (Verb.REASSIGN, Verb.TRANSFER):
            line(deed).handed_on += 1
    return sorted(lines.values(), key=lambda each: (-each.sent_back, -each.handed_on, each.matter))


def _count(line: ReturnLine, review: Review) -> None:
    line.sent_back += 1
    line.upheld += review.is_upheld is True
    line.refused += review.is_upheld is False
    line.reasons[review.sent.reason] += 1
    if review.took is not None:
        line.hours.append(review.took / HOUR)
