"""What lies beside the orders of a scratch database: callbacks, parts of other departments, and what waits to be read.

`bench.seed` calls it. The spread is plausible, not measured: every order that was reported done has its callback, one
unfinished order of five and one finished of twenty has a part of another department, and for fifty orders one message
of a file waits, unanswered as it came.
"""

import random
from datetime import timedelta
from uuid import uuid4

from bench.seed import CHUNK, chunks
from bench.sentences import brief_of

UNREAD = 40
"""Requests of the last days that nobody has read."""


def fill_beside(*, seed: int = 2) -> None:
    """Add the rows to every order of a street that `bench.seed` has made."""
    from jiezhi.concerns.models import Callback, Concern
    from jiezhi.organisation.models import Department
    from jiezhi.places.models import SubDistrict
    from jiezhi.workorders.models import Support, WorkOrder

    chance = random.Random(seed)
    street = SubDistrict.objects.get(slug="qingshi")
    departments = list(Department.objects.filter(sub_district=street, community=None))
    orders = WorkOrder.objects.filter(sub_district=street)
    asked = Concern.objects.filter(order__in=orders.filter(state__in=("closed", "awaiting_callback")))
    for concerns in chunks(asked.select_related("order").order_by("submitted_at").iterator(CHUNK)):
        Callback.objects.bulk_create(_callback(concern) for concern in concerns)
    with_lead = orders.exclude(lead=None).exclude(state="dispatched").order_by("opened_at")
    for batch in chunks(with_lead.iterator(CHUNK)):
        helped = [order for order in batch if chance.random() < (0.05 if order.state == "closed" else 0.2)]
        Support.objects.bulk_create(_support(order, departments, chance) for order in helped)
    _add_unread(street, chance, files=orders.count() // 50)


def _callback(concern):
    from jiezhi.concerns.models import Callback

    order = concern.order
    is_over = order.state == "closed"
    return Callback(
        sub_district_id=order.sub_district_id, concern=concern, round=1, state="answered" if is_over else "waiting",
        since_at=order.resolved_at, answered_at=order.closed_at if is_over else None, was_solved=order.was_solved,
        was_satisfied=order.was_satisfied,
    )  # fmt: skip


def _support(order, departments, chance: random.Random):
    from jiezhi.workorders.models import Support

    asked = order.opened_at + timedelta(hours=3)
    is_over, day = order.state == "closed", timedelta(days=1)
    others = [row for row in departments if row.pk != order.lead_id]
    return Support(
        sub_district_id=order.sub_district_id, order=order, department=chance.choice(others), hand_over="called",
        task="派人到场配合", state="done" if is_over else chance.choice(("asked", "accepted")), limit_amount=2,
        limit_unit="working_days", asked_at=asked, asked_by="综合执法队 · 科员", answer_due_at=asked + day,
        due_at=asked + 3 * day, answered_at=asked + day if is_over else None,
        done_at=asked + 2 * day if is_over else None,
    )  # fmt: skip


def _add_unread(street, chance: random.Random, *, files: int) -> None:
    """Add messages of a file over the years, and requests of the last days; places only to the latter."""
    from jiezhi.concerns.models import Concern
    from jiezhi.concerns.search import note_words
    from jiezhi.places.models import Estate

    estates = list(Estate.objects.filter(sub_district=street))
    newest = Concern.objects.filter(sub_district=street).latest("submitted_at").submitted_at

    def unread(number: int, channel: str, hours: float) -> Concern:
        at, estate = newest - timedelta(hours=hours), chance.choice(estates) if channel == "portal" else None
        return Concern(
            sub_district=street, number=f"{channel[:1].upper()}{at:%Y%m%d}-{number:06}", submission_key=uuid4(),
            code_digest=uuid4().hex * 2, channel=channel, words=brief_of(number, chance), estate=estate,
            community_id=estate.community_id if estate else None, submitted_at=at, submitted_on=at.date(),
            origin_key=uuid4().hex if channel == "file" else "",
        )  # fmt: skip

    rows = [unread(number, "file", chance.uniform(0, 700 * 24)) for number in range(files)]
    rows += [unread(number, "portal", chance.uniform(0, 48)) for number in range(UNREAD)]
    for batch in chunks(iter(rows)):
        note_words(Concern.objects.bulk_create(batch))
