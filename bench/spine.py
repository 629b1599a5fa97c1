"""What the spine costs: `python -m bench.spine [--reads]`, on a database that `bench.seed` has filled.

With `--reads` only what is read is measured, and nothing is written; `bench.sizes` compares that at two sizes.
Statements without beginnings and ends of transactions; CPU of this process, which is server and browser in one, and
of the PostgreSQL backend. Real addresses through Django's test client. The last line is JSON.
"""

import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import django

TIMES = 60
TARGETS = {
    "submission": (15, 25),
    "confirmation": (15, 25),
    "list": (8, 40),
    "detail": (10, 25),
    "filter": (8, 40),
    "common word": (8, 40),
    "middling word": (8, 40),
    "rare word": (8, 40),
    "number's tail": (8, 40),
    "map": (4, 60),
}
"""Statements and CPU milliseconds. The map is the data of its 4,000 points."""
WRITES = ("submission", "confirmation")
Deed = Callable[[], None]


def backend_cpu_ms() -> float:
    """CPU time of the database's process that serves us, to the nanosecond; 0 on SQLite, which runs in ours."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6


def calibration_ms() -> float:
    """CPU time of a fixed loop, the best of five: other work on the same cores shows in it as in the figures."""
    found = []
    for _ in range(5):
        cpu, total = time.process_time(), 0
        for number in range(100_000):
            total += number * number % 7
        found.append((time.process_time() - cpu) * 1000)
    return round(min(found), 1)


def measure(prepare: Callable[[], Deed]) -> dict[str, float]:
    """Give statements and CPU of a deed; what it needs beforehand is not counted."""
    from jiezhi.project.memory import keep_what_is_loaded
    from tests.budget import spend_at_most

    for _ in range(5):
        prepare()()
    keep_what_is_loaded()
    deed = prepare()
    with spend_at_most(1000) as spending:
        deed()
    app, database, both, wall = [], [], [], []
    for _ in range(TIMES):
        deed = prepare()
        before, cpu, clock = backend_cpu_ms(), time.process_time(), time.perf_counter()
        deed()
        wall.append((time.perf_counter() - clock) * 1000)
        app.append((time.process_time() - cpu) * 1000)
        database.append(backend_cpu_ms() - before)
        both.append(app[-1] + database[-1])
    return {
        "statements": len(spending.statements),
        "app_ms": round(statistics.median(app), 1),
        "database_ms": round(statistics.median(database), 1),
        "cpu_ms": round(statistics.median(both), 1),
        "wall_p50_ms": round(statistics.median(wall), 1),
        "wall_p95_ms": round(statistics.quantiles(wall, n=20)[-1], 1),
    }


def deeds() -> dict[str, Callable[[], Deed]]:
    """The things that are promised a cost."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from bench.sentences import COMMON, MIDDLE, RARE
    from jiezhi.concerns.models import Concern
    from jiezhi.organisation.models import Matter, ResponsibilityEntry
    from jiezhi.places.models import Estate, SubDistrict
    from jiezhi.workorders.models import WorkOrder

    street = SubDistrict.objects.get(slug="qingshi")
    estate = Estate.objects.filter(sub_district=street).first()
    lamp = Matter.objects.get(sub_district=street, name="路灯不亮")
    lead_id = ResponsibilityEntry.objects.get(matter=lamp).lead_id
    dispatcher = Client()
    holder = get_user_model().objects.filter(holdings__post__role__code="dispatcher").first()
    dispatcher.force_login(holder)
    filed = WorkOrder.objects.filter(sub_district=street)
    orders = cycle(filed.order_by("?").values_list("pk", flat=True)[:500])
    tails = cycle([number[-6:] for number in filed.order_by("?").values_list("number", flat=True)[:100]])
    lead = filed.values_list("lead_id", flat=True).first()
    community = filed.exclude(community=None).values_list("community_id", flat=True).first()

    def expect(answer, *statuses: int) -> None:
        assert answer.status_code in statuses, answer.content.decode()[:3000]

    def fill_form() -> tuple[Client, str]:
        resident = Client()
        base = f"/s/{street.slug}/request/"
        expect(resident.post(f"{base}words/", {"words": "3号楼前的路灯不亮", "start": "1"}), 302)
        expect(resident.post(f"{base}place/", {"estate": str(estate.pk), "place_note": "东侧"}), 302)
        expect(resident.post(f"{base}photos/", {"next": "1"}), 302)
        expect(resident.post(f"{base}contact/", {"contact": "phone", "phone": "13800000000"}), 302)
        page = resident.get(f"{base}check/").content.decode()
        found = re.search(r'name="submission_key"[^>]*value="([^"]+)"', page)
        assert found, page[:3000]
        return resident, found.group(1)

    def submission() -> Deed:
        resident, key = fill_form()
        url = f"/s/{street.slug}/request/check/"
        return lambda: expect(resident.post(url, {"submission_key": key}), 302)

    def confirmation() -> Deed:
        submission()()
        concern = Concern.objects.filter(state="submitted").latest("submitted_at")
        body = {
            "matter": lamp.pk,
            "department": lead_id,
            "urgency": "normal",
            "brief": "修复3号楼前不亮的路灯",
            "version": concern.version,
        }
        return lambda: expect(dispatcher.post(f"/desk/requests/{concern.pk}/confirm/", body), 302)

    def reading(query: str, address: str = "/desk/orders/") -> Callable[[], Deed]:
        return lambda: lambda: expect(dispatcher.get(f"{address}?{query}"), 200)

    def tail() -> Deed:
        return reading(f"words={next(tails)}")()

    def detail() -> Deed:
        pk = next(orders)
        return lambda: expect(dispatcher.get(f"/desk/orders/{pk}/"), 200)

    narrow = f"state=closed&lead_id={lead}&community_id={community}"
    return {
        "submission": submission,
        "confirmation": confirmation,
        "list": reading(f"state=closed&lead_id={lead}"),
        "detail": detail,
        "filter": reading(narrow),
        "common word": reading(f"words={COMMON}"),
        "middling word": reading(f"words={MIDDLE}"),
        "rare word": reading(f"words={RARE}"),
        "number's tail": tail,
        "map": reading("", "/desk/orders/map/points/"),
    }


def main() -> int:
    """Measure, print, and say by the exit code whether every target is met."""
    from django.db import connection

    from jiezhi.workorders.models import WorkOrder

    wanted = [name for name in TARGETS if "--reads" not in sys.argv or name not in WRITES]
    prepared = deeds()
    found = {name: measure(prepared[name]) for name in wanted}
    calibration = calibration_ms()
    print(f"A fixed loop of 100,000 steps: {calibration} ms of CPU; the dispatcher is signed in at the desk.")
    print(f"{connection.vendor}, {WorkOrder.objects.count()} orders, {TIMES} times each")
    print(f"{'':16}{'statements':>11}{'target':>8}{'CPU ms':>9}{'target':>8}{'p50':>8}{'p95':>8}")
    missed = False
    for name, row in found.items():
        most, most_ms = TARGETS[name]
        cpu = row["cpu_ms"]
        missed |= row["statements"] > most or cpu > most_ms
        print(
            f"{name:16}{row['statements']:>11}{most:>8}{cpu:>9.1f}{most_ms:>8}"
            f"{row['wall_p50_ms']:>8}{row['wall_p95_ms']:>8}"
        )
    print(json.dumps({"database": connection.vendor, "calibration_ms": calibration, "spine": found}))
    return int(missed)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
    django.setup()
    import logging

    logging.disable(logging.WARNING)
    sys.exit(main())
