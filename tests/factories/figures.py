"""Orders at random, to be counted twice: by the measures, and by hand."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import uuid4

from django.utils import timezone

from jiezhi.organisation.models import Department
from jiezhi.places.models import Community
from jiezhi.workorders.models import WorkOrder
from tests.factories.offices import Office


def random_orders(
    office: Office,
    count: int,
    *,
    seed: int,
    since: datetime,
    leads: list[Department],
    communities: list[Community],
) -> list[WorkOrder]:
    """Orders of about eighty days in every mixture of done, late, open and answered, without going through actions.

    Of those that are open, one in five is back with the dispatcher, where its clock stands still.
    """
    rng = Random(seed)
    rows = [_order(office, rng, number, since, leads, communities) for number in range(count)]
    return WorkOrder.objects.bulk_create(rows)


def _order(
    office: Office,
    rng: Random,
    number: int,
    since: datetime,
    leads: list[Department],
    communities: list[Community],
) -> WorkOrder:
    opened_at = since + timedelta(minutes=rng.randrange(80 * 24 * 60))
    due_at = opened_at + timedelta(days=3)
    is_done = rng.random() < 0.7
    # Sometimes to the very minute of the limit, where "in time" and "late" part.
    resolved_at = (
        rng.choice([due_at, opened_at + timedelta(minutes=rng.randrange(6 * 24 * 60))]) if is_done else None
    )
    open_state = "sent_back" if rng.random() < 0.2 else "in_hand"
    is_answered = is_done and rng.random() < 0.6
    return WorkOrder(
        sub_district=office.street,
        number=f"GD{seed_part(opened_at.date())}-{number:05}",
        matter=office.lamp,
        flow=office.lamp.flow,
        state="closed" if is_done else open_state,
        brief="修复路灯",
        origin_kind="tests.origin",
        origin_id=uuid4(),
        community=rng.choice([*communities, None]),
        lead=rng.choice(leads),
        limit_amount=3,
        limit_unit="natural_days",
        opened_at=opened_at,
        opened_on=timezone.localdate(opened_at),
        dispatched_at=opened_at,
        due_at=due_at,
        step_entered_at=opened_at,
        resolved_at=resolved_at,
        closed_at=resolved_at,
        handling_min=rng.randrange(3000) if is_done else None,
        is_cross_department=rng.random() < 0.3,
        was_solved=rng.random() < 0.8 if is_answered else None,
        was_satisfied=rng.random() < 0.7 if is_answered else None,
    )


def seed_part(day: date) -> str:
    """Give the day as it stands in numbers."""
    return f"{day:%Y%m%d}"
