"""Fill a scratch database with an office's years of work: `python -m bench.seed [orders]`, DATABASE_URL says where.

Rows are written in bulk, so nothing is told to anybody. The spread is plausible, not measured: a third of the work
falls on two of six departments, nine of ten orders are closed, one of twelve came back once.
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import django

from bench.sentences import brief_of

CHUNK = 2000
DAYS = 700
UNFINISHED = (
    ("dispatched", 3),
    ("in_hand", 5),
    ("awaiting_check", 1),
    ("awaiting_callback", 2),
    ("sent_back", 1),
)


def chunks(rows: Iterator, size: int = CHUNK) -> Iterator[list]:
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def fill(orders: int, *, seed: int = 1) -> None:
    """Make one office with six departments, eight communities, thirty matters, and its orders."""
    from django.core.management import call_command

    from bench.waiting import fill_beside
    from jiezhi.concerns.models import Concern
    from jiezhi.concerns.search import note_words as note_concern_words
    from jiezhi.workorders.models import OrderEntry, WorkOrder
    from jiezhi.workorders.search import note_words
    from tests.factories import (
        make_community,
        make_department,
        make_entry,
        make_estate,
        make_matter,
        make_office,
    )

    call_command("migrate", verbosity=0)
    chance = random.Random(seed)
    office = make_office("青石街道", "qingshi")
    street = office.street
    leads = [office.lighting, *(make_department(street) for _ in range(5))]
    estates = [office.estate]
    for number in range(7):
        community = make_community(street, west=120.01 + number / 100)
        estates += [make_estate(community) for _ in range(4)]
    matters = [office.lamp, *(make_matter(street) for _ in range(29))]
    for matter in matters[1:]:
        make_entry(matter, chance.choice(leads))
    newest = datetime.now(UTC).replace(microsecond=0)

    def make(number: int):
        opened = newest - timedelta(minutes=(orders - number) * DAYS * 24 * 60 / orders)
        is_open = chance.random() < 0.1 and number > orders * 0.8
        state = chance.choices(*zip(*UNFINISHED, strict=True))[0] if is_open else "closed"
        matter, estate = chance.choice(matters), chance.choice(estates)
        # Most reporters name their estate; one of three marks a place of its own.
        is_marked = chance.random() < 1 / 3
        lon, lat = (
            round(at + chance.uniform(-0.003, 0.003) * is_marked, 5) for at in (estate.lon, estate.lat)
        )
        lead = leads[min(int(chance.expovariate(0.5)), 5)]
        due = opened + timedelta(days=7)
        done = opened + timedelta(hours=chance.expovariate(1 / 60))
        order = WorkOrder(
            sub_district=street, number=f"GD{opened:%Y%m%d}-{number:06}", matter=matter, flow=matter.flow, state=state,
            brief=brief_of(number, chance), origin_kind="concerns.concern", origin_id=uuid4(),
            community_id=estate.community_id, grid_cell_id=estate.grid_cell_id, estate=estate, lon=lon,
            lat=lat, lead=lead, limit_amount=5, limit_unit="working_days", opened_at=opened,
            opened_on=opened.date(), dispatched_at=opened, due_at=due, step_entered_at=opened,
            accepted_at=None if state == "dispatched" else opened + timedelta(hours=2),
            resolved_at=done if state in ("closed", "awaiting_callback", "awaiting_check") else None,
            closed_at=done + timedelta(days=1) if state == "closed" else None,
            was_solved=chance.random() < 0.9 if state == "closed" else None,
            was_satisfied=chance.random() < 0.85 if state == "closed" else None,
            reopened_count=int(chance.random() < 1 / 12), version=4,
        )  # fmt: skip
        concern = Concern(
            sub_district=street, number=f"SQ{opened:%Y%m%d}-{number:06}", submission_key=uuid4(),
            code_digest=uuid4().hex * 2, state="received", words=order.brief, community_id=estate.community_id,
            estate=estate, order=order, submitted_at=opened, submitted_on=opened.date(), received_at=opened,
        )  # fmt: skip
        steps = [
            ("open", "", "opened"),
            ("dispatch", "opened", "dispatched"),
            ("accept", "dispatched", "in_hand"),
        ]
        steps += [("resolve", "in_hand", "awaiting_callback"), ("close", "awaiting_callback", "closed")]
        entries = [
            OrderEntry(
                sub_district=street, order=order, at=opened + timedelta(hours=turn), verb=verb, from_state=before,
                to_state=after, department=lead, actor_kind="staff", actor_id="1", actor_label="综合执法队 · 科员",
            )
            for turn, (verb, before, after) in enumerate(steps[: 5 if state == "closed" else 3])
        ]  # fmt: skip
        return order, concern, entries

    for batch in chunks(make(number) for number in range(orders)):
        WorkOrder.objects.bulk_create([order for order, _, _ in batch])
        Concern.objects.bulk_create([concern for _, concern, _ in batch])
        OrderEntry.objects.bulk_create([entry for _, _, entries in batch for entry in entries])
        note_words([order for order, _, _ in batch])
        note_concern_words([concern for _, concern, _ in batch])
    fill_beside()
    from django.db import connection

    # PostgreSQL gathers statistics by itself in time; SQLite only when told, and nobody tells it in an office.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
    django.setup()
    begin = time.monotonic()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 60_000
    fill(wanted)
    print(f"{wanted} orders in {time.monotonic() - begin:.0f} s")
