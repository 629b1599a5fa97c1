"""Orders at random, to be counted twice: by the measures, and by hand."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from uuid import uuid4

from django.utils import timezone

from jiezhi.concerns.models import Concern, SuperiorOrder, SuperiorSource
from jiezhi.organisation.models import Department
from jiezhi.places.models import Community
from jiezhi.workorders.models import Support, WorkOrder
from tests.factories.above import make_source
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
    # Every fifth was never taken on, and some only after the day that they have for it.
    accepted_at = opened_at + timedelta(hours=number * 7 % 40) if number % 5 else None
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
        first_accepted_at=accepted_at,
        accepted_at=accepted_at,
        resolved_at=resolved_at,
        closed_at=resolved_at,
        handling_min=rng.randrange(3000) if is_done else None,
        is_cross_department=rng.random() < 0.3,
        was_solved=rng.random() < 0.8 if is_answered else None,
        was_satisfied=rng.random() < 0.7 if is_answered else None,
        likes_service=number % 3 > 0 if is_answered and number % 4 else None,
    )


def random_parts(office: Office, orders: Sequence[WorkOrder], *, departments: list[Department]) -> None:
    """Requests behind most orders, orders from above behind some, and supports and calls of other departments."""
    serial = [order for order in enumerate(orders) if order[0] % 3]
    concerns = [_concern(office, order, number) for number, order in serial]
    Concern.objects.bulk_create(concerns)
    source = make_source(office)
    SuperiorOrder.objects.bulk_create(
        _from_above(concern, source, number) for number, concern in enumerate(concerns) if number % 3 == 0
    )
    Support.objects.bulk_create(
        _support(order, departments[number % len(departments)], number)
        for number, order in enumerate(orders)
        if number % 2
    )


def _concern(office: Office, order: WorkOrder, number: int) -> Concern:
    return Concern(
        sub_district=office.street,
        number=f"SQ{order.number}",
        submission_key=uuid4(),
        code_digest=uuid4().hex,
        words="路灯坏了",
        phone_index=f"reporter {number % 97}",
        state="received",
        community=order.community,
        order=order,
        submitted_at=order.opened_at,
        submitted_on=order.opened_on,
    )


def _from_above(concern: Concern, source: SuperiorSource, number: int) -> SuperiorOrder:
    at = concern.submitted_at
    replied_at = at + timedelta(days=number % 7) if number % 4 else None
    return SuperiorOrder(
        sub_district_id=concern.sub_district_id,
        source=source,
        number=f"RX{concern.number}",
        concern=concern,
        state="replied" if replied_at else "open",
        issued_at=at,
        came_at=at,
        their_due_at=at + timedelta(days=3),
        return_until=at,
        replied_at=replied_at,
    )


def _support(order: WorkOrder, department: Department, number: int) -> Support:
    at = order.opened_at
    is_done = number % 7 > 1
    return Support(
        sub_district_id=order.sub_district_id,
        order=order,
        department=department,
        kind="whistle" if number % 5 == 0 else "support",
        hand_over="requested",
        task="配合断电",
        state="done" if is_done else "asked",
        limit_amount=2,
        limit_unit="natural_days",
        asked_at=at,
        asked_by="照明所",
        answer_due_at=at + timedelta(days=1),
        due_at=at + timedelta(days=2),
        answered_at=at + timedelta(hours=number % 30) if number % 4 else None,
        done_at=at + timedelta(hours=number * 5 % 70) if is_done else None,
    )


def seed_part(day: date) -> str:
    """Give the day as it stands in numbers."""
    return f"{day:%Y%m%d}"
