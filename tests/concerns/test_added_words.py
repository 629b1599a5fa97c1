"""What a reporter adds reaches somebody who can act on it, once."""

from datetime import timedelta

import pytest

from jiezhi.concerns.actions import Confirmation, add_words, confirm_concern
from jiezhi.concerns.codes import code_holder
from jiezhi.kit.errors import InvalidError
from jiezhi.notices.models import Notice
from jiezhi.workorders.actions import accept_order, resolve_order
from tests.factories import make_office, settle, submitted_concern
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def order_and_add(office):
    """An order in hand, and a way to add words to its request."""
    concern = submitted_concern(office).concern
    order = confirm_concern(
        concern_id=concern.pk,
        confirmation=Confirmation(matter_id=office.lamp.pk, brief="修复路灯"),
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=MONDAY + HOUR)
    holder = code_holder(sub_district_id=office.street.pk, code_digest=concern.code_digest)

    def add(words, *, at=MONDAY + 2 * HOUR):
        return add_words(concern_id=concern.pk, words=words, actor=holder, at=at)

    return order, add


def test_words_added_to_a_running_order_are_told_to_the_dispatcher(office, order_and_add):
    _order, add = order_and_add
    added = add("灯杆也歪了")
    settle()
    told = Notice.objects.get(kind="concerns.words_added")
    assert (told.reader_id, told.about_id) == (office.dispatcher.user.pk, added.pk)
    assert "灯杆" not in str(told.facts)


def test_the_same_words_sent_twice_are_added_once(order_and_add):
    _order, add = order_and_add
    assert add("灯杆也歪了").exchanges.count() == 1
    assert add("灯杆也歪了").exchanges.count() == 1
    assert add("还有一盏也不亮").exchanges.count() == 2
    assert add("灯杆也歪了").exchanges.count() == 3


def test_nothing_is_added_where_nobody_works_any_more(office, order_and_add):
    order, add = order_and_add
    resolve_order(
        order_id=order.pk,
        reply="已更换",
        seen_version=None,
        actor=office.officer.actor,
        at=MONDAY + 3 * HOUR,
    )
    with pytest.raises(InvalidError):
        add("灯杆也歪了", at=MONDAY + 4 * HOUR)
