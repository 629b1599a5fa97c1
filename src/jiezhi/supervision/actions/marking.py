"""Marks on orders: put by a person with a reason, or by the rules of `core.supervision`."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.supervision import MarkKind, MarkRule, marks_due
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.outbox import emit
from jiezhi.organisation.models import ResponsibilityEntry
from jiezhi.organisation.queries import get_matter, lead_for
from jiezhi.places.queries import Spot
from jiezhi.supervision.choices import MarkKinds, MarkRules
from jiezhi.supervision.events import OrderMarked
from jiezhi.supervision.mark_queries import facts_of
from jiezhi.supervision.models import OrderMark
from jiezhi.supervision.permissions import SUPERVISE
from jiezhi.workorders.actions import mark_order
from jiezhi.workorders.brief import require_clean_note
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.errors import WrongStepError
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import get_order

ORDER = "workorders.order"


@action
def put_mark(*, order_id: UUID, kind: MarkKinds, note: str, actor: Actor, at: datetime) -> OrderMark:
    """Remind a department of an order (催办), or put a yellow or red card on the order, with a reason.

    Raises:
        InvalidError: No reason is given, or it holds a person's number.
        WrongStepError: The order is closed, or a red card lies on it and a yellow one is put.
        MissingError: No such order in the actor's area.
    """
    require(actor, SUPERVISE)
    get_order(actor, order_id)
    note = require_clean_note(
        note, lacking=_("Say why: the department reads it, and it stays with the order.")
    )
    order = mark_order(order_id=order_id, kind=kind, rule=MarkRules.BY_HAND, actor=actor, at=at)
    if order.state == OrderState.CLOSED:
        raise WrongStepError(_("The order is closed: nothing is to be hurried any more."))
    if kind == MarkKinds.YELLOW_CARD and _has_card(order, MarkKinds.RED_CARD):
        raise WrongStepError(
            _(
                "A red card lies on this order already: a yellow one says less. Remind, or let the red one stand."
            )
        )
    return _put(order, kind, MarkRules.BY_HAND, note=note, actor=actor, at=at)


@action
def put_mark_by_rule(
    *, order_id: UUID, kind: MarkKind, rule: MarkRule, actor: Actor, at: datetime
) -> OrderMark | None:
    """Put a mark that a rule calls for, once per round of the order; None when it lies there already."""
    order = mark_order(order_id=order_id, kind=kind, rule=rule, actor=actor, at=at)
    if order.state == OrderState.CLOSED:
        return None
    return _put_once(order, kind, rule, actor=actor, at=at)


@action
def raise_if_due(*, order_id: UUID, actor: Actor, at: datetime) -> list[OrderMark]:
    """Raise an order that came back, or was found not done, too often (提级督办); its leader in charge is told."""
    order = mark_order(order_id=order_id, kind=MarkKind.RAISED, rule="counted", actor=actor, at=at)
    marks = sorted(mark for mark in marks_due(facts_of(order)) if mark[0] is MarkKind.RAISED)
    put = [_put_once(order, kind, rule, actor=actor, at=at) for kind, rule in marks]
    return [mark for mark in put if mark is not None]


def _put_once(
    order: WorkOrder, kind: MarkKind, rule: MarkRule, *, actor: Actor, at: datetime
) -> OrderMark | None:
    # The order is locked: whoever waited sees what the first one put.
    known = OrderMark.objects.filter(order=order, kind=kind, rule=rule, round=order.reopened_count)
    if known.exists():
        return None
    return _put(order, MarkKinds(kind), MarkRules(rule), note="", actor=actor, at=at)


def _has_card(order: WorkOrder, kind: MarkKinds) -> bool:
    """Whether a card of this kind lies on the order since it was last taken up again."""
    return OrderMark.objects.filter(order=order, kind=kind, round=order.reopened_count).exists()


def _put(
    order: WorkOrder, kind: MarkKinds, rule: MarkRules, *, note: str, actor: Actor, at: datetime
) -> OrderMark:
    mark = OrderMark.objects.create(
        sub_district_id=order.sub_district_id,
        order=order,
        kind=kind,
        rule=rule,
        round=order.reopened_count,
        note=note,
        at=at,
        put_by=actor.label if rule == MarkRules.BY_HAND else "",
        department_id=order.lead_id,
        entry=_entry_of(order, at=at),
    )
    facts = {"number": order.number, "mark": kind.value, "rule": rule.value}
    audit.record("supervision.mark_put", kind=ORDER, id=order.pk, facts=facts)
    emit(
        OrderMarked(
            mark_id=mark.pk,
            order_id=order.pk,
            sub_district_id=order.sub_district_id,
            department_id=order.lead_id,
            number=order.number,
            kind=kind.value,
        )
    )
    return mark


def _entry_of(order: WorkOrder, *, at: datetime) -> ResponsibilityEntry | None:
    """Give the line of the list by which the lead has the order, so that marks are counted per line."""
    matter = get_matter(sub_district_id=order.sub_district_id, matter_id=order.matter_id)
    spot = Spot(order.community_id, order.grid_cell_id, order.estate_id, order.lon, order.lat)
    choice = lead_for(matter=matter, spot=spot, on=timezone.localdate(at), level=order.urgency)
    lines = [line for line in (choice.entry, *choice.rivals) if line is not None]
    return next((line for line in lines if line.lead_id == order.lead_id), None)
