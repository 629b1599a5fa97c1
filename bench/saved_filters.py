"""What saved filters and waiting work cost beside a walk through all orders: `python -m bench.saved_filters`.

The database of DATABASE_URL is filled by `bench.seed`, with 60,000 orders at least. Measured by turns in one process,
the median CPU time of app and database counts, as in `bench.spine`: a page of the list, the numbers beside as many
saved filters as one person may keep, a filter that no index narrows and that therefore shows no number, and what waits
in one community. The promise is a ratio: all numbers together, and all that waits, cost each at most `MOST` of that
one walk. On PostgreSQL, where a walk is short, most of the numbers is the building of twelve statements: 0.51 to 0.60
were seen on a busy machine, and 0.40 to 0.45 for what waits. The page is no yardstick: it takes so few milliseconds
that its ratio says more about the machine. The last line is JSON; the code is 1 if the promise is not kept.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import cycle, islice

import django

from bench.spine import backend_cpu_ms

ROUNDS = 15
MOST = 0.75
WAITING = ("checks", "to-dispatch", "sent-back", "answers", "more-time")
Deed = Callable[[], object]


def deeds() -> dict[str, Deed]:
    """Give what is measured, by name."""
    from jiezhi.inbox.sources import all_sources
    from jiezhi.kit.actor import Actor, ActorKind, Scope
    from jiezhi.kit.db import count_together
    from jiezhi.workorders.filter_forms import filter_of
    from jiezhi.workorders.lists import order_page
    from jiezhi.workorders.models import WorkOrder
    from jiezhi.workorders.queries import OrderFilter
    from jiezhi.workorders.saved import MOST_SAVED, is_counted, to_count

    newest = WorkOrder.objects.order_by("-opened_at").exclude(community=None).exclude(lead=None)[0]
    at = newest.opened_at + timedelta(hours=1)
    permissions = frozenset(source.permission for source in all_sources())

    def actor(scope: Scope) -> Actor:
        return Actor(
            kind=ActorKind.STAFF, id="", sub_district_id=newest.sub_district_id, permissions=permissions, scope=scope
        )  # fmt: skip

    whole, community = actor(Scope(whole=True)), actor(Scope(community_ids=frozenset({newest.community_id})))
    kept = (
        "state=sent_back", "is_late=on", "is_unfinished=on", "is_answer_late=on", f"lead_id={newest.lead_id}",
        f"community_id={newest.community_id}&state=awaiting_check", f"matter_id={newest.matter_id}", "is_outside=on",
    )  # fmt: skip
    asked = [filter_of(query) for query in islice(cycle(kept), MOST_SAVED)]
    assert all(is_counted(wanted) for wanted in asked)

    def counted(filters: list[OrderFilter]) -> list[int]:
        return count_together([to_count(whole, one, at=at) for one in filters])

    def waiting() -> list[int]:
        found = (source.rows(community, at) for source in all_sources() if source.key in WAITING)
        return [len(list(rows.values_list("pk")[:50])) for rows in found]

    return {
        "page": lambda: order_page(whole, OrderFilter(), at=at),
        "numbers": lambda: counted(asked),
        "walk": lambda: counted([filter_of("outcome=unsatisfied&is_reopened=on&hand_over=called")]),
        "waiting": waiting,
    }


def main() -> int:
    """Measure, print the ratios, and say by the exit code whether the promise holds."""
    django.setup()
    wanted = deeds()
    spent: dict[str, list[float]] = {name: [] for name in wanted}
    for _ in range(ROUNDS):
        for name, deed in wanted.items():
            begun = time.process_time() * 1000 + backend_cpu_ms()
            deed()
            spent[name].append(time.process_time() * 1000 + backend_cpu_ms() - begun)
    found = {name: statistics.median(times) for name, times in spent.items()}
    ratios = {name: round(ms / found["walk"], 2) for name, ms in found.items()}
    is_kept = ratios["numbers"] <= MOST and ratios["waiting"] <= MOST
    for name, ms in found.items():
        print(f"{name:10}{ms:10.1f} ms{ratios[name]:8.2f}")
    print(json.dumps({"saved_filters": ratios, "is_kept": is_kept}))
    return int(not is_kept)


if __name__ == "__main__":
    sys.exit(main())
