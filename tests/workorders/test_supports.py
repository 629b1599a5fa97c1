"""Supports beside a lead, and departments that a community calls by its whistle."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from jiezhi.kit.errors import InvalidError, MissingError, RefusedError
from jiezhi.notices.models import Notice
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import ResponsibilitySupport
from jiezhi.organisation.queries import get_matter, lead_for
from jiezhi.project.demo.roles import OFFICER
from jiezhi.workorders.actions import (
    GivenWord,
    SupportWish,
    WhistleDraft,
    accept_support,
    ask_support_again,
    ask_supports,
    blow_whistle,
    call_off_support,
    decline_support,
    dispatch_order,
    fail_check,
    open_order,
    open_whistle,
    rate_whistle,
    reassign_order,
    report_support,
    resolve_order,
    send_back_order,
)
from jiezhi.workorders.choices import (
    DeclineReason,
    HandOverMode,
    OrderState,
    SendBackReason,
    SupportKind,
    SupportState,
    WordChannel,
)
from jiezhi.workorders.errors import NotListedError, SupportRefusedError, SupportsOpenError, WrongStepError
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.supports import get_support
from tests.factories import Office, make_community, make_department, make_office, make_staff, settle
from tests.factories.hands import HOUR, order_in_hand
from tests.factories.offices import Staff
from tests.factories.workorders import MONDAY, make_agreement, make_draft

DAY = timedelta(days=1)


@pytest.fixture
def office(db) -> Office:
    return make_office()


def told(staff: Staff) -> set[str]:
    return set(Notice.objects.filter(reader=staff.user).values_list("kind", flat=True))


def asked(office: Office, department, *, order: WorkOrder | None = None, at: datetime = MONDAY) -> Support:
    order = order or order_in_hand(office)
    wish = SupportWish(department.pk, "协助断电", (2, "working_days"))
    return ask_supports(order_id=order.pk, wishes=[wish], actor=office.officer.actor, at=at)[0]


def test_the_lead_asks_a_section_which_takes_its_part_on_and_reports_it_done(office):
    police = make_department(office.street)
    hand = make_staff(police, OFFICER)
    support = asked(office, police)
    assert (support.state, support.hand_over) == (SupportState.ASKED, HandOverMode.DIRECT)
    assert support.due_at > support.answer_due_at > MONDAY
    accept_support(support_id=support.pk, actor=hand.actor, at=MONDAY + HOUR)
    report_support(support_id=support.pk, reply="已断电", actor=hand.actor, at=MONDAY + 2 * HOUR)
    support.refresh_from_db()
    assert (support.state, support.reply) == (SupportState.DONE, "已断电")
    assert (support.answered_at, support.done_at) == (MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert WorkOrder.objects.get().is_cross_department


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        (DepartmentKind.SECTION, HandOverMode.DIRECT),
        (DepartmentKind.OUTPOST, HandOverMode.REQUESTED),
        (DepartmentKind.UTILITY, HandOverMode.REQUESTED),
        (DepartmentKind.BUREAU, HandOverMode.CALLED),
    ],
)
def test_authority_decides_how_a_support_is_brought_in(office, kind, mode):
    assert asked(office, make_department(office.street, kind=kind)).hand_over == mode


def test_an_outpost_with_an_agreement_supports_by_it(office):
    outpost = make_department(office.street, kind=DepartmentKind.OUTPOST)
    make_agreement(outpost)
    assert asked(office, outpost).hand_over == HandOverMode.AGREED


def test_a_committee_supports_only_where_the_list_says_so(office):
    order = order_in_hand(office)
    with pytest.raises(NotListedError, match="清单"):
        asked(office, office.committee, order=order)
    entry = order.matter.responsibilities.get()
    ResponsibilitySupport.objects.create(sub_district=office.street, entry=entry, department=office.committee)
    assert asked(office, office.committee, order=order).hand_over == HandOverMode.DIRECT


def test_the_lists_supports_are_asked_in_the_deed_of_the_dispatch(office):
    power = make_department(office.street, kind=DepartmentKind.UTILITY)
    parks = make_department(office.street)
    entry = office.lamp.responsibilities.get()
    for department in (power, parks):
        ResponsibilitySupport.objects.create(
            sub_district=office.street,
            entry=entry,
            department=department,
            limit_amount=1,
            limit_unit="working_days",
        )
    draft = make_draft(office)
    matter = get_matter(sub_district_id=office.street.pk, matter_id=office.lamp.pk)
    choice = lead_for(matter=matter, spot=draft.spot, on=date(2026, 11, 2))
    order = open_order(
        draft=draft,
        lead=office.lighting,
        choice=choice,
        without={parks.pk},
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    support = order.supports.get()
    assert (support.department, support.task, support.limit_amount) == (power, order.brief, 1)
    assert WorkOrder.objects.get().is_cross_department


def test_an_order_from_which_every_support_was_left_out_is_of_one_department(office):
    parks = make_department(office.street)
    entry = office.lamp.responsibilities.get()
    ResponsibilitySupport.objects.create(sub_district=office.street, entry=entry, department=parks)
    draft = make_draft(office)
    choice = lead_for(matter=draft.matter, spot=draft.spot, on=date(2026, 11, 2))
    order = open_order(
        draft=draft,
        lead=office.lighting,
        choice=choice,
        without={parks.pk},
        actor=office.dispatcher.actor,
        at=MONDAY,
    )
    assert not order.is_cross_department
    assert not order.supports.exists()


def test_the_lead_cannot_report_done_over_an_open_support_without_a_reason(office):
    support = asked(office, make_department(office.street, kind=DepartmentKind.UTILITY))
    done = {
        "order_id": support.order_id,
        "reply": "已修好",
        "seen_version": None,
        "actor": office.officer.actor,
    }
    with pytest.raises(SupportsOpenError, match=support.department.name):
        resolve_order(**done, at=MONDAY + HOUR)
    assert WorkOrder.objects.get().state == OrderState.IN_HAND
    order = resolve_order(
        **done, without_supports="供电公司三天没有回音，已由路灯所自行断电", at=MONDAY + HOUR
    )
    support.refresh_from_db()
    assert (support.state, support.ended_at) == (SupportState.LAPSED, MONDAY + HOUR)
    assert "没有回音" in support.note
    assert order.state == OrderState.AWAITING_CALLBACK


def test_nobody_can_be_brought_in_to_an_order_that_is_reported_done(office):
    order = order_in_hand(office)
    resolve_order(
        order_id=order.pk, reply="已修好", seen_version=None, actor=office.officer.actor, at=MONDAY + HOUR
    )
    with pytest.raises(WrongStepError):
        asked(office, make_department(office.street), order=order, at=MONDAY + 2 * HOUR)


def test_a_support_declines_with_a_reason_and_the_lead_and_the_dispatcher_are_told(office):
    police = make_department(office.street)
    hand = make_staff(police, OFFICER)
    support = asked(office, police)
    with pytest.raises(InvalidError):
        decline_support(
            support_id=support.pk, reason=DeclineReason.NO_MEANS, note=" ", actor=hand.actor, at=MONDAY + HOUR
        )
    decline_support(
        support_id=support.pk,
        reason=DeclineReason.NO_MEANS,
        note="设备在修",
        actor=hand.actor,
        at=MONDAY + HOUR,
    )
    support.refresh_from_db()
    assert (support.state, support.reason, support.note) == ("declined", "no_means", "设备在修")
    settle(MONDAY + HOUR)
    assert "workorders.support_declined" in told(office.officer)
    assert "workorders.support_declined" in told(office.dispatcher)
    assert "workorders.support_asked" in told(hand)


def test_a_department_sees_its_part_and_not_the_order_and_nothing_once_it_was_called_off(office):
    police = make_department(office.street)
    hand = make_staff(police, OFFICER)
    support = asked(office, police)
    assert get_support(hand.actor, support.pk).task == "协助断电"
    from jiezhi.workorders.queries import visible_orders

    assert not visible_orders(hand.actor).exists()
    call_off_support(support_id=support.pk, note="不需要了", actor=office.officer.actor, at=MONDAY + HOUR)
    with pytest.raises(MissingError):
        get_support(hand.actor, support.pk)
    with pytest.raises(MissingError):
        accept_support(support_id=support.pk, actor=hand.actor, at=MONDAY + 2 * HOUR)
    assert get_support(office.officer.actor, support.pk).note == "不需要了"


def test_another_department_neither_answers_nor_calls_off(office):
    police, parks = make_department(office.street), make_department(office.street)
    other = make_staff(parks, OFFICER)
    support = asked(office, police)
    with pytest.raises(MissingError):
        accept_support(support_id=support.pk, actor=other.actor, at=MONDAY + HOUR)
    with pytest.raises(RefusedError):
        accept_support(support_id=support.pk, actor=office.officer.actor, at=MONDAY + HOUR)
    hand = make_staff(police, OFFICER)
    with pytest.raises(RefusedError):
        call_off_support(support_id=support.pk, note="我们不做", actor=hand.actor, at=MONDAY + HOUR)


def test_neither_the_lead_nor_one_that_is_asked_already_is_asked(office):
    police = make_department(office.street)
    support = asked(office, police)
    with pytest.raises(SupportRefusedError):
        asked(office, police, order=support.order)
    with pytest.raises(SupportRefusedError):
        asked(office, office.lighting, order=support.order)


def test_the_database_holds_one_open_part_per_department(office):
    support = asked(office, make_department(office.street))
    support.pk, support._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.bulk_create(
            [
                Support(
                    **{f.attname: getattr(support, f.attname) for f in Support._meta.fields if f.name != "id"}
                )
            ]
        )


@pytest.mark.parametrize("deed", ["dispatch", "reassign"])
def test_a_support_that_becomes_the_lead_has_one_part_only(office, deed):
    police = make_department(office.street)
    support = asked(office, police)
    order, actor = support.order, office.dispatcher.actor
    if deed == "dispatch":
        send_back_order(
            order_id=order.pk,
            reason=SendBackReason.NOT_OURS,
            note="应由他们主办",
            seen_version=None,
            actor=office.officer.actor,
            at=MONDAY + HOUR,
        )
        dispatch_order(
            order_id=order.pk, department_id=police.pk, seen_version=None, actor=actor, at=MONDAY + HOUR
        )
    else:
        reassign_order(
            order_id=order.pk,
            department_id=police.pk,
            note="改为主办",
            seen_version=None,
            actor=actor,
            at=MONDAY + HOUR,
        )
    support.refresh_from_db()
    order.refresh_from_db()
    assert (support.state, order.lead) == (SupportState.CALLED_OFF, police)


def test_after_a_failed_check_only_those_named_are_asked_again_with_a_fresh_limit(office):
    order = order_in_hand(office, office.rubbish)
    first = asked(office, make_department(office.street), order=order)
    second = asked(office, make_department(office.street), order=order)
    resolve_order(
        order_id=order.pk,
        reply="已清运",
        seen_version=None,
        without_supports="垃圾已清走",
        actor=office.officer.actor,
        at=MONDAY + HOUR,
    )
    fail_check(
        order_id=order.pk, note="还有一堆", seen_version=None, actor=office.grid_worker.actor, at=MONDAY + DAY
    )
    again = ask_support_again(support_id=first.pk, task="", actor=office.officer.actor, at=MONDAY + DAY)
    assert (again.department_id, again.task, again.state) == (
        first.department_id,
        first.task,
        SupportState.ASKED,
    )
    assert again.due_at > first.due_at
    assert Support.objects.filter(state=SupportState.ASKED).count() == 1
    assert Support.objects.get(pk=second.pk).state == SupportState.LAPSED


def test_what_a_body_without_people_here_says_is_recorded_with_its_source(office):
    power = make_department(office.street, kind=DepartmentKind.UTILITY)
    support = asked(office, power)
    word = GivenWord("值班室", MONDAY + HOUR, WordChannel.TELEPHONE)
    accept_support(support_id=support.pk, word=word, actor=office.dispatcher.actor, at=MONDAY + HOUR)
    support.refresh_from_db()
    assert (support.state, support.said_by, support.said_through) == ("accepted", "值班室", "telephone")
    make_staff(power, OFFICER)
    with pytest.raises(RefusedError):
        report_support(
            support_id=support.pk, reply="已断电", word=word, actor=office.dispatcher.actor, at=MONDAY + HOUR
        )


def whistled(office: Office, *departments) -> list[Support]:
    order = order_in_hand(office)
    wishes = [SupportWish(row.pk, "到现场", (1, "working_days")) for row in departments]
    return blow_whistle(order_id=order.pk, wishes=wishes, actor=office.community_worker.actor, at=MONDAY)


def test_a_community_calls_departments_which_report_for_duty_with_a_pledge(office):
    police, bureau = (
        make_department(office.street),
        make_department(office.street, kind=DepartmentKind.BUREAU),
    )
    hand = make_staff(police, OFFICER)
    first, second = whistled(office, police, bureau)
    assert {first.kind, second.kind} == {SupportKind.WHISTLE}
    assert first.asked_by_department == office.committee
    assert first.answer_due_at == datetime.fromisoformat("2026-11-02T07:00:00+00:00")  # four working hours on
    with pytest.raises(InvalidError):
        accept_support(support_id=first.pk, actor=hand.actor, at=MONDAY + HOUR)
    accept_support(
        support_id=first.pk,
        pledge="下午到场清理",
        pledged_on=date(2026, 11, 2),
        actor=hand.actor,
        at=MONDAY + HOUR,
    )
    report_support(support_id=first.pk, reply="已清理", actor=hand.actor, at=MONDAY + 5 * HOUR)
    rated = rate_whistle(
        support_id=first.pk,
        has_come=True,
        has_helped=False,
        actor=office.community_worker.actor,
        at=MONDAY + DAY,
    )
    assert (rated.has_come, rated.has_helped) == (True, False)
    with pytest.raises(RefusedError):
        rate_whistle(
            support_id=first.pk,
            has_come=True,
            has_helped=True,
            actor=office.community_worker.actor,
            at=MONDAY + DAY,
        )
    with pytest.raises(RefusedError):
        rate_whistle(
            support_id=second.pk,
            has_come=True,
            has_helped=True,
            actor=office.community_worker.actor,
            at=MONDAY,
        )


def test_who_did_not_come_cannot_have_helped(office):
    police = make_department(office.street)
    hand = make_staff(police, OFFICER)
    (support,) = whistled(office, police)
    report_support(support_id=support.pk, reply="已清理", actor=hand.actor, at=MONDAY + HOUR)
    with pytest.raises(InvalidError):
        rate_whistle(
            support_id=support.pk,
            has_come=False,
            has_helped=True,
            actor=office.community_worker.actor,
            at=MONDAY + DAY,
        )


def test_a_community_calls_to_its_own_area_only(office):
    other = make_community(office.street)
    order = order_in_hand(office)
    WorkOrder.objects.filter(pk=order.pk).update(community=other)
    wish = SupportWish(make_department(office.street).pk, "到现场")
    with pytest.raises(MissingError):
        blow_whistle(order_id=order.pk, wishes=[wish], actor=office.community_worker.actor, at=MONDAY)
    draft = WhistleDraft(office.rubbish.pk, "占道经营", other.pk)
    with pytest.raises(RefusedError):
        open_whistle(draft=draft, wishes=[wish], actor=office.community_worker.actor, at=MONDAY)


def test_a_community_calls_to_a_matter_of_which_no_order_speaks_and_leads_it_itself(office):
    police = make_department(office.street)
    hand = make_staff(police, OFFICER)
    draft = WhistleDraft(office.rubbish.pk, "沿街商户占用人行道", office.community.pk)
    order = open_whistle(
        draft=draft,
        wishes=[SupportWish(police.pk, "到场劝导")],
        actor=office.community_worker.actor,
        at=MONDAY,
    )
    assert (order.lead, order.state, order.flow) == (office.committee, OrderState.IN_HAND, "task")
    support = order.supports.get()
    report_support(support_id=support.pk, reply="已劝导", actor=hand.actor, at=MONDAY + HOUR)
    resolve_order(
        order_id=order.pk,
        reply="已恢复通行",
        seen_version=None,
        actor=office.community_worker.actor,
        at=MONDAY + HOUR,
    )
    assert WorkOrder.objects.get().state == OrderState.CLOSED
