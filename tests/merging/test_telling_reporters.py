"""Who wished to be told by short message is told when theirs is joined with another, and when it is parted again."""

from datetime import datetime, timedelta

import pytest

from jiezhi.concerns.actions import join_concern
from jiezhi.concerns.models import Concern
from jiezhi.concerns.queries import PICTURE_OWNER
from jiezhi.kit.actor import OriginRef
from jiezhi.merging.actions import merge_orders, undo_merge
from jiezhi.notices.actions import ask_to_be_told
from jiezhi.notices.kinds import outside_words_of
from jiezhi.notices.models import SendingLine
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, make_office, settle, submitted_concern
from tests.factories.merging import MINUTE, reported
from tests.factories.notices import make_gateway
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    office = make_office()
    make_gateway(office, at=MONDAY)
    return office


def wished(office: Office, phone: str) -> tuple[Concern, WorkOrder]:
    concern, order = reported(office, phone=phone)
    about = OriginRef(PICTURE_OWNER, concern.pk)
    ask_to_be_told(about=about, phone=phone, actor=office.dispatcher.actor, at=MONDAY)
    return concern, order


def merge(office: Office, absorbed: WorkOrder, staying: WorkOrder, *, at: datetime) -> None:
    merge_orders(absorbed_id=absorbed.pk, staying_id=staying.pk, actor=office.dispatcher.actor, at=at)
    settle(at)


def told() -> list[tuple[str, dict[str, str]]]:
    return [
        (line.kind.removeprefix("concerns.resident_"), line.facts)
        for line in SendingLine.objects.order_by("pk")
    ]


def test_whose_order_is_merged_is_told_once_which_one_goes_on_and_once_when_it_is_parted(
    office: Office,
) -> None:
    _first, staying = wished(office, "13800000001")
    second, absorbed = wished(office, "13800000002")
    _third, silent = reported(office)
    settle()
    merge(office, absorbed, staying, at=MONDAY + HOUR)
    joined = ("joined", {"number": second.number, "order": staying.number})
    assert told() == [joined]
    merge(office, silent, staying, at=MONDAY + HOUR + MINUTE)
    assert told() == [joined]
    at = MONDAY + 2 * HOUR
    undo_merge(absorbed_id=absorbed.pk, note="是两盏灯", actor=office.dispatcher.actor, at=at)
    settle(at)
    assert told() == [joined, ("parted", {"number": second.number, "order": absorbed.number})]


def test_whose_order_goes_on_with_yet_another_is_told_of_the_new_number(office: Office) -> None:
    first, one = wished(office, "13800000001")
    second, two = wished(office, "13800000002")
    _third, three = reported(office)
    merge(office, one, two, at=MONDAY + HOUR)
    merge(office, two, three, at=MONDAY + 2 * HOUR)
    numbers = [(facts["number"], facts["order"]) for _kind, facts in told()]
    assert numbers[0] == (first.number, two.number)
    assert sorted(numbers[1:]) == sorted([(first.number, three.number), (second.number, three.number)])


def test_whose_request_the_dispatcher_joins_is_told_under_which_order_it_is_handled(office: Office) -> None:
    _first, order = wished(office, "13800000001")
    second = submitted_concern(office, "3号楼前的路灯不亮", phone="13800000002").concern
    silent = submitted_concern(office, "3号楼前的路灯不亮").concern
    about = OriginRef(PICTURE_OWNER, second.pk)
    ask_to_be_told(about=about, phone="13800000002", actor=office.dispatcher.actor, at=MONDAY)
    settle()
    for concern in (second, silent):
        join_concern(
            concern_id=concern.pk,
            order_id=order.pk,
            seen_version=None,
            actor=office.dispatcher.actor,
            at=MONDAY + HOUR,
        )
    settle(MONDAY + HOUR)
    assert told() == [("joined", {"number": second.number, "order": order.number})]


def test_who_joined_themselves_has_seen_it_and_gets_no_message(office: Office) -> None:
    _first, order = wished(office, "13800000001")
    second = submitted_concern(office, "3号楼前的路灯不亮", phone="13800000002").concern
    about = OriginRef(PICTURE_OWNER, second.pk)
    ask_to_be_told(about=about, phone="13800000002", actor=office.dispatcher.actor, at=MONDAY)
    join_concern(
        concern_id=second.pk,
        order_id=order.pk,
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY,
        is_by_reporter=True,
    )
    settle()
    assert told() == []


def test_the_words_give_both_numbers_and_say_that_they_are_called_back(office: Office) -> None:
    for kind in ("joined", "parted"):
        words = outside_words_of(f"concerns.resident_{kind}", {"number": "SQ-1", "order": "GD-2"})
        assert "SQ-1" in words
        assert "GD-2" in words
        assert "回访" in words
