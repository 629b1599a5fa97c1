"""Working together in the demo street: past supports, a whistle each week, two chains, the roster, emergencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from jiezhi.chains import actions as chains
from jiezhi.chains.models import ApprovalChain
from jiezhi.core.deadlines import Limit, LimitUnit
from jiezhi.core.supervision import NEXT_CALL_AFTER
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.worker import drain
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Department, ResponsibilitySupport
from jiezhi.organisation.queries import get_matter
from jiezhi.places.queries import Spot
from jiezhi.project.demo.lists import (
    CITY_OFFICE,
    COMMITTEES,
    ECOLOGY,
    ENFORCEMENT,
    GAS,
    HOUSING,
    MARKET,
    PEACE,
    POLICE,
    POWER,
    WATER,
)
from jiezhi.project.demo.playing import Cast
from jiezhi.supervision.actions import answer_emergency
from jiezhi.supervision.models import DutyShift, EmergencyResponse
from jiezhi.supervision.tasks import call_next_on_duty
from jiezhi.workorders import actions as orders
from jiezhi.workorders.choices import HandOverMode, OrderState, SupportState, UrgencyTier
from jiezhi.workorders.clock import SUPPORT_ANSWER_LIMIT, scaled_due
from jiezhi.workorders.models import Support, WorkOrder

WEEKS = 12
"""So many whistles, one a week."""
SUPPORTS_BACK = timedelta(days=180)
IN_TIME = 0.62
"""Share of past supports in time; a made-up figure."""
HOUR = timedelta(hours=1)

RENOVATION = (
    ("提出改造方案", CITY_OFFICE, 5, ()),
    ("方案审批", HOUSING, 8, (1,)),
    ("扬尘噪声审查", ECOLOGY, 4, (1,)),
    ("消防通道审查", PEACE, 3, (1,)),
    ("供水管线改造", WATER, 10, (2,)),
    ("供电线路改造", POWER, 8, (2,)),
    ("燃气管线改造", GAS, 12, (2,)),
    ("拆除违建、进场", ENFORCEMENT, 6, (2, 3, 4)),
    ("路面恢复和验收", CITY_OFFICE, 5, (5, 6, 7, 8)),
)
"""An old estate is renovated through eight departments: step, department, working days, what it waits for."""
PAVEMENT_SHOP = (
    ("现场认定", ENFORCEMENT, 2, ()),
    ("证照核查", MARKET, 3, (1,)),
    ("房屋用途核查", HOUSING, 4, (1,)),
    ("交通秩序评估", POLICE, 3, (1,)),
    ("恢复路面、办结", CITY_OFFICE, 5, (2, 3, 4)),
)
"""One shop on the pavement, through five departments."""
WHISTLED = (
    ("vending", "沿街商户占用人行道，劝导后反复", (ENFORCEMENT, MARKET)),
    ("fire-lane", "楼道堆物堵塞消防通道", (PEACE, ENFORCEMENT)),
    ("illegal-building", "顶层住户正在加盖阳光房", (ENFORCEMENT, HOUSING)),
    ("noise", "夜间露天卡拉OK扰民", (POLICE, ENFORCEMENT)),
)
EMERGENCIES = (
    ("gas", "居民楼内闻到燃气味", GAS, 1),
    ("water", "路口水管爆裂，路面积水", WATER, 4),
    ("power", "电线垂落在人行道上", POWER, 9),
)
"""Matter, what happened, who leads, minutes until somebody answered."""
DUTY = ((PEACE, ENFORCEMENT), (CITY_OFFICE, POLICE))
"""Who is on duty on even and on odd days, and in which turn."""


@dataclass(frozen=True)
class Desk:
    """What every part needs.

    Args:
        cast: Everybody.
        rng: The chance.
        at: Now.
    """

    cast: Cast
    rng: Random
    at: datetime

    def hand(self, name: str) -> Actor:
        """Give who works for a department."""
        return self.cast.by_department[self.cast.department_ids[name]]

    def workdays_ago(self, count: int) -> datetime:
        """Give ten in the morning on the count-th workday before today."""
        day = timezone.localdate(self.at)
        while count:
            day -= timedelta(days=1)
            count -= self.cast.calendar.is_workday(day)
        return timezone.make_aware(datetime(day.year, day.month, day.day, 10))  # noqa: DTZ001 - made aware here


def work_together(cast: Cast, *, seed: int, at: datetime) -> None:
    """Make everything that several departments did together; the same for the same seed and day.

    Args:
        cast: Everybody.
        seed: Of the chance.
        at: Now.
    """
    desk = Desk(cast, Random(f"together-{seed}"), at)  # noqa: S311 - stories, not secrets
    _past_supports(desk)
    _roster(desk)
    for weeks in range(WEEKS, 0, -1):
        _whistle(desk, weeks)
    _emergencies(desk)
    _chain(desk, "老旧小区改造联审", "owners", RENOVATION, begun=38, paces=(4, 11, 4, 3, 9, 7, 0, 6, 0))
    _chain(desk, "占道经营商铺联合处置", "vending", PAVEMENT_SHOP, begun=24, paces=(2, 3, 6, 2, 4))


def _past_supports(desk: Desk) -> None:
    """Enter the parts that the list's supports had in the orders of the last half year, as they are done with."""
    named: dict[UUID, list[ResponsibilitySupport]] = {}
    for row in ResponsibilitySupport.objects.filter(sub_district_id=desk.cast.street_id).select_related(
        "entry"
    ):
        named.setdefault(row.entry.matter_id, []).append(row)
    done = WorkOrder.objects.filter(
        sub_district_id=desk.cast.street_id, is_cross_department=True, matter__parent_id__in=named,
        dispatched_at__gte=desk.at - SUPPORTS_BACK, resolved_at__isnull=False, supports=None,
    )  # fmt: skip
    rows = [
        _past_support(desk, order, row)
        for order in done.select_related("matter").order_by("opened_at", "number")
        for row in named[order.matter.parent_id or order.matter_id]
        if row.department_id != order.lead_id
    ]
    Support.objects.bulk_create(rows, batch_size=500)


def _past_support(desk: Desk, order: WorkOrder, named: ResponsibilitySupport) -> Support:
    asked_at, calendar = order.dispatched_at or order.opened_at, desk.cast.calendar
    limit = Limit(order.limit_amount, LimitUnit(order.limit_unit))
    due_at = scaled_due(order, calendar, limit, at=asked_at)
    part = desk.rng.uniform(0.3, 0.95) if desk.rng.random() < IN_TIME else desk.rng.uniform(1.05, 1.6)
    done_at = min(asked_at + (due_at - asked_at) * part, order.resolved_at or due_at)
    return Support(
        id=uuid5(NAMESPACE_URL, f"jiezhi-support-{order.number}-{named.department_id}"),
        sub_district_id=order.sub_district_id,
        order=order,
        department_id=named.department_id,
        hand_over=HandOverMode.DIRECT if named.department_id in _sections(desk) else HandOverMode.REQUESTED,
        task=named.task or order.brief,
        state=SupportState.DONE,
        limit_amount=order.limit_amount,
        limit_unit=order.limit_unit,
        asked_at=asked_at,
        asked_by=desk.cast.dispatcher.label,
        asked_by_department_id=desk.cast.dispatcher.department_id,
        answer_due_at=min(scaled_due(order, calendar, SUPPORT_ANSWER_LIMIT, at=asked_at), due_at),
        due_at=due_at,
        answered_at=min(asked_at + timedelta(minutes=desk.rng.randint(20, 700)), done_at),
        reply="已到场配合处置。",
        done_at=done_at,
    )


def _sections(desk: Desk) -> set[UUID]:
    return {desk.cast.department_ids[name] for name in (CITY_OFFICE, ENFORCEMENT, PEACE)}


def _whistle(desk: Desk, weeks: int) -> None:
    """Let a community call two departments once a week; last week's call is still under way."""
    code, brief, names = WHISTLED[weeks % len(WHISTLED)]
    committee = sorted(COMMITTEES.values())[weeks % len(COMMITTEES)]
    worker = desk.hand(committee)
    begun = desk.workdays_ago(5 * weeks - 3)
    (community_id,) = worker.scope.community_ids
    order = orders.open_whistle(
        draft=orders.WhistleDraft(desk.cast.matters[code].pk, brief, community_id),
        wishes=[
            orders.SupportWish(desk.cast.department_ids[name], "到场处置并反馈", (3, LimitUnit.WORKING_DAYS))
            for name in names
        ],
        actor=worker,
        at=begun,
    )
    for number, support in enumerate(order.supports.select_related("department").order_by("asked_at", "id")):
        hand = desk.cast.by_department[support.department_id]
        came_at = begun + timedelta(minutes=desk.rng.randint(30, 150) + 240 * (number and weeks % 3 == 0))
        day = timezone.localdate(came_at) + timedelta(days=1)
        orders.accept_support(
            support_id=support.pk, pledge="到场处置，次日回看", pledged_on=day, actor=hand, at=came_at
        )
        if weeks == 1 and number:
            continue
        orders.report_support(support_id=support.pk, reply="已到场处置。", actor=hand, at=came_at + 26 * HOUR)
        helped = desk.rng.random() < 0.75
        orders.rate_whistle(
            support_id=support.pk, has_come=True, has_helped=helped, actor=worker, at=came_at + 30 * HOUR
        )
    if weeks > 1:
        orders.resolve_order(
            order_id=order.pk,
            reply="各部门到场后已恢复。",
            seen_version=None,
            actor=worker,
            at=begun + 50 * HOUR,
        )
    drain(at=begun + 51 * HOUR)


def _roster(desk: Desk) -> None:
    """Enter the turns of duty from the month before until the end of this month."""
    first = (timezone.localdate(desk.at).replace(day=1) - timedelta(days=1)).replace(day=1)
    last = (timezone.localdate(desk.at) + timedelta(days=32)).replace(day=1)
    rows = []
    for number in range((last - first).days):
        day = first + timedelta(days=number)
        begins = timezone.make_aware(datetime(day.year, day.month, day.day, 8))  # noqa: DTZ001 - made aware here
        for turn, name in enumerate(DUTY[number % 2], start=1):
            rows.append(
                DutyShift(
                    id=uuid5(NAMESPACE_URL, f"jiezhi-duty-{day}-{turn}"),
                    sub_district_id=desk.cast.street_id,
                    department_id=desk.cast.department_ids[name],
                    begins_at=begins,
                    ends_at=begins + timedelta(days=1),
                    turn=turn,
                )
            )
    DutyShift.objects.bulk_create(rows)


def _emergencies(desk: Desk) -> None:
    """Let three emergencies come in on the last workdays, each answered by who is on duty."""
    for number, (code, brief, lead, minutes) in enumerate(EMERGENCIES, start=1):
        begun = desk.workdays_ago(9 - 2 * number)
        estate = desk.cast.estates[sorted(desk.cast.estates)[number]]
        order = orders.open_order(
            draft=orders.OrderDraft(
                matter=get_matter(sub_district_id=desk.cast.street_id, matter_id=desk.cast.matters[code].pk),
                brief=brief,
                spot=Spot(estate.community_id, estate.grid_cell_id, estate.pk, estate.lon, estate.lat),
                origin=OriginRef("demo.emergency", uuid5(NAMESPACE_URL, f"jiezhi-emergency-{number}")),
                urgency=UrgencyTier.EMERGENCY,
                flow=FlowName.TASK,
            ),
            lead=Department.objects.get(pk=desk.cast.department_ids[lead]),
            actor=desk.cast.dispatcher,
            at=begun,
        )
        drain(at=begun)
        answered_at, next_at = begun + timedelta(minutes=minutes), begun + NEXT_CALL_AFTER
        is_escalated = answered_at > next_at
        while next_at < answered_at:
            call_next_on_duty(next_at)
            drain(at=next_at)
            next_at += NEXT_CALL_AFTER
        called = DutyShift.objects.filter(
            sub_district_id=desk.cast.street_id, begins_at__lte=begun, ends_at__gt=begun
        ).get(turn=2 if is_escalated else 1)
        answerer = desk.cast.by_department[called.department_id]
        answer_emergency(
            response_id=EmergencyResponse.objects.get(order=order).pk, actor=answerer, at=answered_at
        )
        hand = desk.hand(lead)
        _take_on(order, hand, at=begun + timedelta(minutes=minutes + 5))
        orders.resolve_order(
            order_id=order.pk, reply="险情已排除。", seen_version=None, actor=hand, at=begun + 3 * HOUR
        )
        drain(at=begun + 3 * HOUR)


def _chain(
    desk: Desk,
    name: str,
    code: str,
    steps: Sequence[tuple[str, str, int, tuple[int, ...]]],
    *,
    begun: int,
    paces: Sequence[int],
) -> ApprovalChain:
    """Enter a template, start a chain for an old estate, and let its departments work; a pace of 0 is still at it."""
    started_at = desk.workdays_ago(begun)
    drafts = [
        chains.StepDraft(number, words, desk.cast.department_ids[department], "", days, after)
        for number, (words, department, days, after) in enumerate(steps, start=1)
    ]
    template = chains.enter_template(
        name=name, matter_id=desk.cast.matters[code].pk, steps=drafts, actor=desk.cast.leader, at=started_at
    )
    estate = sorted((row for row in desk.cast.estates.values() if row.is_old), key=lambda row: row.name)[0]
    draft = chains.ChainDraft(template.pk, f"{estate.name}：{name}", estate_id=estate.pk)
    chain = chains.start_chain(draft=draft, actor=desk.cast.leader, at=started_at)
    drain(at=started_at)
    while step := _next_done(desk, chain, paces):
        at, order = step
        _take_on(order, desk.cast.by_department[order.lead_id], at=at - HOUR)  # type: ignore[index]
        orders.resolve_order(
            order_id=order.pk,
            reply="本环节已办结。",
            seen_version=None,
            actor=desk.cast.by_department[order.lead_id],  # type: ignore[index]
            at=at,
        )
        drain(at=at)
    return chain


def _next_done(desk: Desk, chain: ApprovalChain, paces: Sequence[int]) -> tuple[datetime, WorkOrder] | None:
    """Give the step that is done next, and when; None when the rest is still under way today."""
    waiting = chain.steps.filter(done_at=None, order__isnull=False).select_related("order")
    coming = []
    for step in waiting:
        pace = paces[step.position - 1]
        if pace and step.opened_at is not None and step.order is not None:
            minutes = Limit(pace * 450, LimitUnit.WORKING_MINUTES)
            coming.append((desk.cast.calendar.add(step.opened_at, minutes), step.position, step.order))
    if not coming:
        return None
    at, _position, order = min(coming, key=lambda row: row[:2])
    return (at, order) if at < desk.at else None


def _take_on(order: WorkOrder, hand: Actor, *, at: datetime) -> None:
    """Take an order on in the way in which it was handed over."""
    order.refresh_from_db()
    deeds = {
        OrderState.REQUESTED.value: orders.agree_to_order,
        OrderState.CALLED.value: orders.report_for_duty,
        OrderState.DISPATCHED.value: orders.accept_order,
    }
    if order.state == OrderState.TRANSFERRED:
        orders.take_over_order(
            order_id=order.pk, their_number=f"MH-{order.number[-4:]}", promised_on=None, seen_version=None,
            actor=hand, at=at,
        )  # fmt: skip
    elif order.state in deeds:
        deeds[order.state](order_id=order.pk, seen_version=None, actor=hand, at=at)
