"""The worker brings each piece of news to its handler, whatever happens to the worker."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from jiezhi.kit import outbound, worker
from jiezhi.kit.models import AuditEntry, Beat, DeliveryState, OutboxDelivery
from jiezhi.kit.outbox import LaterError
from jiezhi.kit.worker import (
    BATCH,
    LEASE,
    MAX_ATTEMPTS,
    PAUSES_S,
    claim,
    deliver,
    drain,
    outbox_backlog,
    run_due_timers,
)
from tests.kit.deeds import NOW, TESTER, Handler, LetterDue, effects, mark, mark_made

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


class Killed(BaseException):
    """Stands for a kill: nothing of ours catches it."""


@pytest.fixture(autouse=True)
def _quiet_handler():
    Handler.reset()
    yield
    Handler.reset()


@pytest.fixture
def timers(monkeypatch):
    monkeypatch.setattr(worker, "_timers", {})
    return worker._timers


def told(count: int = 1, **changes) -> list[OutboxDelivery]:
    mark(events=tuple(mark_made(**changes) for _ in range(count)), actor=TESTER, at=NOW)
    return list(OutboxDelivery.objects.order_by("next_at", "id"))


def noting(runs: list):
    def note(at):
        runs.append(at)

    return note


def only_row() -> OutboxDelivery:
    return OutboxDelivery.objects.get()


def test_news_reaches_its_handler_once():
    (row,) = told()
    assert drain(at=NOW) == 1
    assert drain(at=NOW) == 0
    row.refresh_from_db()
    assert (row.state, row.done_at, row.attempts) == (DeliveryState.DONE, NOW, 1)
    assert effects() == 1


def test_the_deeds_of_a_handler_are_audited_with_its_effect():
    told()
    drain(at=NOW)
    assert AuditEntry.objects.filter(verb="tests.answered").count() == 1


def test_news_is_not_delivered_before_its_time():
    told()
    assert claim(at=NOW - SECOND) == []


def test_claimed_news_is_not_claimed_again_while_the_lease_lasts():
    told()
    assert len(claim(at=NOW)) == 1
    assert claim(at=NOW + LEASE) == []


def test_news_of_a_dead_worker_is_taken_again_when_its_lease_has_passed():
    told()
    (first,) = claim(at=NOW)
    (again,) = claim(at=NOW + LEASE + SECOND)
    assert again.pk == first.pk
    assert again.lease_token != first.lease_token
    assert again.attempts == 2


def test_the_late_done_mark_of_a_zombie_changes_nothing():
    told()
    (zombie,) = claim(at=NOW)
    (row,) = claim(at=NOW + LEASE + SECOND)
    assert deliver(zombie, at=NOW + LEASE + SECOND) is False
    assert effects() == 0
    assert only_row().state == DeliveryState.LEASED
    assert deliver(row, at=NOW + LEASE + SECOND) is True
    assert deliver(zombie, at=NOW + 2 * LEASE) is False
    assert effects() == 1
    assert only_row().state == DeliveryState.DONE


def test_a_zombie_that_fails_late_does_not_take_the_lease_from_its_heir():
    told()
    (zombie,) = claim(at=NOW)
    (heir,) = claim(at=NOW + LEASE + SECOND)
    worker._postpone(zombie, ValueError("late"), at=NOW + LEASE + SECOND)
    assert only_row().lease_token == heir.lease_token
    assert only_row().state == DeliveryState.LEASED


def test_a_zombie_that_fails_late_does_not_wake_what_is_done():
    told()
    (row,) = claim(at=NOW)
    assert deliver(row, at=NOW)
    worker._postpone(row, ValueError("late"), at=NOW)
    assert only_row().state == DeliveryState.DONE
    worker._bury(row, "late")
    assert only_row().state == DeliveryState.DONE


def test_a_failing_handler_is_tried_again_later_and_leaves_no_effect():
    told()

    def fail(event):
        raise ValueError("138 0000 0000 is a telephone number")

    Handler.after_effect = staticmethod(fail)
    assert drain(at=NOW) == 0
    row = only_row()
    assert row.state == DeliveryState.WAITING
    assert row.next_at == NOW + timedelta(seconds=PAUSES_S[0])
    assert effects() == 0
    assert not AuditEntry.objects.filter(verb="tests.answered").exists()
    assert row.last_error.startswith("ValueError at fail:")
    assert "0000 0000" not in row.last_error
    Handler.after_effect = staticmethod(lambda event: None)
    assert drain(at=row.next_at) == 1
    assert effects() == 1
    assert only_row().last_error == ""


def test_a_handler_that_always_fails_is_dead_after_eight_tries():
    told()
    tries = []

    def fail(event):
        tries.append(event)
        raise ValueError

    Handler.before_effect = staticmethod(fail)
    at = NOW
    for _ in range(MAX_ATTEMPTS + 3):
        drain(at=at)
        at += timedelta(days=1)
    assert len(tries) == MAX_ATTEMPTS == 8
    assert only_row().state == DeliveryState.DEAD
    assert outbox_backlog() == (0, 1)


def test_waits_grow_to_six_hours():
    assert list(PAUSES_S) == sorted(PAUSES_S)
    assert PAUSES_S[-1] == 6 * 3600
    assert len(PAUSES_S) >= MAX_ATTEMPTS


def test_news_for_a_handler_that_this_version_lacks_waits_for_one_that_has_it():
    (row,) = told()
    known = row.handler
    OutboxDelivery.objects.update(handler="tests.gone")
    assert drain(at=NOW) == 0
    row.refresh_from_db()
    assert (row.state, row.last_error) == (DeliveryState.WAITING, "no handler of this name in this version")
    OutboxDelivery.objects.update(handler=known)
    assert drain(at=NOW + timedelta(seconds=PAUSES_S[0])) == 1


def test_news_whose_handler_never_comes_back_is_given_up_where_it_is_seen():
    told()
    OutboxDelivery.objects.update(handler="tests.gone")
    for hours in range(MAX_ATTEMPTS):
        drain(at=NOW + timedelta(hours=6 * hours))
    assert only_row().state == DeliveryState.DEAD
    assert outbox_backlog() == (0, 1)


def kill_on(words: str) -> None:
    def kill(event):
        if event.words == words:
            raise Killed

    Handler.before_effect = staticmethod(kill)


def live_and_die(*, lives: int, at=NOW):
    """Let one worker after another be killed by what it handles, each starting when the leases have passed."""
    for _ in range(lives):
        try:
            drain(at=at)
        except Killed:
            at += LEASE + SECOND
        else:
            return at
    return at


def test_news_that_kills_its_worker_each_time_is_buried():
    told(words="poison")
    kill_on("poison")
    at = live_and_die(lives=MAX_ATTEMPTS + 1)
    assert only_row().state == DeliveryState.DEAD
    assert "died each time" in only_row().last_error
    assert at == NOW + MAX_ATTEMPTS * (LEASE + SECOND)


def test_news_that_kills_its_worker_takes_nobody_with_it():
    told(words="poison")
    told(count=BATCH - 1, words="a")
    kill_on("poison")
    live_and_die(lives=3 * MAX_ATTEMPTS)
    states = OutboxDelivery.objects.values_list("payload__words", "state")
    assert {state for words, state in states if words == "a"} == {DeliveryState.DONE}
    assert {state for words, state in states if words == "poison"} == {DeliveryState.DEAD}
    assert effects("a") == BATCH - 1


def test_others_wait_for_one_lease_at_most_behind_news_that_kills():
    told(words="poison")
    told(count=BATCH + 5, words="a")
    kill_on("poison")
    live_and_die(lives=3)
    drain(at=NOW + 3 * (LEASE + SECOND) - 2 * SECOND)
    assert effects("a") == BATCH + 5


def test_the_effect_happens_once_even_if_the_worker_is_killed_after_it():
    told()

    def kill(event):
        raise Killed

    Handler.after_effect = staticmethod(kill)
    with pytest.raises(Killed):
        drain(at=NOW)
    assert effects() == 0
    assert only_row().state == DeliveryState.LEASED
    Handler.after_effect = staticmethod(lambda event: None)
    assert drain(at=NOW + LEASE + SECOND) == 1
    assert effects() == 1


def test_an_outside_handler_gets_the_same_key_at_its_second_try():
    mark(events=(LetterDue(uuid4()),), actor=TESTER, at=NOW)

    def kill(event):
        raise Killed

    Handler.after_effect = staticmethod(kill)
    with pytest.raises(Killed):
        drain(at=NOW)
    Handler.after_effect = staticmethod(lambda event: None)
    drain(at=NOW + LEASE + SECOND)
    assert [key for _event, key in Handler.letters] == [only_row().pk] * 2
    assert only_row().state == DeliveryState.DONE


def test_a_deed_that_commits_late_is_not_skipped():
    early, late = told(2)
    OutboxDelivery.objects.filter(pk=early.pk).delete()  # not committed yet: nobody sees it
    assert drain(at=NOW) == 1
    early.save(force_insert=True)
    assert early.pk < late.pk
    assert drain(at=NOW) == 1
    assert effects() == 2


def test_more_than_a_batch_is_delivered_in_one_go():
    told(BATCH * 2 + 1)
    assert drain(at=NOW) == BATCH * 2 + 1
    assert effects() == BATCH * 2 + 1
    assert outbox_backlog() == (0, 0)


def test_a_timer_runs_once_per_period(timers):
    runs = []
    worker.every(timedelta(hours=1))(noting(runs))
    for minutes in (0, 1, 59, 60, 61, 119, 121):
        run_due_timers(at=NOW + timedelta(minutes=minutes))
    assert [at - NOW for at in runs] == [timedelta(), timedelta(hours=1), timedelta(minutes=121)]


def test_a_timer_of_a_restarted_worker_does_not_run_again(timers):
    runs = []
    worker.every(timedelta(days=1))(noting(runs))
    assert run_due_timers(at=NOW) == 1
    assert Beat.objects.get().last_at == NOW
    assert run_due_timers(at=NOW + SECOND) == 0
    assert len(runs) == 1


def test_a_timer_that_overslept_runs_once_and_not_for_each_period_it_missed(timers):
    runs = []
    worker.every(timedelta(minutes=1))(noting(runs))
    run_due_timers(at=NOW)
    run_due_timers(at=NOW + timedelta(hours=8))
    run_due_timers(at=NOW + timedelta(hours=8, seconds=1))
    assert len(runs) == 2


def test_a_failing_timer_does_not_keep_others_from_running(timers):
    runs = []

    def break_down(at):
        raise ValueError

    worker.every(timedelta(hours=1))(break_down)
    worker.every(timedelta(hours=1))(noting(runs))
    assert run_due_timers(at=NOW) == 2
    assert runs == [NOW]


def test_the_worker_stops_when_it_is_told_to_however_long_the_queue(monkeypatch, timers):
    import os
    import signal

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    told(BATCH + 1)

    def stop(event):
        os.kill(os.getpid(), signal.SIGTERM)

    Handler.before_effect = staticmethod(stop)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    try:
        worker.run_forever(pause_s=0.01)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert outbox_backlog() == (1, 0)
    assert OutboxDelivery.objects.get(state=DeliveryState.WAITING).attempts == 0
    done = OutboxDelivery.objects.filter(state=DeliveryState.DONE)
    assert done.count() == BATCH
    assert all(row.done_at <= timezone.now() for row in done)


def come_later(_event) -> None:
    raise LaterError(NOW + 90 * SECOND)


def test_a_handler_that_asks_to_come_later_loses_none_of_its_tries():
    told()
    Handler.before_effect = staticmethod(come_later)
    assert not deliver(claim(at=NOW)[0], at=NOW)
    row = only_row()
    assert (row.state, row.attempts, row.next_at) == (DeliveryState.WAITING, 0, NOW + 90 * SECOND)
    assert claim(at=NOW + 89 * SECOND) == []
    Handler.reset()
    assert deliver(claim(at=NOW + 90 * SECOND)[0], at=NOW + 90 * SECOND)


def test_what_talks_to_the_outer_world_is_claimed_apart():
    mark(events=(mark_made(), LetterDue(uuid4())), actor=TESTER, at=NOW)
    inside, outside = claim(at=NOW, outside=False), claim(at=NOW, outside=True)
    assert {row.occurrence.rpartition(".")[2] for row in outside} == {"LetterDue"}
    assert "LetterDue" not in {row.occurrence.rpartition(".")[2] for row in inside}
    assert inside


def test_a_call_outside_ends_well_within_the_lease():
    """Or a gateway that answers drop by drop would get the same message by a second thread meanwhile."""
    from jiezhi.gateway.webhooks import sending

    assert timedelta(seconds=3 * outbound.WHOLE_S) <= LEASE
    assert sending.WHOLE_S <= outbound.WHOLE_S


def test_one_kind_of_message_never_takes_the_last_lane(monkeypatch):
    mark(events=(LetterDue(uuid4()),), actor=TESTER, at=NOW)
    row = OutboxDelivery.objects.get()
    monkeypatch.setattr(worker, "_under_way", Counter({row.handler: worker.LANES_OF_A_KIND}))
    assert worker._deliver_outside() == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == (DeliveryState.WAITING, 0)
    worker._under_way[row.handler] -= 1
    worker._deliver_outside()
    row.refresh_from_db()
    assert row.attempts == 1
    assert worker._under_way[row.handler] == worker.LANES_OF_A_KIND - 1
    assert worker.LANES_OF_A_KIND < worker.OUTSIDE_LANES
