"""After a backup was put back, a person sees what would go out, and only then lets it."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from jiezhi.gateway.clients.models import Program
from jiezhi.kit.errors import StaleError
from jiezhi.kit.models import AuditEntry, DeliveryState, OutboxDelivery
from jiezhi.kit.outbox import outgoing_handlers
from jiezhi.kit.worker import claim
from jiezhi.safekeeping import tasks
from jiezhi.safekeeping.actions import OPERATOR, note_restored, release_messages, start_backup
from jiezhi.safekeeping.models import BackupRun, Restoration
from jiezhi.safekeeping.queries import backup_standing, current_epoch
from tests.factories import make_office, staff_client
from tests.factories.programs import make_program
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db


def deliver_to(handler: str) -> OutboxDelivery:
    return OutboxDelivery.objects.create(
        trace_id=uuid4(),
        occurrence="notices.MailDue",
        handler=handler,
        payload={"notice_id": str(uuid4())},
        created_at=MONDAY,
        next_at=MONDAY,
    )


def put_back() -> Restoration:
    return note_restored(
        epoch=current_epoch() + 1,
        archive_name="made-up.backup",
        archive_made_at=MONDAY,
        actor=OPERATOR,
        at=MONDAY + timedelta(hours=1),
    )


def test_what_leaves_the_house_is_known() -> None:
    assert {name for name in outgoing_handlers() if not name.startswith("tests.")} == {
        "notices.handlers.send_mail",
        "notices.handlers.send_out",
        "concerns.handlers.deliver_handed_over_reply",
        "gateway.webhooks.handlers.bring_letter",
        "residency.handlers.send_phone_code",
    }


def test_letters_wait_and_work_inside_goes_on() -> None:
    letter, inside = deliver_to("notices.handlers.send_mail"), deliver_to("intake.handlers.look_at_file")
    put_back()
    assert [row.pk for row in claim(at=MONDAY + timedelta(hours=2))] == [inside.pk]
    release_messages(actor=OPERATOR, at=MONDAY + timedelta(hours=2))
    assert letter.pk in [row.pk for row in claim(at=MONDAY + timedelta(hours=2))]


def test_no_superior_is_asked_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    from jiezhi.concerns import tasks as concern_tasks

    asked: list[object] = []
    monkeypatch.setattr(concern_tasks, "sources_with_adapter", lambda: asked.append(1) or [])
    put_back()
    concern_tasks.fetch_orders_from_above(MONDAY)
    assert asked == []
    release_messages(actor=OPERATOR, at=MONDAY)
    concern_tasks.fetch_orders_from_above(MONDAY)
    assert asked == [1]


def test_the_leader_sees_what_would_go_out_and_lets_it() -> None:
    client = staff_client(make_office().leader)
    address = reverse("safekeeping:held")
    assert "没有" in client.get(address).content.decode()
    deliver_to("notices.handlers.send_mail")
    put_back()
    page = client.get(address).content.decode()
    assert str(outgoing_handlers()["notices.handlers.send_mail"]) in page
    assert client.post(address, follow=True).status_code == 200
    assert Restoration.objects.get().released_by != ""
    assert AuditEntry.objects.filter(verb="safekeeping.messages_released").count() == 1
    assert client.post(address).status_code == 409


def test_a_leader_of_one_street_does_not_let_the_messages_of_others_go() -> None:
    client = staff_client(make_office().leader)
    make_office()
    deliver_to("notices.handlers.send_mail")
    put_back()
    address = reverse("safekeeping:held")
    page = client.get(address).content.decode()
    assert "./jiezhi messages --release" in page
    assert "csrfmiddlewaretoken" not in page.partition("<main")[2].partition("</main>")[0]
    assert str(outgoing_handlers()["notices.handlers.send_mail"]) not in page
    assert client.post(address).status_code == 403
    assert Restoration.objects.get().released_at is None
    assert release_messages(actor=OPERATOR, at=MONDAY) == 1


def test_messages_are_let_go_once() -> None:
    put_back()
    release_messages(actor=OPERATOR, at=MONDAY)
    with pytest.raises(StaleError):
        release_messages(actor=OPERATOR, at=MONDAY)


def test_each_restoration_has_a_higher_number() -> None:
    assert current_epoch() == 0
    put_back()
    put_back()
    assert current_epoch() == 2
    assert release_messages(actor=OPERATOR, at=MONDAY) == 2


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the timer would have started."""
    commands: list[list[str]] = []

    class Begun:
        def __init__(self, command: list[str], **_how: object) -> None:
            commands.append(command)

        def poll(self) -> int:
            return 0

    monkeypatch.setattr(tasks.subprocess, "Popen", Begun)
    return commands


def test_the_worker_makes_backups_as_often_as_the_setting_says(settings, started: list[list[str]]) -> None:
    now = datetime.now(UTC)
    tasks.back_up_when_due(now)
    assert started == []
    settings.BACKUP_EVERY_MIN = 15
    tasks.back_up_when_due(now)
    assert started[0][-1] == "backup"
    start_backup(actor=OPERATOR, at=now)
    tasks.back_up_when_due(now + timedelta(minutes=14))
    assert len(started) == 1
    tasks.back_up_when_due(now + timedelta(minutes=15))
    assert len(started) == 2


def test_a_failure_after_the_last_whole_backup_is_told() -> None:
    BackupRun.objects.create(started_at=MONDAY, checked_at=MONDAY, path="one.backup", size_bytes=1)
    assert backup_standing().failed_since is None
    later = MONDAY + timedelta(hours=1)
    BackupRun.objects.create(started_at=later, failed_at=later, error="disk full")
    standing = backup_standing()
    assert standing.last is not None
    assert standing.last.path == "one.backup"
    assert standing.failed_since is not None
    assert standing.failed_since.error == "disk full"
    assert OutboxDelivery.objects.filter(state=DeliveryState.DEAD).count() == 0


def test_the_page_counts_what_would_go_out_by_kind_and_looking_lets_nothing_go() -> None:
    client = staff_client(make_office().leader)
    put_back()
    assert "没有等待发出的消息" in client.get(reverse("safekeeping:held")).content.decode()
    for handler in (
        "notices.handlers.send_mail",
        "notices.handlers.send_mail",
        "intake.handlers.look_at_file",
    ):
        deliver_to(handler)
    answer = client.get(reverse("safekeeping:held"))
    (kind,) = answer.context["waiting"]
    assert (kind.count, kind.since) == (2, MONDAY)
    assert answer.context["restoration"].archive_made_at == MONDAY
    assert Restoration.objects.get().released_at is None
    inside = OutboxDelivery.objects.filter(handler="intake.handlers.look_at_file")
    assert claim(at=MONDAY + timedelta(hours=2)) == list(inside)


@pytest.mark.parametrize("who", ["dispatcher", "officer", "auditor"])
def test_nobody_but_who_may_sees_or_lets_them_go(who: str) -> None:
    put_back()
    client = staff_client(getattr(make_office(), who))
    assert client.get(reverse("safekeeping:held")).status_code == 403
    assert client.post(reverse("safekeeping:held")).status_code == 403
    assert Restoration.objects.get().released_at is None


def test_a_restoration_lets_no_program_in_until_a_keeper_does() -> None:
    """What was revoked after the backup is good again in it, and nobody can tell which token that was."""
    made = make_program(make_office(), sees_whole_street=True)
    assert made.client.get("/api/v1/orders").status_code == 200
    with suppress(SystemExit):  # its last step looks at the rows of the whole street, and a test has made few
        call_command("adopt_archive", name="made-up.backup", epoch=1, made_at=MONDAY, stdout=StringIO())
    assert made.client.get("/api/v1/orders").status_code == 401
    made.program.refresh_from_db()
    assert not made.program.is_active
    row = AuditEntry.objects.get(verb="clients.program_held")
    assert (row.sub_district_id, row.subject_id) == (made.program.sub_district_id, made.program.pk)
    Program.objects.filter(pk=made.program.pk).update(is_active=True)
    assert made.client.get("/api/v1/orders").status_code == 200
