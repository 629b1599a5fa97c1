"""An order from above that was done with and is sent again under its number is done again, and once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from jiezhi.concerns.actions import (
    Taken,
    answer_objection,
    hand_over_replies,
    join_concern,
    raise_objection,
    take_superior_order,
)
from jiezhi.concerns.bridging import fetch_from
from jiezhi.concerns.choices import ConcernState, ObjectionGround, ObjectionOutcome, SuperiorState
from jiezhi.concerns.intakes import ORDERS_FROM_ABOVE
from jiezhi.concerns.models import Concern, SuperiorOrder, SuperiorSource
from jiezhi.concerns.queries import concerns_to_receive
from jiezhi.concerns.superior_queries import superiors_with_reply
from jiezhi.concerns.superior_rows import OrderRow
from jiezhi.kit.models import AuditEntry
from jiezhi.workorders.actions import resolve_order
from tests.concerns.superior_server import SECRET, order, running
from tests.factories import Office, make_office
from tests.factories.above import make_source, make_superior_draft, superior_order
from tests.factories.hands import order_in_hand
from tests.factories.pages import english_client
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = MONDAY + 5 * HOUR
AGAIN = "热线重办：路灯又不亮了"


@pytest.fixture
def office() -> Office:
    return make_office()


def replied(office: Office, **changes: object) -> SuperiorOrder:
    superior, work = superior_order(office, **changes), order_in_hand(office)
    who, seen = office.dispatcher.actor, {"seen_version": None}
    join_concern(concern_id=superior.concern_id, order_id=work.pk, actor=who, at=MONDAY, **seen)
    resolve_order(order_id=work.pk, reply="已修好", actor=office.officer.actor, at=MONDAY + HOUR, **seen)
    hand_over_replies(superior_ids=[superior.pk], actor=who, at=MONDAY + 2 * HOUR)
    return SuperiorOrder.objects.get(pk=superior.pk)


def returned(office: Office, **changes: object) -> SuperiorOrder:
    superior, who = superior_order(office, **changes), office.dispatcher.actor
    ground = ObjectionGround.OTHERS_DUTY
    raise_objection(superior_id=superior.pk, ground=ground, basis="清单", actor=who, at=MONDAY)
    outcome = ObjectionOutcome.UPHELD
    answer_objection(superior_id=superior.pk, outcome=outcome, actor=who, at=MONDAY + HOUR)
    return SuperiorOrder.objects.get(pk=superior.pk)


def sent_again(office: Office, superior: SuperiorOrder, *, issued_at: datetime = LATER) -> Taken:
    draft = make_superior_draft(
        office, number=superior.number, words=AGAIN, issued_at=issued_at, their_due_at=issued_at + 24 * HOUR
    )
    return take_superior_order(draft=draft, actor=office.dispatcher.actor, at=LATER + HOUR)


@pytest.mark.parametrize("done", [replied, returned])
def test_what_was_done_with_begins_anew_and_keeps_what_became_of_it(done, office: Office) -> None:
    before = done(office)
    taken = sent_again(office, before)
    assert (taken.is_new, taken.is_sent_again, taken.superior.pk) == (False, True, before.pk)
    now = SuperiorOrder.objects.get()
    assert (now.state, now.replied_at, now.delivered_at) == (SuperiorState.OPEN, None, None)
    assert (now.issued_at, now.their_due_at, now.came_at) == (LATER, LATER + 24 * HOUR, LATER + HOUR)
    assert now.return_until > LATER > before.return_until
    assert (now.concern.words, now.concern.state) == (AGAIN, ConcernState.SUBMITTED)
    assert now.concern in concerns_to_receive(office.dispatcher.actor)
    old = Concern.objects.get(pk=before.concern_id)
    assert (old.state, old.words, old.order_id) == (
        before.concern.state,
        before.concern.words,
        before.concern.order_id,
    )
    assert old.number in now.concern.exchanges.get(kind="superior").words
    assert now.concern.number in old.exchanges.get(kind="superior").words
    facts = AuditEntry.objects.get(verb="concerns.superior_sent_again").facts
    assert facts["state_before"] == before.state
    assert facts["concern_before"] == old.number
    assert facts["replied_before"] == (before.replied_at.isoformat() if before.replied_at else None)
    assert superiors_with_reply(office.dispatcher.actor, now.source_id) == []


@pytest.mark.parametrize("done", [replied, returned])
def test_the_same_sending_again_makes_one_request(done, office: Office) -> None:
    before = done(office)
    assert [sent_again(office, before).is_sent_again for _ in range(3)] == [True, False, False]
    SuperiorOrder.objects.update(state="replied", replied_at=LATER + HOUR)
    assert not sent_again(office, before).is_sent_again
    assert Concern.objects.count() == 2


@pytest.mark.parametrize("done", [replied, returned])
@pytest.mark.parametrize("away", [timedelta(0), timedelta(seconds=30), -HOUR])
def test_a_mere_repeat_stays_a_repeat(done, away: timedelta, office: Office) -> None:
    before = done(office)
    taken = sent_again(office, before, issued_at=before.issued_at + away)
    assert not taken.is_sent_again
    now = SuperiorOrder.objects.get()
    assert (now.state, now.concern_id, now.issued_at) == (before.state, before.concern_id, before.issued_at)
    assert Concern.objects.count() == 1


def test_what_is_still_to_be_answered_is_not_begun_twice(office: Office) -> None:
    before = superior_order(office)
    assert not sent_again(office, before).is_sent_again
    assert Concern.objects.get().pk == before.concern_id


def test_a_third_sending_begins_a_third_round(office: Office) -> None:
    before = replied(office)
    sent_again(office, before)
    SuperiorOrder.objects.update(state="replied", replied_at=LATER)
    assert sent_again(office, before, issued_at=LATER + HOUR / 2).is_sent_again
    assert Concern.objects.count() == 3


def test_whoever_pastes_it_is_told_that_it_waits_again(office: Office) -> None:
    before, client = replied(office), english_client(office.dispatcher)
    typed = {
        "source": str(before.source_id),
        "number": before.number,
        "issued_at": f"{timezone.localtime(LATER):%Y-%m-%d %H:%M}",
        "words": AGAIN,
    }
    page = client.post("/desk/above/new/", typed, follow=True).content.decode()
    assert f"sent {before.number} again" in page
    assert "nothing is doubled" not in page
    assert AGAIN in page
    assert Concern.objects.get(pk=before.concern_id).number in page
    page = client.post("/desk/above/new/", typed, follow=True).content.decode()
    assert "nothing is doubled" in page
    assert AGAIN in client.get("/desk/today/").content.decode()


def test_a_system_that_sends_it_again_by_itself_makes_it_wait_again(office: Office, settings) -> None:
    before = returned(office, number="RX1")
    with running() as server:
        settings.OUTBOUND_HOSTS = [server.host]
        told = {"adapter": "http_json", "address": server.address, "secret": SECRET}
        for name, value in told.items():
            setattr(before.source, name, value)
        before.source.save()
        server.orders = [order("RX1", issued_at=(MONDAY + 2 * HOUR).isoformat(), words=AGAIN)] * 2
        source = SuperiorSource.objects.get(pk=before.source_id)
        assert fetch_from(source, at=LATER) == 1
    assert SuperiorOrder.objects.get().concern.words == AGAIN
    assert Concern.objects.count() == 2


def test_a_file_counts_it_as_brought_in_and_says_so_before(office: Office) -> None:
    before, source = replied(office), make_source(office)
    rows = [OrderRow(before.number, AGAIN, at) for at in (LATER, before.issued_at)]
    keys, option, actor = {row.sending_key() for row in rows}, str(source.pk), office.dispatcher.actor
    assert ORDERS_FROM_ABOVE.known(keys, option, actor) == {rows[1].sending_key()}
    for row, told in zip(rows, [(1, 0), (0, 1)], strict=True):
        taken = ORDERS_FROM_ABOVE.take(drafts=[row], option=option, source="", actor=actor, at=LATER)
        assert (taken.imported, taken.already) == told
    assert ORDERS_FROM_ABOVE.known(keys, option, actor) == keys
