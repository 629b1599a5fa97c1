"""A fault is kept once, counted, settled, and comes back; keeping it makes nothing worse."""

import logging
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client

from jiezhi.concerns.actions import opening
from jiezhi.kit import worker
from jiezhi.kit.errors import RefusedError
from jiezhi.kit.models import AuditEntry
from jiezhi.operations import faults
from jiezhi.operations.actions import settle_fault
from jiezhi.operations.choices import FaultSource
from jiezhi.operations.errors import NoSuchFaultError
from jiezhi.operations.faults import Sighting, keep_fault
from jiezhi.operations.models import Fault
from tests.factories import make_office, staff_client
from tests.factories.operations import make_fault
from tests.kit.deeds import NOW, TESTER, Handler, mark, mark_made
from tests.operations.keepers import wait_for_keepers

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = "13812345678"
SEEN = Sighting("web", "builtins.KeyError", "concerns/queries.py:40 follow", "portal:follow", "a" * 32)


@pytest.fixture(autouse=True)
def kept(settings):
    settings.KEEP_FAULTS = True
    yield
    wait_for_keepers()
    Handler.reset()


def break_a_page(monkeypatch) -> str:
    office = make_office()

    def break_down(*_args):
        mark(actor=TESTER, at=NOW, fails=True)  # a deed that is rolled back

    monkeypatch.setattr(opening, "digest_of", break_down)
    answer = Client(raise_request_exception=False).post(
        f"/s/{office.street.slug}/follow/", {"code": "0123 4567 89AB CDEF"}
    )
    assert answer.status_code == 500
    return str(answer["X-Request-ID"])


def test_a_page_that_was_rolled_back_leaves_its_fault(monkeypatch):
    number = break_a_page(monkeypatch)
    assert AuditEntry.objects.count() == 0
    fault = Fault.objects.get()
    assert (fault.source, fault.kind, fault.route) == (
        FaultSource.WEB,
        "builtins.ValueError",
        "portal:follow",
    )
    assert fault.place.startswith("kit/action.py:") or "concerns/" in fault.place
    assert (fault.count, fault.last_request, fault.settled_at) == (1, number, None)


def test_the_same_fault_is_counted_and_another_is_another(monkeypatch):
    break_a_page(monkeypatch)
    last = break_a_page(monkeypatch)
    fault = Fault.objects.get()
    assert (fault.count, fault.last_request) == (2, last)
    assert fault.last_at > fault.first_at
    keep_fault(SEEN)
    assert Fault.objects.count() == 2


def test_a_handler_that_fails_is_a_fault_of_the_worker():
    def fail(event):
        raise LookupError(PHONE)

    Handler.before_effect = staticmethod(fail)
    mark(events=(mark_made(),), actor=TESTER, at=NOW)
    worker.drain(at=NOW)
    fault = Fault.objects.get()
    assert (fault.source, fault.kind) == (FaultSource.WORKER, "builtins.LookupError")
    assert fault.route == "tests.kit.deeds.count_mark"
    assert fault.last_request == ""


def test_a_timer_that_fails_is_a_fault_of_the_worker(monkeypatch):
    monkeypatch.setattr(worker, "_timers", {})

    def fall(_at):
        raise OSError(PHONE)

    worker.every(worker.LEASE)(fall)
    worker.run_due_timers(at=NOW)
    fault = Fault.objects.get()
    assert (fault.source, fault.kind) == (FaultSource.WORKER, "builtins.OSError")
    assert fault.route.endswith("fall")


def test_a_settled_fault_is_off_the_list_and_comes_back_when_seen_again():
    operator = make_office().operator
    keep_fault(SEEN)
    fault = Fault.objects.get()
    settle_fault(fault_id=fault.pk, actor=operator.actor, at=NOW)
    client = staff_client(operator)
    assert SEEN.place not in client.get("/operate/faults/").content.decode()
    assert AuditEntry.objects.get(verb="operations.fault_settled").subject_id == fault.pk
    keep_fault(SEEN)
    assert SEEN.place in client.get("/operate/faults/").content.decode()
    fault.refresh_from_db()
    assert (fault.settled_at, fault.count) == (None, 2)


def test_settling_from_the_page_says_so():
    operator, fault = make_office().operator, make_fault()
    answer = staff_client(operator).post(f"/operate/faults/{fault.pk}/settle/", follow=True)
    assert "故障已处理" in answer.content.decode()
    fault.refresh_from_db()
    assert fault.settled_at is not None


def test_who_may_not_mend_settles_nothing():
    office, fault = make_office(), make_fault()
    with pytest.raises(RefusedError):
        settle_fault(fault_id=fault.pk, actor=office.dispatcher.actor, at=NOW)
    with pytest.raises(NoSuchFaultError):
        settle_fault(fault_id=office.street.pk, actor=office.operator.actor, at=NOW)


def test_a_database_that_is_held_by_others_holds_nobody_up_for_long(monkeypatch, caplog):
    """On SQLite the second connection is refused at once; on PostgreSQL it waits, and the page goes on without it."""
    monkeypatch.setattr(faults, "LONGEST_S", 0.2)
    with transaction.atomic(), caplog.at_level(logging.WARNING):
        make_fault(digest=SEEN.digest)
        keep_fault(SEEN)  # returns, and raises nothing
    assert Fault.objects.get().count in (1, 2)


def test_what_cannot_be_kept_is_in_the_log(monkeypatch, caplog):
    from django.db import OperationalError

    def full(*_args, **_kwargs):
        raise OperationalError(f"disk full while writing {PHONE}")

    monkeypatch.setattr(faults, "_count", full)
    with caplog.at_level(logging.WARNING):
        keep_fault(SEEN)
    (record,) = [record for record in caplog.records if record.name == "jiezhi.faults"]
    assert record.getMessage() == "fault not kept"
    assert record.exc_info is None
    assert PHONE not in str(record.__dict__)


def test_in_a_storm_only_a_few_are_kept_at_a_time(monkeypatch):
    counted = []
    monkeypatch.setattr(faults, "_count", lambda seen, at: counted.append(seen))
    for _ in range(faults.AT_ONCE):
        assert faults._places_at_table.acquire(blocking=False)
    keep_fault(SEEN)
    assert counted == []
    for _ in range(faults.AT_ONCE):
        faults._places_at_table.release()
    keep_fault(SEEN)
    assert counted == [SEEN]


def test_columns_hold_the_longest_names():
    keep_fault(Sighting("web", "k" * 128, "p" * 160, "r" * 96, "a" * 36))
    assert Fault.objects.get().first_at <= datetime.now(UTC)
