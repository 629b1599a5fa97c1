"""What work orders bring to a worker's inbox."""

from datetime import datetime

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor
from jiezhi.workorders.choices import OrderState, SupportState, UrgencyTier
from jiezhi.workorders.models import Extension, Support, WorkOrder
from jiezhi.workorders.permissions import DECIDE_EXTENSION, DISPATCH, HANDLE
from jiezhi.workorders.queries import (
    OrderFilter,
    filtered_orders,
    orders_in_own_hands,
    waiting_extensions,
)
from jiezhi.workorders.supports import own_open_supports

ORDER_PLACE = Coalesce("estate__name", "community__name", Value(""), output_field=TextField())
DANGER = Case(
    When(urgency=UrgencyTier.EMERGENCY, then=Value(UrgencyTier.EMERGENCY.value)),
    default=Value(""),
    output_field=TextField(),
)
PART_DUE = Case(When(state=SupportState.ASKED, then=Least("answer_due_at", "due_at")), default="due_at")
NEAREST = F("due_at").asc(nulls_last=True)


def urgency_words(code: str) -> str:
    """Give the words of an urgency."""
    return str(UrgencyTier(code).label) if code else ""


def _own(actor: Actor, _at: datetime) -> QuerySet[WorkOrder]:
    return orders_in_own_hands(actor)


def _parts(actor: Actor, _at: datetime) -> QuerySet[Support]:
    return own_open_supports(actor)


def _sent_back(actor: Actor, at: datetime) -> QuerySet[WorkOrder]:
    return filtered_orders(actor, OrderFilter(state=OrderState.SENT_BACK), at=at)


def _opened(actor: Actor, at: datetime) -> QuerySet[WorkOrder]:
    return filtered_orders(actor, OrderFilter(state=OrderState.OPENED), at=at)


def _late_answers(actor: Actor, at: datetime) -> QuerySet[WorkOrder]:
    return filtered_orders(actor, OrderFilter(is_answer_late=True), at=at)


def _wishes(actor: Actor, _at: datetime) -> QuerySet[Extension]:
    return waiting_extensions(actor)


def order_columns(*, place: Coalesce | str = ORDER_PLACE, due_at: str = "due_at") -> InboxColumns:
    """Give what a line shows of an order."""
    return InboxColumns(
        number="number",
        title="matter__name",
        text="brief",
        place=place,
        since="step_entered_at",
        due_at=due_at,
        danger=DANGER,
        order_id="pk",
    )


register_source(
    InboxSource(
        key="orders",
        title=_("Work orders of your department"),
        order=20,
        permission=HANDLE.code,
        rows=_own,
        columns=order_columns(),
        url_name="workorders:order",
        sort=(DANGER.desc(), NEAREST, "step_entered_at", "pk"),
        danger_words=urgency_words,
    )
)
register_source(
    InboxSource(
        key="supports",
        title=_("Our part in others' orders"),
        order=21,
        permission=HANDLE.code,
        rows=_parts,
        columns=InboxColumns(
            number="order__number",
            title="order__matter__name",
            text="task",
            place="asked_by",
            since="asked_at",
            due_at=PART_DUE,
            order_id="order_id",
        ),
        url_name="workorders:support",
        sort=(PART_DUE.asc(), "pk"),
    )
)
register_source(
    InboxSource(
        key="to-dispatch",
        title=_("Orders to dispatch"),
        order=29,
        permission=DISPATCH.code,
        rows=_opened,
        columns=order_columns(place="community__name", due_at=""),
        url_name="workorders:order",
        sort=(DANGER.desc(), "step_entered_at", "pk"),
        danger_words=urgency_words,
    )
)
register_source(
    InboxSource(
        key="sent-back",
        title=_("Orders sent back"),
        order=30,
        permission=DISPATCH.code,
        rows=_sent_back,
        columns=order_columns(place="lead__name", due_at=""),
        url_name="workorders:order",
        sort=("step_entered_at", "pk"),
        danger_words=urgency_words,
        is_shown_empty=True,
    )
)
register_source(
    InboxSource(
        key="answers",
        title=_("Answers overdue"),
        order=31,
        permission=DISPATCH.code,
        rows=_late_answers,
        columns=order_columns(place="lead__name", due_at="step_due_at"),
        url_name="workorders:order",
        sort=("step_entered_at", "pk"),
        danger_words=urgency_words,
        is_shown_empty=True,
    )
)
register_source(
    InboxSource(
        key="more-time",
        title=_("Wishes for more time"),
        order=32,
        permission=DECIDE_EXTENSION.code,
        rows=_wishes,
        columns=InboxColumns(
            id="order_id",
            number="order__number",
            title="order__matter__name",
            text="reason",
            place="asked_by",
            since="asked_at",
            due_at="order__due_at",
            order_id="order_id",
        ),
        url_name="workorders:order",
        sort=("asked_at", "pk"),
        is_shown_empty=True,
    )
)
