"""The audit's chain: whatever is changed, swapped or taken out afterwards shows."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from jiezhi.kit.models import AuditEntry
from jiezhi.kit.sealing import find_chain_fault, seal_audit

pytestmark = pytest.mark.django_db


def leave_rows(count: int) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=datetime(2026, 11, 2, tzinfo=UTC),
            sub_district_id=uuid4(),
            trace_id=uuid4(),
            actor_kind="staff",
            actor_id=str(number),
            verb="workorders.order_opened",
            subject_kind="workorders.order",
            subject_id=uuid4(),
            facts={"number": f"GD{number}", "count": number},
        )
        for number in range(count)
    )


def test_a_sealed_audit_has_no_fault_and_is_sealed_once():
    leave_rows(5)
    assert seal_audit() == 5
    assert seal_audit() == 0
    leave_rows(3)
    assert seal_audit() == 3
    assert find_chain_fault() is None


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "workorders.order_closed"},
        {"actor_id": "9"},
        {"at": datetime(2026, 11, 3, tzinfo=UTC)},
        {"facts": {"number": "GD3", "count": 4}},
        {"subject_id": uuid4()},
        {"sub_district_id": None},
        {"trace_id": uuid4()},
        {"actor_kind": "job"},
        {"subject_kind": "concerns.concern"},
        {"chain_hash": "0" * 64},
    ],
)
def test_a_changed_column_shows(change):
    leave_rows(5)
    seal_audit()
    AuditEntry.objects.filter(chain_number=4).update(**change)
    fault = find_chain_fault()
    assert fault is not None
    assert fault.number == 4


def test_a_row_that_was_taken_out_shows():
    leave_rows(5)
    seal_audit()
    AuditEntry.objects.filter(chain_number=2).delete()
    fault = find_chain_fault()
    assert fault is not None
    assert fault.number == 2
    assert "missing" in fault.sentence


def test_swapped_rows_show():
    leave_rows(5)
    seal_audit()
    first, second = AuditEntry.objects.order_by("chain_number")[1:3]
    AuditEntry.objects.filter(pk=first.pk).update(chain_number=99)
    AuditEntry.objects.filter(pk=second.pk).update(chain_number=2)
    AuditEntry.objects.filter(pk=first.pk).update(chain_number=3)
    assert find_chain_fault() is not None
