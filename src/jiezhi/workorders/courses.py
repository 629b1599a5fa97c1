"""Whole courses of orders, as a source tells them step by step: written in bulk, with no notices.

A law holds that a course comes out as its deeds would, apart from ids, audit and outbox.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from jiezhi.core.deadlines import Limit, LimitUnit, WorkingCalendar
from jiezhi.core.masking import without_personal
from jiezhi.kit.actor import Actor
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department
from jiezhi.workorders import effects
from jiezhi.workorders.choices import ExtensionState, HandOverMode, OrderState, Verb
from jiezhi.workorders.drafts import OrderDraft, new_order
from jiezhi.workorders.effects import entry_for
from jiezhi.workorders.history import numbers_for
from jiezhi.workorders.models import Extension, OrderEntry, WorkOrder
from jiezhi.workorders.search import note_words

Said = tuple[bool, bool, bool | None]
"""Solved, satisfied with the outcome, satisfied with the service; the last is None where it was not asked."""


@dataclass(frozen=True)
class PastStep:
    """One deed on an order, as its source tells it.

    Args:
        verb: What was done; opening is not among them, since every course begins with it.
        at: When.
        actor: Who did it.
        department: Whom a dispatch or a handing on named.
        reason: Code of a sending back or a reopening.
        note: In words; the reply, where the verb reports done or answers.
        extra_time: Amount and unit that an extension granted.
        mode: For the reopening of an order that nobody had handed over before: the way towards its department.
        verdict: Where the verb closes, whether it was solved, and whether they were satisfied with outcome and service;
            None when nobody could be reached.
    """

    verb: Verb
    at: datetime
    actor: Actor
    department: Department | None = None
    reason: str = ""
    note: str = ""
    extra_time: tuple[int, LimitUnit] | None = None
    mode: HandOverMode | None = None
    verdict: Said | None = None


@dataclass(frozen=True)
class PastWish:
    """A wish for more time, and what became of it. One that was granted has its step in the course besides.

    Args:
        amount: How much was asked for, in the order's own unit.
        reason: Why.
        asked_at: When.
        asked_by: The department's actor.
        state: What became of it.
        decided_at: When; None while it is open.
        decided_by: Who decided; None while it is open, or when it lapsed.
        note: What was said to it.
    """

    amount: int
    reason: str
    asked_at: datetime
    asked_by: Actor
    state: ExtensionState = ExtensionState.ASKED
    decided_at: datetime | None = None
    decided_by: Actor | None = None
    note: str = ""


@dataclass(frozen=True)
class OrderCourse:
    """The whole course of an order.

    Args:
        draft: What it is about; its matter with step limits read ahead.
        opened_at: When it was opened.
        actor: Who opened it.
        steps: What was done with it, in the order of time. A dispatch at the moment of opening is one deed with it.
        wishes: Wishes for more time.
        late_verdict: When and what a reporter said of an order that was closed by its answer.
    """

    draft: OrderDraft
    opened_at: datetime
    actor: Actor
    steps: tuple[PastStep, ...] = ()
    wishes: tuple[PastWish, ...] = ()
    late_verdict: tuple[datetime, Said] | None = None


def import_courses(
    courses: Sequence[OrderCourse], *, calendar: WorkingCalendar, actor: Actor
) -> list[WorkOrder]:
    """Write orders with their whole courses, in a handful of statements and one for each day's numbers.

    Called inside the deed of whoever imports, which leaves the audit row.

    Args:
        courses: In the order of their opening.
        calendar: Of the street; it must reach back to the earliest opening.
        actor: Who imports.

    Raises:
        WrongStepError: A course takes a step that its flow does not know.
    """
    days = [timezone.localdate(course.opened_at) for course in courses]
    orders, entries, wishes = [], [], []
    for course, number in zip(
        courses, numbers_for(days, actor.tenant_id, prefix="GD", series="order"), strict=True
    ):
        order = new_order(course.draft, number, actor=course.actor, at=course.opened_at)
        orders.append(order)
        entries += _carried_out(order, course, calendar)
        wishes += [_wish_of(order, wish) for wish in course.wishes]
    WorkOrder.objects.bulk_create(orders)
    OrderEntry.objects.bulk_create(entries)
    Extension.objects.bulk_create(wishes)
    note_words(orders)
    return orders


def _carried_out(order: WorkOrder, course: OrderCourse, calendar: WorkingCalendar) -> list[OrderEntry]:
    opened = entry_for(order, Verb.OPEN, actor=course.actor, at=course.opened_at, before="")
    lines = [opened]
    for step in course.steps:
        told = _EFFECTS[step.verb](order, step, calendar)
        if lines == [opened] and step.at == course.opened_at:
            effects.limits_after(order, [opened])  # one deed with the opening
        else:
            order.version += 1
        lines += effects.limits_after(order, told if isinstance(told, list) else [told])
    if course.late_verdict is not None:
        order.was_solved, order.was_satisfied, order.likes_service = course.late_verdict[1]
        order.version += 1
    return lines


def _wish_of(order: WorkOrder, wish: PastWish) -> Extension:
    return Extension(
        sub_district_id=order.sub_district_id,
        order=order,
        amount=wish.amount,
        unit=order.limit_unit,
        reason=wish.reason,
        state=wish.state,
        asked_at=wish.asked_at,
        asked_by=wish.asked_by.label,
        decided_at=wish.decided_at,
        decided_by=wish.decided_by.label if wish.decided_by else "",
        decision_note=wish.note,
    )


Effect = Callable[[WorkOrder, PastStep, WorkingCalendar], OrderEntry | list[OrderEntry]]


def _named(step: PastStep) -> Department:
    if step.department is None:
        raise ValueError(f"The step {step.verb} at {step.at} names no department.")
    return step.department


def _extend(order: WorkOrder, step: PastStep, calendar: WorkingCalendar) -> OrderEntry:
    if step.extra_time is None:
        raise ValueError(f"The extension at {step.at} gives no time.")
    limit = Limit(*step.extra_time)
    return effects.extend(order, calendar, limit, note=step.note, actor=step.actor, at=step.at)


def _close(order: WorkOrder, step: PastStep, _calendar: WorkingCalendar) -> OrderEntry:
    solved, satisfied, service = step.verdict or (None, None, None)
    return effects.close(
        order,
        was_solved=solved,
        was_satisfied=satisfied,
        likes_service=service,
        actor=step.actor,
        at=step.at,
    )


def _mode_of(step: PastStep) -> HandOverMode:
    """Give the way that a verb of handing over stands for."""
    asked = ASKING.get(step.verb)
    if asked is not None:
        return asked
    by_agreement = _named(step).kind == DepartmentKind.OUTPOST
    return HandOverMode.AGREED if by_agreement else HandOverMode.DIRECT


def _hand_over(order: WorkOrder, step: PastStep, calendar: WorkingCalendar) -> OrderEntry:
    is_back = order.state in (OrderState.OPENED, OrderState.SENT_BACK)
    hand = effects.dispatch if is_back else effects.reassign
    return hand(
        order, _named(step), calendar, mode=_mode_of(step), actor=step.actor, at=step.at, note=step.note
    )


def _take_on(order: WorkOrder, step: PastStep, calendar: WorkingCalendar) -> OrderEntry:
    number = step.note if step.verb is Verb.TAKE else ""
    return effects.take_on(order, step.verb, calendar, actor=step.actor, at=step.at, their_number=number)


def _reopen(order: WorkOrder, step: PastStep, calendar: WorkingCalendar) -> list[OrderEntry]:
    mode = HandOverMode(order.hand_over) if order.hand_over else step.mode
    return effects.reopen(
        order, calendar, mode=mode, reason=step.reason, note=step.note, actor=step.actor, at=step.at
    )


ASKING = {
    Verb.REQUEST: HandOverMode.REQUESTED,
    Verb.CALL: HandOverMode.CALLED,
    Verb.TRANSFER: HandOverMode.TRANSFERRED,
}
"""The verbs by which a body that takes no orders is asked, and the way each stands for."""

_EFFECTS: dict[Verb, Effect] = {
    **dict.fromkeys((Verb.DISPATCH, Verb.REASSIGN, *ASKING), _hand_over),
    **dict.fromkeys((Verb.ACCEPT, Verb.AGREE, Verb.REPORT_IN, Verb.TAKE), _take_on),
    Verb.DECLINE: lambda order, step, calendar: effects.decline(
        order, calendar, note=step.note, actor=step.actor, at=step.at
    ),
    Verb.SEND_BACK: lambda order, step, calendar: effects.send_back(
        order, calendar, reason=step.reason, note=step.note, actor=step.actor, at=step.at
    ),
    Verb.EXTEND: _extend,
    Verb.RESOLVE: lambda order, step, calendar: effects.resolve(
        order, calendar, reply=without_personal(step.note), actor=step.actor, at=step.at
    ),
    Verb.ANSWER: lambda order, step, _calendar: effects.answer(
        order, reply=without_personal(step.note), actor=step.actor, at=step.at
    ),
    Verb.PASS_CHECK: lambda order, step, calendar: effects.pass_check(
        order, calendar, note=step.note, actor=step.actor, at=step.at
    ),
    Verb.FAIL_CHECK: lambda order, step, calendar: effects.fail_check(
        order, calendar, note=step.note, actor=step.actor, at=step.at
    ),
    Verb.CLOSE: _close,
    Verb.REOPEN: _reopen,
}
"""What a step does; every verb of a flow is here, but opening and waiting."""
