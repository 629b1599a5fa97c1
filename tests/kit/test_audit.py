"""The audit says who did what to what, and who looked."""

from uuid import uuid4

import pytest

from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.models import AuditEntry, Look
from tests.kit.deeds import NOW, STREET, TESTER, mark

pytestmark = pytest.mark.django_db


def test_a_row_says_who_did_what_to_what():
    mark_id = mark(actor=TESTER, at=NOW)
    row = AuditEntry.objects.get()
    assert (row.at, row.sub_district_id) == (NOW, STREET)
    assert (row.actor_kind, row.actor_id) == ("job", "tests")
    assert (row.verb, row.subject_kind, row.subject_id) == ("tests.marked", "tests.mark", mark_id)
    assert row.facts == {"number": 0}


def test_a_verb_without_words_is_refused():
    @action
    def mumble(*, actor, at):
        audit.record("tests.mumbled", kind="tests.mark", id=uuid4())

    with pytest.raises(LookupError, match="no label"):
        mumble(actor=TESTER, at=NOW)
    assert not AuditEntry.objects.exists()


def test_a_verb_reads_as_its_words():
    assert audit.verb_label("workorders.order_dispatched") != "workorders.order_dispatched"
    assert audit.verb_label("tests.unheard_of") == "tests.unheard_of"
    assert "workorders.order_dispatched" in audit.known_verbs()


def test_a_look_says_who_read_which_columns_and_why():
    concern_id = uuid4()
    audit.record_look(
        actor=TESTER, at=NOW, kind="tests.mark", id=concern_id, columns=("phone",), purpose="call back"
    )
    look = Look.objects.get()
    assert (look.actor_id, look.subject_id, look.columns, look.purpose) == (
        "tests",
        concern_id,
        ["phone"],
        "call back",
    )
