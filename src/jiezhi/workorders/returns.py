"""Sending back, declining and handing on, per line of the responsibility list: how often, why, what became of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.measures import median
from jiezhi.core.returns import Deed, Review, reviews_of
from jiezhi.kit.actor import Actor
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import Led, LedLines
from jiezhi.workorders.choices import REASONS, HandOverMode, Verb
from jiezhi.workorders.models import OrderEntry
from jiezhi.workorders.queries import visible_orders

GIVEN = (Verb.DISPATCH, Verb.REQUEST, Verb.CALL, Verb.TRANSFER, Verb.REASSIGN)
BACK = (Verb.SEND_BACK, Verb.DECLINE)
ASKED = (HandOverMode.REQUESTED, HandOverMode.CALLED, HandOverMode.TRANSFERRED)
MOST_LINES = 20_000
HOUR = timedelta(hours=1)
_COLUMNS = (
    "order_id",
    "verb",
    "at",
    "department_id",
    "reason",
    "old_matter_id",
    "order__opened_on",
    "department__name",
    "order__matter_id",
    "order__community_id",
    "order__estate_id",
    "order__urgency",
)
"""What `_told` reads of a line."""


def last_return(order_id: UUID, *, after: datetime) -> datetime | None:
    """Give when an order last came back to the dispatcher, or None where it has not since a moment."""
    rows = OrderEntry.objects.filter(order_id=order_id, verb__in=BACK, at__gt=after)
    return rows.order_by("-at").values_list("at", flat=True).first()


@dataclass
class ReturnLine:
    """What came back from a line of the list: a matter, where it holds, and the department that leads it there.

    Args:
        matter: Its name.
        department: Its name.
        place: For which place and level the line holds, or that no line names the department.
        sent_back: How often it sent an order back.
        declined: How often it declined what was asked: its right, which tells of the list alone.
        upheld: How often another department got it then.
        refused: How often it came back to the same one.
        hours: Hours until the dispatcher decided, of each that was decided.
        reasons: How often each reason was given, also for handing on to it.
        handed_on: How often an order of the matter was handed on or passed up to the department.
    """

    matter: str
    department: str
    place: str
    sent_back: int = 0
    declined: int = 0
    upheld: int = 0
    refused: int = 0
    hours: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    handed_on: int = 0

    @property
    def waiting(self) -> int:
        """How many the dispatcher has not decided."""
        return self.sent_back + self.declined - self.upheld - self.refused

    @property
    def median_hours(self) -> float | None:
        """The median of hours to the decision; None where none was decided."""
        return median(self.hours)

    @property
    def reasons_in_words(self) -> list[tuple[str, int]]:
        """Reasons as they are read, the most frequent first."""
        return _in_words(self.reasons)


@dataclass(frozen=True)
class Returns:
    """What came back, by line of the list.

    Args:
        lines: The most first.
        counted_since: The opening of the oldest order that was counted, where there were too many to count all.
    """

    lines: list[ReturnLine]
    counted_since: date | None = None


@dataclass
class HandedBack:
    """What a department gave back of one line of the list.

    Args:
        matter: Its name.
        place: For which place and level the line holds, or that no line names the department.
        reasons: How often each reason was given.
    """

    matter: str
    place: str
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def times(self) -> int:
        """How often it came back."""
        return self.reasons.total()

    @property
    def reasons_in_words(self) -> list[tuple[str, int]]:
        """Reasons as they are read, the most frequent first."""
        return _in_words(self.reasons)


@dataclass(frozen=True)
class _Told:
    deed: Deed
    led: Led
    department: str
    old_matter_id: UUID | None
    opened_on: date


def return_lines(actor: Actor, *, since_on: date) -> Returns:
    """Give the lines from which anything came back, or to which anything was handed on: three statements.

    It counts matters and departments, never who did it. What an order was filed under when it came back counts, not
    what it was filed under later. Beyond `MOST_LINES` deeds the newest orders count, and it is said since when.

    Args:
        actor: Whose area.
        since_on: Of orders opened no earlier.
    """
    told, counted_since = _newest(actor, since_on)
    if not told:
        return Returns([])
    known = LedLines(actor.tenant_id)
    by_deed = {each.deed: each for each in told}
    lines: dict[tuple[str, str, str], ReturnLine] = {}

    def line(of: Deed) -> ReturnLine:
        each = by_deed[of]
        key = (known.matters[each.led.matter_id].name, each.department, _place_of(known, each.led))
        return lines.setdefault(key, ReturnLine(*key))

    for review in reviews_of([each.deed for each in told], back=BACK, given=GIVEN):
        _count(line(review.sent), review)
    for each in told:
        if each.deed.verb in (Verb.REASSIGN, Verb.TRANSFER):
            line(each.deed).handed_on += 1
            line(each.deed).reasons[each.deed.reason] += 1
    found = sorted(
        lines.values(), key=lambda one: (-one.sent_back - one.declined, -one.handed_on, one.matter)
    )
    return Returns(found, counted_since)


def handed_back_by(department: Department, *, since_on: date) -> list[HandedBack]:
    """Give what a department sent back or declined since a day, by line of the list, the most first.

    Of the whole street, since the list is the whole street's; it counts matters and reasons, never persons. Three
    statements, one where nothing came back.
    """
    backs = OrderEntry.objects.filter(
        sub_district_id=department.sub_district_id,
        department=department,
        verb__in=BACK,
        order__opened_on__gte=since_on,
    )
    rows = OrderEntry.objects.filter(order__in=backs.values("order_id"), verb__in=(*GIVEN, *BACK))
    newest = rows.order_by("-order_id", "-at", "-id").values_list(*_COLUMNS)[:MOST_LINES]
    told = _as_filed([_told(*row) for row in newest][::-1])
    own = [each for each in told if each.deed.verb in BACK and each.led.department_id == department.pk]
    if not own:
        return []
    known, found = LedLines(department.sub_district_id), dict[tuple[str, str], HandedBack]()
    for each in own:
        key = (known.matters[each.led.matter_id].name, _place_of(known, each.led))
        found.setdefault(key, HandedBack(*key)).reasons[each.deed.reason] += 1
    return sorted(found.values(), key=lambda one: (-one.times, one.matter))


def _in_words(reasons: Counter[str]) -> list[tuple[str, int]]:
    return [(str(REASONS[code]), count) for code, count in reasons.most_common() if code in REASONS]


def _newest(actor: Actor, since_on: date) -> tuple[list[_Told], date | None]:
    """Give the deeds that tell of it, order by order and oldest first, and since when they are all there."""
    # Whatever came back, changed hands or was asked says so itself: the histories of all others are left alone.
    is_moved = Q(sent_back_count__gt=0) | Q(is_cross_department=True) | Q(hand_over__in=ASKED)
    orders = visible_orders(actor).filter(is_moved, opened_on__gte=since_on)
    rows = OrderEntry.objects.filter(order__in=orders, verb__in=(*GIVEN, *BACK))
    newest = rows.order_by("-order_id", "-at", "-id").values_list(*_COLUMNS)[: MOST_LINES + 1]
    found = [_told(*row) for row in newest][::-1]
    counted_since = None
    if len(found) > MOST_LINES:
        # The oldest order may lack its first deeds, so it is not counted.
        cut = found[0].deed.order
        found = [each for each in found if each.deed.order != cut]
        counted_since = found[0].opened_on if found else None
    return list(_as_filed(found)), counted_since


def _told(
    order_id: UUID,
    verb: str,
    at: Any,
    department_id: UUID | None,
    reason: str,
    old_matter_id: UUID | None,
    opened_on: date,
    department: str | None,
    *where: Any,
) -> _Told:
    matter_id, community_id, estate_id, level = where
    led = Led(matter_id, department_id, community_id, estate_id, level, timezone.localdate(at))
    return _Told(
        Deed(order_id, verb, at, department_id, reason, old_matter_id is not None),
        led,
        department or "",
        old_matter_id,
        opened_on,
    )


def _as_filed(told: Sequence[_Told]) -> Iterator[_Told]:
    """Give each deed with the matter that its order had then: going back, each change tells the one before."""
    for _order, group in groupby(told, key=attrgetter("deed.order")):
        history = list(group)
        matter_id, filed = history[-1].led.matter_id, []
        for each in reversed(history):
            filed.append(replace(each, led=replace(each.led, matter_id=matter_id)))
            matter_id = each.old_matter_id or matter_id
        yield from reversed(filed)


def _place_of(known: LedLines, led: Led) -> str:
    """Say for which place and level the line holds by which the department had it."""
    line = known.line_of(led)
    if line is None:
        return _("Not on the list")
    place = line.estate or line.community
    where = place.name if place is not None else _("Whole street")
    return f"{where} · {line.get_level_display()}" if line.level else where


def _count(line: ReturnLine, review: Review) -> None:
    is_declined = review.sent.verb == Verb.DECLINE
    line.declined += is_declined
    line.sent_back += not is_declined
    line.upheld += review.is_upheld is True
    line.refused += review.is_upheld is False
    line.reasons[review.sent.reason] += 1
    if review.took is not None:
        line.hours.append(review.took / HOUR)
