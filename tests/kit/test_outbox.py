"""News is stored as plain values and comes back as it was."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiezhi.kit.models import DeliveryState, OutboxDelivery
from jiezhi.kit.outbox import all_subscriptions, event_name, find_subscription, restore_event, subscribe
from tests.kit.deeds import NOW, STREET, TESTER, LetterDue, MarkMade, count_mark, mark, mark_made

pytestmark = pytest.mark.django_db

uuids = st.uuids()
moments = st.datetimes(timezones=st.just(UTC))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    event=st.builds(
        MarkMade,
        mark_id=uuids,
        made_at=moments,
        made_on=st.dates(),
        closed_on=st.none() | st.dates(),
        asked_by=st.none() | uuids,
        words=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
        count=st.integers(-(2**31), 2**31),
        is_new=st.booleans(),
    )
)
def test_an_event_comes_back_from_the_database_as_it_was(event):
    mark(events=(event,), actor=TESTER, at=NOW)
    row = OutboxDelivery.objects.latest("id")
    assert restore_event(MarkMade, row.payload) == event
    row.delete()


def test_a_time_keeps_its_moment_whatever_its_zone():
    office = datetime(2026, 11, 2, 10, 0, tzinfo=timezone(timedelta(hours=8)))
    mark(events=(mark_made(made_at=office),), actor=TESTER, at=NOW)
    restored = restore_event(MarkMade, OutboxDelivery.objects.get().payload)
    assert restored.made_at == office
    assert type(restored.made_on) is date


def test_a_row_waits_for_its_handler_from_the_moment_of_the_deed():
    mark(events=(mark_made(),), actor=TESTER, at=NOW)
    row = OutboxDelivery.objects.get()
    assert (row.state, row.attempts, row.next_at, row.sub_district_id) == (
        DeliveryState.WAITING,
        0,
        NOW,
        STREET,
    )
    assert row.occurrence == event_name(MarkMade)
    found = find_subscription(row.occurrence, row.handler)
    assert found is not None
    assert found.handler is count_mark


def test_every_handler_gets_a_row_of_its_own():
    @subscribe(MarkMade)
    def second_listener(event):
        pass

    try:
        mark(events=(mark_made(),), actor=TESTER, at=NOW)
        handlers = OutboxDelivery.objects.values_list("handler", flat=True)
        assert {name.rsplit(".", 1)[1] for name in handlers} == {"count_mark", "second_listener"}
    finally:
        from jiezhi.kit import outbox

        rows = outbox._subscriptions[event_name(MarkMade)]
        rows[:] = [row for row in rows if row.handler is not second_listener]


def test_a_handler_registered_twice_is_told_once():
    subscribe(MarkMade)(count_mark)
    mark(events=(mark_made(),), actor=TESTER, at=NOW)
    assert OutboxDelivery.objects.count() == 1


@pytest.mark.parametrize("wrong", ["news", {"mark_id": 1}, LetterDue])
def test_only_an_instance_of_an_event_can_be_told(wrong):
    with pytest.raises(TypeError, match="dataclass"):
        mark(events=(wrong,), actor=TESTER, at=NOW)


def test_every_event_of_the_product_survives_the_way_through_the_outbox():
    samples = {
        "UUID": uuid4(),
        "datetime": NOW,
        "date": date(2026, 11, 2),
        "str": "a",
        "bool": True,
        "int": 1,
    }
    from dataclasses import fields
    from typing import get_args, get_type_hints

    from jiezhi.kit.outbox import _plain

    ours = {s.event for s in all_subscriptions() if s.event.__module__.startswith("jiezhi.")}
    assert ours
    for event in ours:
        hints = {
            name: get_args(hint)[0] if get_args(hint) else hint
            for name, hint in get_type_hints(event).items()
        }
        made = event(**{f.name: samples[hints[f.name].__name__] for f in fields(event)})
        stored = {f.name: _plain(getattr(made, f.name)) for f in fields(event)}
        assert restore_event(event, stored) == made
