"""One walk over the audit: by the worker each day, by the auditor on demand, told on both pages from the same rows."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from jiezhi.kit.errors import RefusedError
from jiezhi.kit.models import AuditEntry, Look
from jiezhi.kit.sealing import chain_hash, seal_audit
from jiezhi.kit.tiles import Tone
from jiezhi.operations.panorama import read_tiles
from jiezhi.witness import heads, tasks
from jiezhi.witness.models import ChainCheck
from jiezhi.witness.running import check_chains
from tests.factories import make_office, staff_client
from tests.kit.deeds import TESTER, mark

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
TESTER_ID = UUID(int=7)


def sealed(count: int = 5) -> None:
    mark(rows=count, actor=TESTER, at=NOW)
    seal_audit()


def reading(at: datetime = NOW):
    (shown,) = [shown for shown in read_tiles(at=at) if shown.tile.name == "witness.audit"]
    return shown.reading


def tone(at: datetime = NOW) -> str:
    return reading(at).tone.value


def latest() -> ChainCheck:
    return ChainCheck.objects.latest("at")


def test_the_audit_was_never_checked_is_whole_and_grows_old():
    assert tone() == "warn"
    sealed()
    tasks.check_audit(NOW)
    assert (reading().tone, reading().good_at) == (Tone.OK, NOW)
    assert "5" in reading().number
    assert tone(NOW + 27 * HOUR) == "warn"
    assert tone(NOW + 4 * DAY) == "bad"


def test_a_changed_row_is_found_and_stays_found():
    sealed()
    tasks.check_audit(NOW)
    AuditEntry.objects.filter(chain_number=3).update(verb="tests.answered")
    tasks.check_audit(NOW + DAY)
    assert tone(NOW + DAY) == "bad"
    assert (latest().finding, latest().chain, latest().fault_number) == ("broken", "deeds", 3)


def test_a_changed_look_is_found_as_well():
    sealed()
    Look.objects.create(at=NOW, actor_kind="staff", actor_id="1", subject_kind="t", subject_id=TESTER_ID)
    seal_audit()
    tasks.check_audit(NOW)
    assert latest().is_whole
    Look.objects.update(purpose="another")
    tasks.check_audit(NOW + DAY)
    assert (latest().finding, latest().chain, latest().fault_number) == ("broken", "looks", 1)
    assert "查看" in reading(NOW + DAY).number


@pytest.mark.parametrize("is_noted", [True, False])
@pytest.mark.parametrize("left", [3, 0])
def test_a_tail_that_was_cut_off_is_found_and_stays_found(left, is_noted):
    """By the heads outside, and by the last walk where nobody noted heads."""
    sealed()
    if is_noted:
        heads.note_heads(at=NOW)
    tasks.check_audit(NOW)
    AuditEntry.objects.filter(chain_number__gt=left).delete()
    for days in (1, 2):
        tasks.check_audit(NOW + days * DAY)
        assert tone(NOW + days * DAY) == "bad"
    assert (latest().finding, latest().fault_number) == ("cut", left + 1)


@pytest.mark.parametrize("is_noted", [True, False])
def test_a_chain_that_was_sealed_anew_is_found(is_noted):
    sealed()
    if is_noted:
        heads.note_heads(at=NOW)
    tasks.check_audit(NOW)
    before = "0" * 64
    for row in AuditEntry.objects.exclude(chain_number=None).order_by("chain_number"):
        row.verb = "tests.answered"
        before = row.chain_hash = chain_hash(row, before)
        row.save()
    tasks.check_audit(NOW + DAY)
    assert tone(NOW + DAY) == "bad"
    assert (latest().finding, latest().fault_number) == ("remade", 5)


def test_a_changed_file_of_heads_is_found():
    sealed()
    heads.note_heads(at=NOW)
    path = heads.heads_file()
    path.write_text(path.read_text().replace('"restored": false', '"restored": true'))
    tasks.check_audit(NOW)
    assert (latest().finding, latest().fault_number) == ("heads", None)
    assert tone() == "bad"


def test_an_empty_audit_and_one_that_grew_are_whole():
    tasks.check_audit(NOW)
    sealed()
    tasks.check_audit(NOW + DAY)
    assert tone(NOW + DAY) == "ok"
    assert list(ChainCheck.objects.order_by("at").values_list("number", flat=True)) == [
        0,
        6,
    ]  # the first walk left a row


def test_what_a_backup_took_back_is_told_with_who_confirmed_it(monkeypatch):
    monkeypatch.setenv("SUDO_USER", "duty-operator")
    sealed(9)
    heads.note_heads(at=NOW)
    AuditEntry.objects.filter(chain_number__gt=6).delete()  # the database of an earlier hour
    call_command("check_audit", "--restored")
    tasks.check_audit(NOW + DAY)
    check = latest()
    assert check.is_whole
    assert (check.put_back_by, check.given_up_from, check.given_up_until) == ("duty-operator", 7, 9)
    assert "duty-operator" in reading(NOW + DAY).number
    page = staff_client(make_office().auditor).get("/desk/audit/").content.decode()
    assert "第 7 至 9 号" in page
    assert "duty-operator" in page


def test_the_auditors_button_and_the_worker_do_the_same_deed():
    office = make_office()
    seal_audit()
    tasks.check_audit(NOW)
    staff_client(office.auditor).post("/desk/audit/check/")
    assert ChainCheck.objects.count() == 2
    traces = AuditEntry.objects.filter(verb="witness.chain_checked").order_by("id")
    assert [trace.actor_kind for trace in traces] == ["job", "staff"]
    assert set(traces.values_list("subject_id", flat=True)) == set(
        ChainCheck.objects.values_list("id", flat=True)
    )


def test_whoever_may_not_read_the_audit_does_not_have_it_walked():
    with pytest.raises(RefusedError):
        check_chains(actor=make_office().leader.actor, at=NOW)
    assert not ChainCheck.objects.exists()


@pytest.mark.parametrize(
    ("app", "number", "model"), [("organisation", "0010", "auditcheck"), ("operations", "0002", "chaincheck")]
)
def test_walks_of_before_are_kept_when_their_table_goes(app, number, model):
    """The old tables are still there: only the next release takes them away."""
    migration = import_module(f"jiezhi.{app}.migrations.{number}_copy_chain_checks")
    before = (
        MigrationLoader(connection, replace_migrations=False)
        .project_state((app, f"{number}_copy_chain_checks"))
        .apps
    )
    old = before.get_model(app, model)
    names = ("checked_at", "until_number") if app == "organisation" else ("at", "number")
    old.objects.create(**dict(zip(names, (NOW, 7), strict=True)), head="a" * 64)
    old.objects.create(**dict(zip(names, (NOW + DAY, 9), strict=True)), head="b" * 64, fault_number=8)
    migration.copy(before, None)
    kept = ChainCheck.objects.order_by("at").values_list("at", "number", "head", "finding", "fault_number")
    assert list(kept) == [(NOW, 7, "a" * 64, "whole", None), (NOW + DAY, 9, "b" * 64, "broken", 8)]
