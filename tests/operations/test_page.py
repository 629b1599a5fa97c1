"""The operator's page answers with the worker dead, the database read-only, or a tile in pieces."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jiezhi.kit import tiles as kit_tiles
from jiezhi.kit.errors import RefusedError
from jiezhi.kit.models import AuditEntry, DeliveryState, OutboxDelivery
from jiezhi.kit.tiles import Reading, Tile, Tone, register_tile
from jiezhi.kit.worker import drain
from jiezhi.operations.actions import drop_delivery, try_again
from jiezhi.operations.choices import DropReason
from jiezhi.operations.errors import NoSuchDeliveryError, NothingToTryError
from jiezhi.operations.models import Fault
from jiezhi.project.demo.roles import OPERATOR
from tests.factories import make_office, staff_client
from tests.factories.operations import beat_all, dead_delivery, make_delivery
from tests.kit.deeds import NOW, TESTER, Handler, effects, mark, mark_made

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_office().operator


@pytest.fixture
def page(operator):
    client = staff_client(operator)

    def read(path: str = "") -> str:
        answer = client.get(f"/operate/{path}")
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.fixture
def own_tiles(monkeypatch):
    monkeypatch.setattr(kit_tiles, "_tiles", dict(kit_tiles._tiles))


@contextmanager
def read_only() -> Iterator[None]:
    """Let the database refuse every write of this connection, as a full or a standby one does."""
    before = transaction.savepoint()
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON" if is_sqlite else "SET TRANSACTION READ ONLY")
    try:
        yield
    finally:
        if is_sqlite:
            connection.connection.execute("PRAGMA query_only=OFF")
        transaction.savepoint_rollback(before)


def test_the_page_with_the_worker_dead_says_so_and_what_to_do(page):
    beat_all(timezone.now() - timedelta(hours=2))
    text = page()
    assert "还不行" in text
    assert "已停止" in text
    assert "./jiezhi run_worker" in text


def test_the_page_with_the_database_read_only(page):
    beat_all(timezone.now())
    with read_only():
        with pytest.raises(DatabaseError), transaction.atomic():
            Fault.objects.update(count=1)
        text = page()
    assert "可以下班了吗？" in text
    assert "运行中" in text


@pytest.mark.usefixtures("own_tiles")
@pytest.mark.parametrize(
    "error", [DatabaseError("13812345678"), OSError("13812345678"), ZeroDivisionError(), KeyError("x")]
)
def test_a_tile_in_pieces_is_told_in_its_place_and_the_others_stand(page, error):
    def fall(_at):
        raise error

    register_tile(Tile("tests.broken", "坏掉的", 1, fall))
    register_tile(Tile("tests.well", "好好的", 2, lambda _at: Reading(Tone.OK, "很好")))
    beat_all(timezone.now())
    text = page()
    assert "坏掉的" in text
    assert "读取失败" in text
    assert "很好" in text
    assert "运行中" in text
    assert "13812345678" not in text


@pytest.mark.usefixtures("own_tiles")
def test_an_app_adds_a_tile_without_the_page_knowing_it(page):
    since = datetime(2026, 10, 1, 1, 30, tzinfo=UTC)
    register_tile(
        Tile(
            "tests.backup",
            "备份",
            40,
            lambda _at: Reading(Tone.WARN, "旧了", "三天", "请备份", since=since, good_at=since),
        )
    )
    text = page()
    for part in ("备份", "旧了", "三天", "请备份", "自 2026-10-01 09:30 起", "最近正常：2026-10-01 09:30"):
        assert part in text


def test_the_operator_begins_here_and_reads_nobody_s_facts(operator):
    client = staff_client(operator)
    assert client.get("/desk/", follow=True).redirect_chain == [("/operate/", 302)]
    assert {code.partition(":")[0] for code in OPERATOR.permissions} == {"operations", "notices"}
    for path in ("/desk/today/", "/desk/orders/", "/wall/", "/desk/above/"):
        assert client.get(path).status_code == 403, path


def test_what_needs_somebody_stands_first(page):
    beat_all(timezone.now() - timedelta(hours=2))
    text = page()
    assert text.index("operations.worker") < text.index("operations.queue")
    assert text.index("operations.timers") < text.index("operations.queue")


# Undelivered messages


def test_the_list_tells_what_for_whom_which_error_and_not_what_it_carries(page):
    dead_delivery(at=timezone.now(), payload={"words": "王阿姨 13812345678"}, error="OSError at send:12")
    text = page("undelivered/")
    for part in ("tests.LetterDue", "tests.kit.deeds.post_letter", "OSError at send:12"):
        assert part in text
    assert "13812345678" not in text


def dead_mark() -> OutboxDelivery:
    """News whose handler failed until it was given up, for real."""

    def fail(_event):
        raise OSError

    Handler.before_effect = staticmethod(fail)
    mark(events=(mark_made(words="again"),), actor=TESTER, at=NOW)
    for hours in range(0, 96, 6):
        drain(at=NOW + timedelta(hours=hours))
    Handler.reset()
    row = OutboxDelivery.objects.get()
    assert row.state == DeliveryState.DEAD
    return row


def test_one_that_is_tried_again_arrives_once_its_cause_is_mended(operator):
    row = dead_mark()
    answer = staff_client(operator).post(f"/operate/undelivered/{row.pk}/again/", follow=True)
    assert "1 条消息将在一分钟内重新投递" in answer.content.decode()
    drain()
    row.refresh_from_db()
    assert row.state == DeliveryState.DONE
    assert effects("again") == 1
    assert AuditEntry.objects.get(verb="operations.delivery_tried_again").facts == {"count": 1}


def test_all_are_tried_again_at_once(operator):
    for _ in range(3):
        dead_delivery(at=NOW)
    done = make_delivery(at=NOW, state=DeliveryState.DONE)
    staff_client(operator).post("/operate/undelivered/again/")
    assert OutboxDelivery.objects.filter(state=DeliveryState.WAITING, attempts=0, last_error="").count() == 3
    done.refresh_from_db()
    assert done.state == DeliveryState.DONE


def test_one_is_dropped_with_a_reason_that_the_audit_keeps(operator):
    row = dead_delivery(at=NOW)
    url = f"/operate/undelivered/{row.pk}/drop/"
    client = staff_client(operator)
    assert "请先选择原因" in client.post(url, {"reason": ""}, follow=True).content.decode()
    assert "请先选择原因" in client.post(url, {"reason": "因为王阿姨"}, follow=True).content.decode()
    row.refresh_from_db()
    assert row.state == DeliveryState.DEAD
    assert "已不再投递" in client.post(url, {"reason": "overtaken"}, follow=True).content.decode()
    row.refresh_from_db()
    assert row.state == DeliveryState.DROPPED
    entry = AuditEntry.objects.get(verb="operations.delivery_dropped")
    assert (entry.subject_id, entry.actor_id) == (row.pk, str(operator.user.pk))
    assert entry.facts == {"reason": "overtaken", "handler": "tests.kit.deeds.post_letter"}
    drain()
    row.refresh_from_db()
    assert row.state == DeliveryState.DROPPED


def test_what_is_not_dead_is_neither_tried_nor_dropped(operator):
    row = make_delivery(at=NOW)
    with pytest.raises(NothingToTryError):
        try_again(delivery_id=row.pk, actor=operator.actor, at=NOW)
    with pytest.raises(NothingToTryError):
        try_again(delivery_id=None, actor=operator.actor, at=NOW)
    for delivery_id in (row.pk, uuid4()):
        with pytest.raises(NoSuchDeliveryError):
            drop_delivery(delivery_id=delivery_id, reason=DropReason.OVERTAKEN, actor=operator.actor, at=NOW)
    row.refresh_from_db()
    assert row.state == DeliveryState.WAITING


def test_who_may_not_mend_changes_nothing():
    row, dispatcher = dead_delivery(at=NOW), make_office().dispatcher
    with pytest.raises(RefusedError):
        try_again(delivery_id=None, actor=dispatcher.actor, at=NOW)
    with pytest.raises(RefusedError):
        drop_delivery(delivery_id=row.pk, reason=DropReason.OVERTAKEN, actor=dispatcher.actor, at=NOW)
    row.refresh_from_db()
    assert row.state == DeliveryState.DEAD


def test_the_command_line_tells_them_too_and_tries_them_again(capsys):
    row = dead_mark()
    call_command("dead_news")
    assert "1 x tests.kit.deeds.count_mark (tests.kit.deeds.MarkMade)" in (words := capsys.readouterr().out)
    assert "OSError at fail:" in words
    call_command("dead_news", again=True, handler="somebody.else")
    assert "0 will be tried again" in capsys.readouterr().out
    row.refresh_from_db()
    assert row.state == DeliveryState.DEAD
    call_command("dead_news", again=True, handler=row.handler)
    assert "1 will be tried again" in capsys.readouterr().out
    entry = AuditEntry.objects.get(verb="operations.delivery_tried_again")
    assert (entry.actor_kind, entry.actor_id, entry.facts) == ("job", "operator", {"count": 1})
    assert drain() == 1
    assert effects("again") == 1
    call_command("dead_news")
    assert "No message was given up." in capsys.readouterr().out
