"""News may arrive late: the reporter may have answered before the callback was opened."""

from datetime import timedelta

import pytest

from jiezhi.concerns.actions import Confirmation, Verdict, answer_callback, confirm_concern
from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.models import Callback
from jiezhi.workorders.actions import accept_order, resolve_order
from tests.factories import make_office, settle, submitted_concern
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_late_news_of_an_answered_round_opens_no_callback_for_the_reopened_order():
    office = make_office()
    receipt = submitted_concern(office)
    order = confirm_concern(
        concern_id=receipt.concern.pk,
        confirmation=Confirmation(matter_id=office.lamp.pk, brief="修复路灯"),
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + HOUR,
    )
    officer = office.officer.actor
    accept_order(order_id=order.pk, seen_version=None, actor=officer, at=MONDAY + 2 * HOUR)
    resolve_order(order_id=order.pk, reply="已更换", seen_version=None, actor=officer, at=MONDAY + 3 * HOUR)
    holder = code_holder(sub_district_id=office.street.pk, code_digest=receipt.concern.code_digest)
    answer_callback(
        concern_id=receipt.concern.pk,
        verdict=Verdict(was_solved=False, was_satisfied=False),
        actor=holder,
        at=MONDAY + 4 * HOUR,
    )
    settle()
    assert list(Callback.objects.values_list("round", "state")) == [(1, "answered")]
