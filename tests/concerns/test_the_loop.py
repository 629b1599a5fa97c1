"""One request through every hand, by actions alone."""

from datetime import timedelta

import pytest

from jiezhi.concerns.actions import (
    Confirmation,
    Verdict,
    answer_callback,
    answer_concern,
    confirm_concern,
)
from jiezhi.concerns.codes import code_holder
from jiezhi.concerns.models import Concern
from jiezhi.notices.models import Notice
from jiezhi.workorders.actions import accept_order, pass_check, reassign_order, resolve_order
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.models import WorkOrder
from tests.factories import Office, make_entry, make_office, settle, submitted_concern
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def resolved_order(office: Office, matter_id: object = None) -> tuple[Concern, WorkOrder]:
    receipt = submitted_concern(office)
    settle()
    concern = Concern.objects.get(pk=receipt.concern.pk)
    order = confirm_concern(
        concern_id=concern.pk,
        confirmation=Confirmation(matter_id=matter_id or office.lamp.pk, brief="修复路灯"),
        seen_version=concern.version,
        actor=office.dispatcher.actor,
        at=MONDAY + HOUR,
    )
    officer = office.officer.actor
    accept_order(order_id=order.pk, seen_version=None, actor=officer, at=MONDAY + 2 * HOUR)
    order = resolve_order(
        order_id=order.pk, reply="已更换灯泡", seen_version=None, actor=officer, at=MONDAY + 6 * HOUR
    )
    settle()
    concern.refresh_from_db()
    return concern, order


def test_a_callback_that_is_content_with_the_outcome_closes_the_order_whatever_the_service():
    office = make_office()
    concern, order = resolved_order(office)
    assert order.state == OrderState.AWAITING_CALLBACK
    holder = code_holder(sub_district_id=office.street.pk, code_digest=concern.code_digest)
    order = answer_callback(
        concern_id=concern.pk,
        verdict=Verdict(was_solved=True, was_satisfied=True, likes_service=False),
        actor=holder,
        at=MONDAY + 8 * HOUR,
    )
    assert order.state == OrderState.CLOSED
    assert (order.was_satisfied, order.likes_service) == (True, False)
    assert order.handling_min == 4 * 60  # 11:00 to 16:00, less the noon hour


def test_an_unsatisfied_callback_reopens_the_order():
    office = make_office()
    concern, first = resolved_order(office)
    holder = code_holder(sub_district_id=office.street.pk, code_digest=concern.code_digest)
    order = answer_callback(
        concern_id=concern.pk,
        verdict=Verdict(was_solved=False, was_satisfied=False),
        actor=holder,
        at=MONDAY + 30 * HOUR,
    )
    assert order.state == OrderState.DISPATCHED
    assert order.reopened_count == 1
    assert order.resolved_at is None
    assert order.due_at > first.due_at


def test_an_event_is_checked_on_site_before_the_reporter_is_asked():
    office = make_office()
    concern, order = resolved_order(office, office.rubbish.pk)
    assert order.state == OrderState.AWAITING_CHECK
    assert concern.callbacks.count() == 0
    order = pass_check(
        order_id=order.pk,
        note="现场已清理",
        seen_version=None,
        actor=office.grid_worker.actor,
        at=MONDAY + 7 * HOUR,
    )
    settle()
    assert order.state == OrderState.AWAITING_CALLBACK
    assert concern.callbacks.count() == 1


def test_an_answer_on_the_spot_that_did_not_help_comes_back_to_the_dispatcher():
    office = make_office()
    receipt = submitted_concern(office, "高龄津贴怎么办理")
    order = answer_concern(
        concern_id=receipt.concern.pk,
        matter_id=office.enquiry.pk,
        reply="请带身份证到窗口办理",
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + HOUR,
    )
    settle()
    holder = code_holder(sub_district_id=office.street.pk, code_digest=receipt.concern.code_digest)
    verdict = Verdict(was_solved=False, was_satisfied=False)
    answer_callback(concern_id=receipt.concern.pk, verdict=verdict, actor=holder, at=MONDAY + 2 * HOUR)
    settle()
    told = Notice.objects.get(kind="workorders.reopened")
    assert (told.reader_id, told.about_id) == (office.dispatcher.user.pk, order.pk)
    make_entry(office.enquiry, office.committee, community=office.community)
    order = reassign_order(
        order_id=order.pk,
        department_id=office.committee.pk,
        note="请社区上门解释",
        seen_version=None,
        actor=office.dispatcher.actor,
        at=MONDAY + 3 * HOUR,
    )
    assert (order.state, order.lead_id) == (OrderState.DISPATCHED, office.committee.pk)
