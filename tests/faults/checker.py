"""What must hold whatever was killed. Each check gives its violations, so that a failure names the things hurt."""

from collections import Counter
from pathlib import Path

from django.db.models import Count

from jiezhi.concerns.codes import code_for
from jiezhi.concerns.models import Callback, Concern
from jiezhi.kit.invariant import all_invariants
from jiezhi.kit.models import AuditEntry, DeliveryState, OutboxDelivery
from jiezhi.notices.models import Notice
from jiezhi.workorders.choices import Verb
from jiezhi.workorders.models import OrderEntry, WorkOrder

AUDIT_OF = {
    Verb.OPEN: "workorders.order_opened",
    Verb.DISPATCH: "workorders.order_dispatched",
    Verb.ACCEPT: "workorders.order_accepted",
    Verb.RESOLVE: "workorders.order_resolved",
    Verb.PASS_CHECK: "workorders.check_passed",
    Verb.CLOSE: "workorders.order_closed",
    Verb.REOPEN: "workorders.order_reopened",
}
NEWS_OF = {
    Verb.DISPATCH: ("workorders.OrderDispatched",),
    Verb.RESOLVE: ("workorders.OrderResolved",),
    Verb.PASS_CHECK: ("workorders.CallbackDue",),
    Verb.CLOSE: ("workorders.OrderClosed",),
    Verb.REOPEN: ("workorders.OrderReopened",),
}


def look(diary: Path) -> dict:
    """Give every violation, and how much there was to violate."""
    lines = [line.split() for line in diary.read_text().splitlines()]
    submitted = [line for line in lines if line[0] == "submitted"]
    moved = [line for line in lines if line[0] == "moved"]
    return {
        "acknowledged": {"submitted": len({line[1] for line in submitted}), "moved": len(moved)},
        "violations": [
            *lost_requests(submitted),
            *promises_broken(),
            *request_numbers_wrong(),
            *lost_moves(moved),
            *deeds_counted_wrong(),
            *deeds_without_audit(),
            *deeds_without_news(),
            *news_not_handled_once(),
        ],
    }


def lost_requests(submitted: list[list[str]]) -> list[str]:
    """An acknowledged request is there once, with the number and the code its reporter was told."""
    found = {str(row.submission_key): row for row in Concern.objects.all()}
    wrong = []
    for _, key, number, code in submitted:
        row = found.get(key)
        if row is None:
            wrong.append(f"lost request {number}")
        elif row.number != number or code_for(row.submission_key) != code:
            wrong.append(f"request {number} is now {row.number}")
    doubled = Counter(str(key) for key in Concern.objects.values_list("submission_key", flat=True))
    return wrong + [f"doubled request {key}" for key, count in doubled.items() if count > 1]


def promises_broken() -> list[str]:
    """Whatever the apps themselves say must hold: histories, numbers, indexes, messages, the file itself."""
    return [
        f"{name}: {breach.row} {breach.sentence}"
        for name, check in sorted(all_invariants().items())
        for breach in check()
    ]


def request_numbers_wrong() -> list[str]:
    """Numbers of the requests of a day run from 1 without gap; those of orders are a promise of the app."""
    days: dict[str, list[int]] = {}
    for number in Concern.objects.values_list("number", flat=True):
        head, serial = number.rsplit("-", 1)
        days.setdefault(head, []).append(int(serial))
    return [
        f"numbers of {head} have gaps or doubles"
        for head, serials in days.items()
        if sorted(serials) != list(range(1, len(serials) + 1))
    ]


def lost_moves(moved: list[list[str]]) -> list[str]:
    """An acknowledged move is in the history."""
    there = Counter(
        (str(order_id), verb) for order_id, verb in OrderEntry.objects.values_list("order", "verb")
    )
    told = Counter((order_id, verb) for _, order_id, verb in moved)
    return [f"lost {verb} of {order_id}" for (order_id, verb), n in told.items() if there[order_id, verb] < n]


def deeds_counted_wrong() -> list[str]:
    """Each line of a history but the first raised the version once, and no order is without a request."""
    wrong = [
        f"{number} is version {version} after {lines} lines"
        for number, version, lines in WorkOrder.objects.annotate(lines=Count("entries")).values_list(
            "number", "version", "lines"
        )
        if version != lines - 1
    ]
    orphans = WorkOrder.objects.filter(concerns=None).count()
    return wrong + [f"{orphans} orders without request"] * bool(orphans)


def deeds_without_audit() -> list[str]:
    """Each line of a history has its audit row, and each request too."""
    rows = Counter(AuditEntry.objects.values_list("subject_id", "verb"))
    lines = Counter(OrderEntry.objects.values_list("order_id", "verb"))
    wrong = [
        f"{verb} of {order_id}: {n} lines, {rows[order_id, AUDIT_OF[Verb(verb)]]} audit rows"
        for (order_id, verb), n in lines.items()
        if rows[order_id, AUDIT_OF[Verb(verb)]] != n
    ]
    for pk in Concern.objects.values_list("pk", flat=True):
        if not rows[pk, "concerns.concern_submitted"]:
            wrong.append(f"request {pk} without audit")
    return wrong


def deeds_without_news() -> list[str]:
    """Each deed that tells something has a row for each handler of it."""
    from jiezhi.kit.outbox import _subscriptions

    told = Counter(
        (row.payload.get("order_id"), row.occurrence)
        for row in OutboxDelivery.objects.only("payload", "occurrence")
    )
    wrong = []
    for (order_id, verb), n in Counter(OrderEntry.objects.values_list("order_id", "verb")).items():
        for news in NEWS_OF.get(Verb(verb), ()):
            if news == "workorders.CallbackDue":
                continue  # told by two verbs: looked at through its effect below
            handlers = len(_subscriptions.get(news, []))
            if told[str(order_id), news] != n * handlers:
                wrong.append(f"{news} of {order_id}: {told[str(order_id), news]} rows for {n} deeds")
    return wrong


def suggestions() -> list[int]:
    """How often each request's matter was suggested: the effect of its news."""
    rows = Counter(
        AuditEntry.objects.filter(verb="concerns.matter_suggested").values_list("subject_id", flat=True)
    )
    return [rows[pk] for pk in Concern.objects.values_list("pk", flat=True)]


def news_not_handled_once() -> list[str]:
    """All news is delivered, and its effect is in the database exactly once."""
    states = Counter(OutboxDelivery.objects.values_list("state", flat=True))
    wrong = [f"{n} deliveries are {state}" for state, n in states.items() if state != DeliveryState.DONE]
    wrong += [f"a matter was suggested {n} times" for n in suggestions() if n != 1]
    lines = Counter(OrderEntry.objects.values_list("order_id", "verb"))
    notices = Counter(Notice.objects.values_list("about_id", "kind", "reader_id"))
    readers = {reader for _, kind, reader in notices if kind == "workorders.dispatched"}
    for order_id in WorkOrder.objects.values_list("pk", flat=True):
        for kind, verb in (("workorders.dispatched", Verb.DISPATCH), ("workorders.reopened", Verb.REOPEN)):
            for reader in readers:
                if notices[order_id, kind, reader] != lines[order_id, verb]:
                    wrong.append(f"{kind} of {order_id}: {notices[order_id, kind, reader]} notices")
    return wrong + _callback_rounds()


def _callback_rounds() -> list[str]:
    wrong = []
    rounds = Counter(Callback.objects.values_list("concern__order_id", flat=True))
    for order in WorkOrder.objects.prefetch_related("entries"):
        asked = sum(entry.to_state == "awaiting_callback" for entry in order.entries.all())
        if rounds[order.pk] != asked:
            wrong.append(f"{order.number}: {rounds[order.pk]} callbacks for {asked} rounds")
    return wrong
