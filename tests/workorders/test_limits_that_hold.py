"""What is said of a limit is what the clock does: shortened by urgency with its reason, or as a person set it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from jiezhi.concerns.models import Concern
from jiezhi.core.deadlines import Limit, LimitUnit, due_at
from jiezhi.evidence.brief.handling import clocks
from jiezhi.evidence.slip import slip_of
from jiezhi.inbox.gathering import inbox_of
from jiezhi.organisation.choices import LimitUnits
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders import actions
from jiezhi.workorders.actions import SupportWish
from jiezhi.workorders.choices import UrgencyTier
from jiezhi.workorders.clock import calendar_for
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.support_words import support_line, support_timeline
from tests.factories import (
    Office,
    make_department,
    make_draft,
    make_matter,
    make_office,
    make_staff,
    staff_client,
)
from tests.factories.pages import text_of
from tests.factories.workorders import MONDAY, submitted_concern

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
OPENING = MONDAY - HOUR
"""When the office opens."""
DAYS, HOURS = LimitUnits.WORKING_DAYS, LimitUnits.WORKING_HOURS
SHORTENED = "4个工作小时，因“紧急”由8个工作小时缩短"


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def office() -> Office:
    return make_office()


def order_of(
    office: Office, limit=(8, HOURS), urgency: UrgencyTier = UrgencyTier.NORMAL, *, at=OPENING
) -> WorkOrder:
    matter = make_matter(office.street, limit=limit)
    draft = replace(make_draft(office, matter), urgency=urgency)
    order = actions.open_order(draft=draft, lead=office.lighting, actor=office.dispatcher.actor, at=at)
    return actions.accept_order(order_id=order.pk, seen_version=None, actor=office.officer.actor, at=at)


def asked(office: Office, order: WorkOrder, limit=None, *, at=OPENING) -> Support:
    wish = SupportWish(make_department(office.street).pk, "协助断电", limit)
    return actions.ask_supports(order_id=order.pk, wishes=[wish], actor=office.officer.actor, at=at)[0]


def line_of(support: Support, *, at=OPENING):
    calendar = calendar_for(support.sub_district_id, since=OPENING)
    return support_line(support, support.order.urgency, calendar, at=at)


def end_of(office: Office, amount: int, unit: str, *, at=OPENING):
    return due_at(calendar_for(office.street.pk, since=OPENING), at, Limit(amount, LimitUnit(unit)))


def test_the_limit_of_an_urgent_order_is_said_as_it_holds_with_the_reason(office):
    order = order_of(office, urgency=UrgencyTier.URGENT)
    assert order.due_at == end_of(office, 4, HOURS)
    page = text_of(staff_client(office.officer).get(reverse("workorders:order", args=[order.pk])))
    assert f"（{SHORTENED}）" in page
    assert dict(clocks(order, []))["时限"] == SHORTENED
    usual = order_of(office)
    page = text_of(staff_client(office.officer).get(reverse("workorders:order", args=[usual.pk])))
    assert "（8个工作小时）" in page
    assert "时缩短" not in page


def test_the_slip_says_the_limit_that_holds(office, monkeypatch):
    told = {}
    monkeypatch.setattr("jiezhi.evidence.slip.set_page", lambda _layout, page: told.update(page) or b"")
    slip_of(order_of(office, urgency=UrgencyTier.URGENT), made="")
    assert f"（{SHORTENED}）" in dict(told["facts"])["办理期限"]


def test_a_part_without_a_limit_of_its_own_is_as_short_as_its_order(office):
    support = asked(office, order_of(office, urgency=UrgencyTier.URGENT))
    assert (support.due_at, support.is_limit_fixed) == (end_of(office, 4, HOURS), False)
    assert line_of(support).limit == SHORTENED
    assert line_of(support).countdown.text == "剩余4个工作小时"


def test_what_a_person_set_for_a_part_stays_and_is_counted_down_from(office):
    order = order_of(office, urgency=UrgencyTier.EMERGENCY)
    support = asked(office, order, (2, DAYS))
    assert (support.due_at, support.is_limit_fixed) == (end_of(office, 2, DAYS), True)
    assert (line_of(support).limit, line_of(support).countdown.text) == ("2个工作日", "剩余2个工作日")
    whistle = SupportWish(make_department(office.street).pk, "到现场", (2, DAYS))
    caller = office.community_worker.actor
    (called,) = actions.blow_whistle(order_id=order.pk, wishes=[whistle], actor=caller, at=OPENING)
    assert called.due_at == end_of(office, 2, DAYS)


@pytest.mark.parametrize(("limit", "amount", "is_fixed"), [(None, 4, False), ((8, HOURS), 8, True)])
def test_asked_anew_a_part_has_the_limit_that_it_had(office, limit, amount, is_fixed):
    support = asked(office, order_of(office, urgency=UrgencyTier.URGENT), limit)
    actor = office.officer.actor
    actions.call_off_support(support_id=support.pk, note="先不用", actor=actor, at=OPENING)
    again = actions.ask_support_again(support_id=support.pk, task="", actor=actor, at=OPENING)
    assert (again.due_at, again.is_limit_fixed) == (end_of(office, amount, HOURS), is_fixed)


def test_an_answer_is_due_no_later_than_the_part_and_never_says_more_than_its_limit(office):
    short = asked(office, order_of(office, (4, HOURS)))
    assert short.answer_due_at == short.due_at == end_of(office, 4, HOURS)
    assert line_of(short).answer.text == line_of(short).countdown.text == "剩余4个工作小时"
    long = asked(office, order_of(office, (5, DAYS)))
    assert long.answer_due_at == end_of(office, 1, DAYS) < long.due_at
    assert line_of(long).answer.text == "剩余1个工作日"
    Support.objects.filter(pk=short.pk).update(answer_due_at=long.due_at)
    short.refresh_from_db()
    assert line_of(short).answer.text == "剩余4个工作小时"


def test_the_inbox_shows_a_part_with_whichever_ends_first(office):
    now = timezone.now()
    hand = make_staff(make_department(office.street), OFFICER)
    rows = [asked(office, order_of(office, limit, at=now), at=now) for limit in ((5, DAYS), (1, HOURS))]
    Support.objects.update(department_id=hand.actor.department_id)
    # As it stood before answers were held to the limit.
    Support.objects.filter(pk=rows[1].pk).update(answer_due_at=rows[1].due_at + 90 * HOUR)
    part = next(each for each in inbox_of(hand.actor, at=now, full=9) if each.source.key == "supports")
    assert [line.due_at for line in part.lines] == [rows[1].due_at, rows[0].answer_due_at]


@pytest.mark.parametrize(("day", "is_late"), [(3, False), (4, True)])
def test_a_promise_for_after_the_limit_is_taken_and_named_where_it_is_shown(office, day, is_late):
    hand = make_staff(make_department(office.street), OFFICER)
    order = order_of(office, (1, DAYS))
    wish = SupportWish(hand.actor.department_id, "协助断电")
    support = actions.ask_supports(order_id=order.pk, wishes=[wish], actor=office.officer.actor, at=OPENING)[
        0
    ]
    pledged_on = date(2026, 11, day)
    support = actions.accept_support(
        support_id=support.pk, pledge="到场断电", pledged_on=pledged_on, actor=hand.actor, at=OPENING
    )
    for staff, address in ((hand, "workorders:support"), (office.officer, "workorders:order")):
        about = support.pk if staff is hand else order.pk
        page = text_of(staff_client(staff).get(reverse(address, args=[about])))
        assert f"2026-11-0{day}" in page
        assert ("承诺晚于时限" in page) is is_late
    told = [line.text for line in support_timeline([support])]
    assert (f"到场断电（2026-11-0{day}前，承诺晚于时限）" in told) is is_late
    assert (f"到场断电（2026-11-0{day}前）" in told) is not is_late


def test_a_promised_day_without_words_is_shown_too(office):
    support = asked(office, order_of(office))
    Support.objects.filter(pk=support.pk).update(state="accepted", pledged_on=date(2026, 11, 6))
    page = text_of(staff_client(office.officer).get(reverse("workorders:support", args=[support.pk])))
    assert "2026-11-06" in page


def test_whoever_reported_for_duty_finds_the_report_of_the_deed_open(office):
    hand = make_staff(make_department(office.street), OFFICER)
    order = order_of(office)
    wish = SupportWish(hand.actor.department_id, "到现场")
    caller = office.community_worker.actor
    (part,) = actions.blow_whistle(order_id=order.pk, wishes=[wish], actor=caller, at=OPENING)
    address, shown = reverse("workorders:support", args=[part.pk]), "<summary>报告协办完成</summary>"
    client = staff_client(hand)

    def is_open() -> bool:
        before, _shown, _after = client.get(address).content.decode().partition(shown)
        return before.rpartition("<details")[2].strip() == 'class="deed" open>'

    assert not is_open()
    actions.accept_support(
        support_id=part.pk, pledge="马上到", pledged_on=date(2026, 11, 2), actor=hand.actor, at=OPENING
    )
    assert is_open()


def test_the_reply_speaks_of_a_reporter_only_where_there_is_one(office):
    police = make_department(office.street)
    draft = actions.WhistleDraft(office.rubbish.pk, "沿街商户占用人行道", office.community.pk)
    wishes = [SupportWish(police.pk, "到场劝导")]
    caller = office.community_worker
    whistled = actions.open_whistle(draft=draft, wishes=wishes, actor=caller.actor, at=OPENING)
    reported = order_of(office)
    submitted_concern(office)
    Concern.objects.update(order=reported)
    for staff, order, is_reported in ((caller, whistled, False), (office.officer, reported, True)):
        page = text_of(staff_client(staff).get(reverse("workorders:order", args=[order.pk])))
        assert "请用通俗的话写，不要写姓名和电话。" in page
        assert ("诉求人会看到这段话" in page) is is_reported
