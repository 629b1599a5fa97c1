"""Notices: told by the news of orders, mailed outside the transaction, read by their reader alone."""

import smtplib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from jiezhi.accounts.models import User
from jiezhi.kit.actor import OriginRef
from jiezhi.kit.models import DeliveryState, OutboxDelivery
from jiezhi.kit.worker import drain
from jiezhi.notices.actions import tell_staff
from jiezhi.notices.choices import MailState, NoticeGroup
from jiezhi.notices.invariants import letters_that_wait_are_on_their_way
from jiezhi.notices.kinds import notice_kind
from jiezhi.notices.models import Notice
from jiezhi.notices.queries import own_notices
from jiezhi.notices.rows import notice_lines
from jiezhi.workorders.actions import send_back_order
from jiezhi.workorders.choices import SendBackReason
from tests.factories import dispatched_order, make_office, settle, staff_client
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY

pytestmark = pytest.mark.django_db


def test_a_dispatched_order_is_told_to_the_department_and_to_nobody_else():
    office = make_office()
    order = dispatched_order(office)
    settle()
    notice = Notice.objects.get()
    assert notice.reader == office.officer.user
    assert notice.about_id == order.pk
    assert notice.facts["number"] == order.number


def test_an_order_that_comes_back_is_told_to_the_dispatcher():
    office = make_office()
    order = dispatched_order(office)
    send_back_order(
        order_id=order.pk,
        reason=SendBackReason.NOT_OURS,
        note="属供电公司职责",
        seen_version=None,
        actor=office.officer.actor,
        at=MONDAY + timedelta(hours=1),
    )
    settle()
    assert Notice.objects.get(kind="workorders.sent_back").reader == office.dispatcher.user


def test_a_reader_with_an_address_gets_one_letter_without_the_brief():
    office = make_office()
    User.objects.filter(pk=office.officer.user.pk).update(email="officer@example.test")
    dispatched_order(office)
    settle()
    letter = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert letter.to == ["officer@example.test"]
    assert "修复" not in letter.subject + letter.body
    assert letter.extra_headers["Message-ID"]
    assert Notice.objects.get().mail_state == MailState.SENT


def office_whose_letter_failed(monkeypatch) -> Office:
    """An office whose officer was told of an order while the mail server was away."""
    office = make_office()
    User.objects.filter(pk=office.officer.user.pk).update(email="officer@example.test")
    dispatched_order(office)

    def refuse(_letter):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("jiezhi.notices.handlers.EmailMessage.send", refuse)
    drain()
    return office


def test_a_mail_server_that_is_away_keeps_the_letter_waiting_and_says_so(monkeypatch):
    office_whose_letter_failed(monkeypatch)
    assert Notice.objects.get().mail_state == MailState.FAILED
    waiting = OutboxDelivery.objects.get(handler="notices.handlers.send_mail")
    assert waiting.state == DeliveryState.WAITING
    assert waiting.attempts == 1
    monkeypatch.undo()
    drain(at=waiting.next_at + timedelta(hours=1))
    assert Notice.objects.get().mail_state == MailState.SENT


def test_the_page_shows_own_notices_only_and_marks_them_read():
    office = make_office()
    order = dispatched_order(office)
    settle()
    other = staff_client(office.grid_worker).get(reverse("notices:list"))
    assert order.number not in other.content.decode()
    client = staff_client(office.officer)
    assert order.number in client.get(reverse("notices:list")).content.decode()
    client.post(reverse("notices:mark_read"))
    assert Notice.objects.get().read_at is not None


def test_many_of_one_kind_stand_in_one_line_that_opens_and_hide_nothing_else():
    office = make_office()
    orders = [dispatched_order(office) for _ in range(6)]
    settle()
    first = Notice.objects.order_by("told_at", "id")[0]
    Notice.objects.filter(pk=first.pk).update(told_at=first.told_at - timedelta(days=1))
    page = staff_client(office.officer).get(reverse("notices:list"))
    assert [len(line.rows) for line in page.context["lines"]] == [5, 1]
    text = page.content.decode()
    assert "同类通知还有 4 条" in text
    assert [order.number for order in orders if order.number not in text] == []
    Notice.objects.filter(pk=first.pk).update(told_at=first.told_at)
    Notice.objects.exclude(pk=first.pk).update(read_at=first.told_at)
    lines = staff_client(office.officer).get(reverse("notices:list")).context["lines"]
    assert sorted(len(line.rows) for line in lines) == [
        1,
        5,
    ]  # what is new is never folded into what was read


def test_a_letter_to_an_address_that_was_taken_away_waits_no_longer(monkeypatch):
    office = office_whose_letter_failed(monkeypatch)
    assert Notice.objects.get().mail_state == MailState.FAILED
    monkeypatch.undo()
    User.objects.filter(pk=office.officer.user.pk).update(email="")
    drain(at=OutboxDelivery.objects.get(handler="notices.handlers.send_mail").next_at + timedelta(hours=1))
    assert Notice.objects.get().mail_state == MailState.NONE
    assert list(letters_that_wait_are_on_their_way()) == []
    assert mail.outbox == []


def test_what_is_urgent_stands_alone_however_much_of_it_there_is():
    office, urgent = make_office(), notice_kind("tests.alarm", "Alarm %(number)s.", NoticeGroup.URGENT)
    for number in range(6):
        tell_staff(
            readers=[office.officer.user], kind=urgent, about=OriginRef("workorders.order", uuid4()),
            facts={"number": str(number)}, actor=office.dispatcher.actor, at=MONDAY,
        )  # fmt: skip
        dispatched_order(office)
    settle(MONDAY)
    lines = notice_lines(own_notices(office.officer.actor))
    assert sorted((line.first.notice.kind, len(line.rows)) for line in lines) == [
        *[(urgent.code, 1)] * 6,
        ("workorders.dispatched", 6),
    ]
