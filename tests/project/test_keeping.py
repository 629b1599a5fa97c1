"""What the machine keeps of its own work goes after its days, and not before; what waits for somebody stays."""

from datetime import UTC, datetime, timedelta

import pytest

from jiezhi.accounts.models import EntryCode, SignInTries
from jiezhi.accounts.tasks import forget_slips, forget_tries
from jiezhi.gateway.webhooks.models import Letter
from jiezhi.gateway.webhooks.tasks import forget_old_letters
from jiezhi.kit.models import DeliveryState, OutboxDelivery
from jiezhi.kit.worker import all_timers
from jiezhi.operations import tasks as operations
from jiezhi.operations.models import Fault
from jiezhi.project.settings.keeping import default_days, read_days
from jiezhi.residency.models import PhoneCode, WrongTry
from jiezhi.residency.tasks import sweep_wrong_tries
from jiezhi.safekeeping.models import BackupRun
from jiezhi.safekeeping.tasks import forget_old_runs
from tests.architecture.source import ROOT
from tests.factories import make_office, make_street
from tests.factories.operations import make_delivery, make_fault
from tests.factories.programs import dead_letter, make_program

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ages(days: int) -> tuple[datetime, datetime]:
    """A moment that is just kept, and one that no longer is."""
    return NOW - days * DAY + HOUR, NOW - days * DAY - HOUR


@pytest.mark.parametrize("state", ["waiting", "delivered", "dead"])
def test_messages_to_programs_go_after_their_days(state):
    office = make_office()
    kept, gone = ages(default_days["letters"])
    for at in (kept, gone):
        letter = dead_letter(make_program(office))
        Letter.objects.filter(pk=letter.pk).update(
            state=state, written_at=at, delivered_at=at if state == "delivered" else None
        )
    forget_old_letters(NOW)
    assert [letter.written_at for letter in Letter.objects.all()] == [kept]


def test_news_goes_by_its_state_in_portions_and_what_is_dead_stays(monkeypatch):
    monkeypatch.setattr(operations, "PORTION", 2)
    long_ago = NOW - 1000 * DAY

    def delivery(state: DeliveryState, at: datetime) -> str:
        row = make_delivery(at=at)
        OutboxDelivery.objects.filter(pk=row.pk).update(
            state=state, done_at=at if state in (DeliveryState.DONE, DeliveryState.DROPPED) else None
        )
        return str(row.pk)

    done, dropped = ages(default_days["news"]), ages(default_days["dropped_news"])
    staying = {
        delivery(DeliveryState.DONE, done[0]),
        delivery(DeliveryState.DROPPED, dropped[0]),
        *(delivery(state, long_ago) for state in (DeliveryState.DEAD, DeliveryState.WAITING)),
    }
    for _ in range(5):
        delivery(DeliveryState.DONE, done[1])
    delivery(DeliveryState.DROPPED, dropped[1])
    operations.forget_old_news(NOW)
    assert {str(pk) for pk in OutboxDelivery.objects.values_list("pk", flat=True)} == staying


def test_settled_faults_go_and_open_ones_stay():
    kept, gone = ages(default_days["faults"])
    for at in (kept, gone):
        make_fault(at=at, settled_at=at)
    still_open = make_fault(at=gone)
    operations.forget_old_faults(NOW)
    left = {fault.pk for fault in Fault.objects.all()}
    assert len(left) == 2
    assert still_open.pk in left


def test_runs_of_backups_go_but_the_last_whole_one_and_the_last_taken_away():
    kept, gone = ages(default_days["backup_runs"])
    away = BackupRun.objects.create(started_at=gone - 2 * DAY, checked_at=gone - 2 * DAY, taken_away_at=gone)
    BackupRun.objects.create(started_at=gone - DAY, failed_at=gone - DAY, error="disk full")
    whole = BackupRun.objects.create(started_at=gone, checked_at=gone)
    failed = BackupRun.objects.create(started_at=kept, failed_at=kept)
    forget_old_runs(NOW)
    assert set(BackupRun.objects.values_list("pk", flat=True)) == {away.pk, whole.pk, failed.pk}


def test_counts_of_sign_ins_and_slips_go_when_they_end():
    user = make_office().officer.user
    for name, at in (("kept", NOW + HOUR), ("gone", NOW - HOUR)):
        SignInTries.objects.create(key=name, wrong=1, ends_at=at)
        EntryCode.objects.create(user=user, purpose="invitation", digest=name, expires_at=at)
    forget_tries(NOW)
    forget_slips(NOW)
    assert [row.key for row in SignInTries.objects.all()] == ["kept"]
    assert [row.digest for row in EntryCode.objects.all()] == ["kept"]


def test_codes_and_wrong_guesses_of_residents_go():
    street = make_street()
    for days in (0, 2, 31):
        at = NOW - days * DAY - HOUR
        WrongTry.objects.create(sub_district=street, aim=str(days), at=at)
        PhoneCode.objects.create(
            sub_district=street, phone="13800000001", phone_index="i", browser=str(days), address="a",
            asked_at=at, expires_at=at + timedelta(minutes=10), is_to_send=True,
        )  # fmt: skip
    sweep_wrong_tries(NOW)
    assert {row.aim for row in WrongTry.objects.all()} == {"0", "2"}
    assert [row.browser for row in PhoneCode.objects.all()] == ["0"]


def test_each_of_them_has_a_timer():
    names = {timer.name.rpartition(".")[2] for timer in all_timers()}
    assert names >= {
        "forget_old_letters", "forget_old_news", "forget_old_faults", "forget_old_runs", "forget_tries",
        "forget_slips", "sweep_wrong_tries", "forget_old_keys", "forget_old_windows", "forget_spent_launches",
        "clear_sessions", "sweep_uploads",
    }  # fmt: skip


def test_days_are_set_by_word_and_nonsense_is_refused():
    assert read_days([]) == default_days
    assert read_days(["letters:30", " faults:7"]) == default_days | {"letters": 30, "faults": 7}
    for wrong in ("letter:30", "letters", "letters:x", "letters:0", "letters:6", "dropped_news:89"):
        with pytest.raises(ValueError, match="JIEZHI_KEEP"):
            read_days([wrong])


def test_the_reference_tells_the_days_that_hold():
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    rows = {
        line.split("`")[1]: line.split("|")[3].strip()
        for line in page.splitlines()
        if line.startswith("| `") and line.count("|") == 5
    }
    assert {word: rows[word] for word in default_days} == {
        word: str(days) for word, days in default_days.items()
    }
