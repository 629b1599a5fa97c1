"""When an order is overdue, and which orders say yes or no to each measure: as conditions for the database."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from jiezhi.organisation.choices import DepartmentKind, FlowName
from jiezhi.workorders.choices import CLOCK_RUNS, PATROL_ORIGIN, THEME_ORIGIN
from jiezhi.workorders.models import WorkOrder

RESPONSE = timedelta(hours=24)
"""Within which a department is to take an order on. Source: what hotlines ask for, an answer within a day."""
_STREET_KINDS = (DepartmentKind.SECTION, DepartmentKind.OUTPOST)
_DISTRICT_KINDS = (DepartmentKind.BUREAU, DepartmentKind.UTILITY)


def is_overdue(at: datetime, *, order: str = "") -> Q:
    """Give the condition that an order's clock runs and its limit has passed: one that stands still is not overdue.

    Args:
        at: Now.
        order: The way from the row that is asked about to its order, such as `order__`; empty for orders.
    """
    return Q(**{f"{order}state__in": CLOCK_RUNS, f"{order}due_at__lt": at})


def outcomes(at: datetime, *, order: str = "") -> dict[str, Q]:
    """Give the yes and no behind each measure, defined once for the figure and for the list that it opens.

    Late is what was done after its limit and what is overdue now: counting only what is done would let an office look
    better by leaving late orders open. An order whose limit lies ahead, or whose clock stands still, is neither in time
    nor late yet.

    Args:
        at: Now, for what is overdue.
        order: As in `is_overdue`.
    """

    def where(**conditions: object) -> Q:
        return Q(**{f"{order}{name}": value for name, value in conditions.items()})

    done, several = where(resolved_at__isnull=False), where(is_cross_department=True)
    on_time = where(resolved_at__lte=F(f"{order}due_at"))
    late = where(resolved_at__gt=F(f"{order}due_at")) | is_overdue(at, order=order)
    return {
        "done": done,
        "on_time": on_time,
        "late": late,
        "cross_on_time": several & on_time,
        "cross_late": several & late,
        "settled": done & where(lead__isnull=False),
        "settled_community": done & where(lead__kind=DepartmentKind.COMMUNITY),
        "settled_street": done & where(lead__kind__in=_STREET_KINDS),
        "settled_district": done & where(lead__kind__in=_DISTRICT_KINDS),
        "answered": where(was_solved__isnull=False),
        "solved": where(was_solved=True),
        "unsolved": where(was_solved=False),
        "satisfied": where(was_satisfied=True),
        "unsatisfied": where(was_satisfied=False),
        "responded": where(first_accepted_at__lte=F(f"{order}dispatched_at") + RESPONSE),
        "unresponded": where(first_accepted_at__gt=F(f"{order}dispatched_at") + RESPONSE)
        | where(first_accepted_at__isnull=True, state__in=CLOCK_RUNS, dispatched_at__lt=at - RESPONSE),
        # Found not done, on site or by a reporter: the rework of which three raise an order (`rework_count`).
        "reworked": where(reopened_count__gt=0) | where(failed_check_count__gt=0),
        "done_at_once": done & where(reopened_count=0, failed_check_count=0),
        "was_sent_back": where(dispatched_at__isnull=False, sent_back_count__gt=0),
        "never_sent_back": where(dispatched_at__isnull=False, sent_back_count=0),
        "served": where(likes_service=True),
        "unserved": where(likes_service=False),
    }


def support_outcomes(at: datetime) -> dict[str, Q]:
    """Give the yes and no of supports, as conditions for the database of what `core.supports.promptness` says.

    Args:
        at: Now, for what is overdue.
    """
    open_now = Q(done_at=None, ended_at=None)
    silent = Q(answered_at=None, ended_at=None)
    return {
        "in_time": Q(done_at__lte=F("due_at")),
        "late": Q(done_at__gt=F("due_at")) | Q(ended_at__gt=F("due_at")) | open_now & Q(due_at__lt=at),
        "answered": Q(answered_at__lte=F("answer_due_at")),
        "unanswered": Q(answered_at__gt=F("answer_due_at"))
        | Q(answered_at=None, ended_at__gt=F("answer_due_at"))
        | silent & Q(answer_due_at__lt=at),
        "has_come": Q(has_come=True),
        "has_not_come": Q(has_come=False),
        "has_helped": Q(has_helped=True),
        "has_not_helped": Q(has_helped=False),
    }


def complaints() -> Q:
    """Give the condition on orders that may have a cause of complaint.

    Neither work that a meeting assigns, nor what patrol or the office saw: somebody's request must stand behind it.
    """
    has_reporter = Exists(WorkOrder.objects.filter(pk=OuterRef("pk"), concerns__isnull=False))
    return ~Q(flow=FlowName.TASK) & (~Q(origin_kind__in=(PATROL_ORIGIN, THEME_ORIGIN)) | Q(has_reporter))
