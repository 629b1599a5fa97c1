"""One deed, one transaction, at least one audit row."""

import contextlib
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jiezhi.kit import audit
from jiezhi.kit.action import UnauditedError, action, current_unit
from jiezhi.kit.models import AuditEntry, Counter, OutboxDelivery
from jiezhi.kit.outbox import emit
from tests.kit.deeds import NOW, STREET, TESTER, NobodyCares, mark, mark_made

pytestmark = pytest.mark.django_db


@action
def add_without_audit(*, actor, at):
    Counter.objects.create(sub_district_id=STREET, series="unaudited", value=1)


@action
def mark_twice(*, fails_between=False, actor, at):
    Counter.objects.create(sub_district_id=STREET, series="outer", value=1)
    mark(actor=actor, at=at)
    if fails_between:
        raise ValueError("on purpose")
    mark(events=(mark_made(),), actor=actor, at=at)


@pytest.mark.django_db(transaction=True)
def test_an_action_inside_a_foreign_transaction_is_refused():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        mark(actor=TESTER, at=NOW)
    assert not AuditEntry.objects.exists()


def test_a_nested_action_joins_the_outermost_one():
    mark_twice(actor=TESTER, at=NOW)
    assert AuditEntry.objects.count() == 2
    assert AuditEntry.objects.values("trace_id").distinct().count() == 1


def test_an_error_after_a_nested_action_takes_everything_back():
    with pytest.raises(ValueError, match="on purpose"):
        mark_twice(fails_between=True, actor=TESTER, at=NOW)
    assert not AuditEntry.objects.exists()
    assert not Counter.objects.exists()


def test_an_error_of_a_nested_action_cannot_be_swallowed_into_half_a_deed():
    @action
    def swallow(*, actor, at):
        Counter.objects.create(sub_district_id=STREET, series="half", value=1)
        audit.record("tests.marked", kind="tests.mark", id=uuid4())
        with contextlib.suppress(ValueError):
            mark(fails=True, actor=actor, at=at)

    with pytest.raises(transaction.TransactionManagementError):
        swallow(actor=TESTER, at=NOW)
    assert not Counter.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_deed_without_audit_is_refused_and_taken_back():
    with pytest.raises(UnauditedError):
        add_without_audit(actor=TESTER, at=NOW)
    assert not Counter.objects.exists()


def test_positional_arguments_are_refused():
    with pytest.raises(TypeError, match="keyword"):
        mark((), actor=TESTER, at=NOW)


@pytest.mark.parametrize(
    "wrong", [{"actor": None, "at": NOW}, {"actor": TESTER, "at": "now"}, {"actor": TESTER}]
)
def test_a_deed_needs_an_actor_and_a_time(wrong):
    with pytest.raises(TypeError, match="needs actor"):
        mark(**wrong)


def test_audit_and_outbox_take_one_statement_each():
    with CaptureQueriesContext(
        connection,
    ) as seen:
        mark(rows=5, events=tuple(mark_made() for _ in range(5)), actor=TESTER, at=NOW)
    inserts = [row["sql"] for row in seen if row["sql"].startswith("INSERT")]
    assert len(inserts) == 2
    assert AuditEntry.objects.count() == OutboxDelivery.objects.count() == 5


def test_audit_and_outbox_of_a_deed_share_one_trace_id():
    mark(rows=2, events=(mark_made(), mark_made()), actor=TESTER, at=NOW)
    traces = set(AuditEntry.objects.values_list("trace_id", flat=True))
    traces |= set(OutboxDelivery.objects.values_list("trace_id", flat=True))
    assert len(traces) == 1


def test_two_deeds_have_two_trace_ids():
    mark(actor=TESTER, at=NOW)
    mark(actor=TESTER, at=NOW)
    assert AuditEntry.objects.values("trace_id").distinct().count() == 2


def test_a_failed_deed_leaves_neither_audit_nor_news():
    with pytest.raises(ValueError, match="on purpose"):
        mark(events=(mark_made(),), fails=True, actor=TESTER, at=NOW)
    assert not AuditEntry.objects.exists()
    assert not OutboxDelivery.objects.exists()


def test_after_a_failed_deed_the_next_one_starts_afresh():
    with pytest.raises(ValueError, match="on purpose"):
        mark(rows=3, fails=True, actor=TESTER, at=NOW)
    mark(actor=TESTER, at=NOW)
    assert AuditEntry.objects.count() == 1


def test_outside_a_deed_nothing_can_be_recorded_or_told():
    with pytest.raises(RuntimeError, match="no action"):
        current_unit()
    with pytest.raises(RuntimeError, match="no action"):
        emit(mark_made())
    with pytest.raises(RuntimeError, match="no action"):
        audit.record("tests.marked", kind="tests.mark", id=uuid4())


def test_news_that_nobody_wants_leaves_no_row():
    mark(events=(NobodyCares(uuid4()),), actor=TESTER, at=NOW)
    assert not OutboxDelivery.objects.exists()
