"""What the desk costs beyond the spine: `python -m bench.desk`, on a database that `bench.seed` has filled.

Inboxes, presses on several orders, the list as a table, figures of a month, and the figures of a brief. Measured by
turns in one process, the median CPU time of app and database counts, as in `bench.spine`. No promise is a number of
milliseconds; each is a share of something that is measured beside it, so that other work on the machine falls on both:

- an inbox, for every fifty lines that it shows, of the page of the list for the same reader (`INBOX`);
- an order of a press on twenty, of an order that is handed on by itself (`TOGETHER`);
- a thousand rows of a large table, of a thousand rows of a smaller one (`ROWS`), and the memory of both (`MEMORY`);
- figures by department of one month, of those of a year (`MONTH`);
- the fifteen rates and the rest of a month's brief, of four figures of a year by department (`BRIEF`).

Statements are counted, and promised as such. Orders are handed on from one department to another and back, so it can
be run again and again. The last line is JSON; the code is 1 if a promise is not kept.
"""

import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import django

from bench.spine import backend_cpu_ms

ROUNDS = 9
AT_ONCE = 20
PAGE_ROWS = 50
INBOX, TOGETHER, ROWS, MEMORY, MONTH, BRIEF = 1.5, 1.1, 1.3, 1.5, 0.5, 1.5
READERS = ("dispatcher", "officer", "grid_worker", "leader")
STATEMENTS = {"inbox": 12, "together": 14, "figures": 10, "brief": 45}
"""Of an inbox, for each order of a press, of figures by department, of a brief."""
SHARES = {
    **{f"inbox {role}": (f"list {role}", INBOX) for role in READERS},
    "together": ("alone", TOGETHER),
    "month": ("year", MONTH),
    "brief": ("year", BRIEF),
}
Deed = Callable[[], object]


def desk_deeds() -> dict[str, Deed]:
    """Give what is measured through pages, by name; a press counts per order."""
    from django.db.models import Count
    from django.test import Client

    from jiezhi.organisation.models import Department, PostHolding
    from jiezhi.workorders.models import WorkOrder

    def client_of(role: str) -> Client:
        client = Client()
        client.force_login(PostHolding.objects.filter(post__role__code=role).earliest("since_on", "pk").user)
        return client

    def page(client: Client, address: str) -> Deed:
        def open_page() -> int:
            answer = client.get(address)
            assert answer.status_code == 200, answer.content.decode()[:2000]
            return answer.content.count(b"data-row")

        return open_page

    clients = {role: client_of(role) for role in READERS}
    deeds = {f"inbox {role}": page(client, "/desk/today/") for role, client in clients.items()}
    deeds |= {f"list {role}": page(client, "/desk/orders/") for role, client in clients.items()}
    out = WorkOrder.objects.filter(sub_district__slug="qingshi", state__in=("dispatched", "in_hand"))
    here = out.values_list("lead_id").annotate(orders=Count("pk")).order_by("-orders")[0][0]
    there = (
        Department.objects.filter(sub_district__slug="qingshi", community=None).exclude(pk=here).first().pk
    )
    keys = list(out.filter(lead_id=here).order_by("-opened_at").values_list("pk", flat=True)[: 2 * AT_ONCE])
    assert len(keys) == 2 * AT_ONCE, "fill the database anew"

    def seen(own: list) -> tuple[str, list[tuple]]:
        """Give the department that has them not, and their versions."""
        rows = list(WorkOrder.objects.filter(pk__in=own).values_list("pk", "version", "lead_id"))
        return str(there if rows[0][2] == here else here), [row[:2] for row in rows]

    def together() -> None:
        target, rows = seen(keys[:AT_ONCE])
        boxes = [f"{pk}:{version}" for pk, version in rows]
        sent = {
            "deed": "dispatch",
            "order": boxes,
            "department": target,
            "reason": "settled",
            "note": "调整承办",
            "press": uuid4().hex,
        }
        answer = clients["dispatcher"].post("/desk/bulk/", sent)
        assert answer.status_code == 302, answer.content.decode()[:2000]

    def alone() -> None:
        target, rows = seen(keys[AT_ONCE:])
        for pk, version in rows:
            sent = {"department": target, "reason": "settled", "note": "调整承办", "version": version}
            answer = clients["dispatcher"].post(f"/desk/orders/{pk}/hand-on/", sent)
            assert answer.status_code == 302, answer.content.decode()[:2000]

    return deeds | {"together": together, "alone": alone}


def figure_deeds() -> dict[str, Deed]:
    """Give what is measured of figures, by name."""
    from jiezhi.assessment.figures import figure_page, read_wanted
    from jiezhi.assessment.frozen import month_figures
    from jiezhi.insight.periods import last_months
    from jiezhi.workorders.models import WorkOrder

    at = WorkOrder.objects.latest("opened_at").opened_at + timedelta(hours=1)
    actor = actor_of("leader")
    keys = ["on_time", "responded", "satisfied", "reworked"]

    def by_department(months: int) -> Deed:
        return lambda: figure_page(actor, read_wanted(keys, "department", str(months)), at=at)

    return {
        "month": by_department(1),
        "year": by_department(12),
        "brief": lambda: month_figures(actor, last_months(at.date(), 2)[1], at=at),
    }


def actor_of(role: str):
    """Give the actor who holds a role."""
    from django.utils import timezone

    from jiezhi.organisation.models import PostHolding
    from jiezhi.organisation.queries import staff_actor

    holding = PostHolding.objects.filter(post__role__code=role).earliest("since_on", "pk")
    return staff_actor(user_id=holding.user_id, on=timezone.localdate())


def table_cost(query: str) -> dict[str, float]:
    """Write a table in a process of its own; give its rows, its CPU per 1,000 rows, and what memory it took at most."""
    from django.db import connection

    connection.close()
    told, tell = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.write(tell, json.dumps(_write_table(query)).encode())
        finally:
            os._exit(0)
    os.close(tell)
    os.waitpid(pid, 0)
    with os.fdopen(told) as line:
        return json.loads(line.read())


def _write_table(query: str) -> dict[str, float]:
    from django.utils import timezone

    from jiezhi.intake.sheets.streaming import stream_xlsx
    from jiezhi.workorders.exporting import WIDTHS, export_rows, export_titles
    from jiezhi.workorders.filter_forms import filter_of
    from jiezhi.workorders.queries import filtered_orders

    actor, wanted, at = actor_of("dispatcher"), filter_of(query), timezone.now()
    count = filtered_orders(actor, wanted, at=at).count()
    before, begun = _memory_kb("VmRSS"), time.process_time() * 1000 + backend_cpu_ms()
    for _part in stream_xlsx("表", export_titles(), export_rows(actor, wanted, at=at), widths=WIDTHS):
        pass
    spent = time.process_time() * 1000 + backend_cpu_ms() - begun
    return {"rows": count, "ms": spent / count * 1000, "kb": _memory_kb("VmHWM") - before}


def _memory_kb(name: str) -> int:
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(rf"{name}:\s+(\d+)", told)[1])


def statements_of(deed: Deed) -> int:
    """Count what a deed asks the database."""
    from tests.budget import spend_at_most

    with spend_at_most(100_000) as spending:
        deed()
    return len(spending.statements)


def measure(wanted: dict[str, Deed]) -> dict[str, float]:
    """Give the median CPU of each by turns."""
    spent: dict[str, list[float]] = {name: [] for name in wanted}
    for _ in range(ROUNDS):
        for name, deed in wanted.items():
            begun = time.process_time() * 1000 + backend_cpu_ms()
            deed()
            spent[name].append(time.process_time() * 1000 + backend_cpu_ms() - begun)
    return {name: statistics.median(times) for name, times in spent.items()}


def count_statements(wanted: dict[str, Deed]) -> dict[str, tuple[float, int]]:
    """Give statements and how many are promised, by name."""
    counted = {name: statements_of(deed) for name, deed in wanted.items()}
    return {
        **{f"inbox {role}": (counted[f"inbox {role}"], STATEMENTS["inbox"]) for role in READERS},
        "together": (counted["together"] / AT_ONCE, STATEMENTS["together"]),
        "month": (counted["month"], STATEMENTS["figures"]),
        "brief": (counted["brief"], STATEMENTS["brief"]),
    }


def main() -> int:
    """Measure, print, and say by the exit code whether every promise is kept."""
    django.setup()
    import logging

    from jiezhi.workorders.models import WorkOrder

    logging.disable(logging.WARNING)
    wanted = desk_deeds() | figure_deeds()
    counted = count_statements(wanted)
    found = measure(wanted)
    pages = {name: max(wanted[name]() / PAGE_ROWS, 1) for name in wanted if name.startswith("inbox")}
    shares = {
        name: (found[name] / found[beside] / pages.get(name, 1), most)
        for name, (beside, most) in SHARES.items()
    }
    community = (
        WorkOrder.objects.filter(community__isnull=False).values_list("community_id", flat=True).first()
    )
    part, whole = (table_cost(query) for query in (f"community_id={community}", ""))
    shares["table, CPU"] = (whole["ms"] / part["ms"], ROWS)
    shares["table, memory"] = (whole["kb"] / part["kb"], MEMORY)
    for name, (share, most) in shares.items():
        beside = f"{found[name]:10.1f} ms" if name in found else " " * 13
        print(f"{name:20}{beside}{share:8.2f} of {most:4.1f}")
    for name, (number, most) in counted.items():
        print(f"{name:20}{number:10.1f} statements of {most}")
    print(
        f"a table of {part['rows']} rows took {part['kb']} kB, one of {whole['rows']} took {whole['kb']} kB"
    )
    is_kept = all(value <= most for value, most in [*shares.values(), *counted.values()])
    told = {name: round(share, 2) for name, (share, _most) in shares.items()}
    print(
        json.dumps(
            {"desk": told, "statements": {name: row[0] for name, row in counted.items()}, "is_kept": is_kept}
        )
    )
    return int(not is_kept)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiezhi.project.settings")
    sys.exit(main())
