"""Reads of supports, in a known number of statements: the order's own people see them all, a department its part."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, DateField, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from jiezhi.core.supports import SUPPORT_FLOW
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.kit.measure import Question, Split
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department
from jiezhi.organisation.staff import staff_of_department
from jiezhi.workorders.choices import (
    CLOCK_RUNS,
    OPEN_SUPPORT,
    OrderState,
    SupportKind,
    SupportState,
    SupportVerb,
)
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.outcomes import support_outcomes
from jiezhi.workorders.permissions import DISPATCH, HANDLE, RECORD_ANSWER, WHISTLE
from jiezhi.workorders.queries import COUNT_CAP, PAGE_ROWS, is_visible

SUPPORTABLE = (*CLOCK_RUNS, OrderState.WAITING, OrderState.SENT_BACK)
"""States of an order in which departments can be brought in: somebody is still at work."""


def supports_in_reach(actor: Actor) -> QuerySet[Support]:
    """Give the supports that an actor may read: those of orders in the area, and the own departments' parts.

    A department that was called off leaves: it no longer sees the order.
    """
    rows = Support.objects.filter(sub_district_id=actor.tenant_id)
    scope = actor.scope
    if scope.whole:
        return rows
    own = Q(department_id__in=scope.department_ids) & ~Q(state=SupportState.CALLED_OFF)
    of_order = Q(order__lead_id__in=scope.department_ids) | Q(order__community_id__in=scope.community_ids)
    return rows.filter(own | of_order)


def get_support(actor: Actor, support_id: UUID) -> Support:
    """Give a support with its order and its department, in one statement.

    Raises:
        MissingError: No such support within the actor's reach.
    """
    rows = supports_in_reach(actor).select_related(
        "department",
        "asked_by_department",
        "order__matter",
        "order__lead",
        "order__community",
        "order__estate",
    )
    support = rows.filter(pk=support_id).first()
    if support is None:
        raise MissingError(_("Your department has no such part in a work order."))
    return support


def supports_of(order: WorkOrder) -> list[Support]:
    """Give every support of an order, the oldest first, in one statement."""
    rows = Support.objects.filter(order_id=order.pk).select_related("department", "asked_by_department")
    return list(rows.order_by("asked_at", "id"))


def open_supports(order: WorkOrder) -> list[Support]:
    """Give the supports of an order that still have something to do."""
    rows = Support.objects.filter(order_id=order.pk, state__in=OPEN_SUPPORT).select_related("department")
    return list(rows.order_by("asked_at", "id"))


def own_supports(actor: Actor, *, is_open: bool = True) -> list[Support]:
    """Give the parts that the actor's departments have in others' orders, the nearest limit first."""
    rows = Support.objects.filter(
        sub_district_id=actor.tenant_id, department_id__in=actor.scope.department_ids
    ).select_related("department", "asked_by_department", "order__matter", "order__lead", "order__community")
    if is_open:
        return list(rows.filter(state__in=OPEN_SUPPORT).order_by("due_at", "id")[:PAGE_ROWS])
    ended = rows.exclude(state__in=(*OPEN_SUPPORT, SupportState.CALLED_OFF))
    return list(ended.order_by("-asked_at", "-id")[:PAGE_ROWS])


def own_open_supports(actor: Actor) -> QuerySet[Support]:
    """Give the open parts of the actor's departments."""
    return Support.objects.filter(
        sub_district_id=actor.tenant_id,
        department_id__in=actor.scope.department_ids,
        state__in=OPEN_SUPPORT,
    )


def supports_waiting(actor: Actor) -> QuerySet[Support]:
    """Give the same parts, to be counted up to one above the cap."""
    return own_open_supports(actor)[: COUNT_CAP + 1]


def overdue_supports(*, at: datetime) -> QuerySet[Support]:
    """Give the open supports of every street whose answer or whose end is overdue."""
    is_silent = Q(state=SupportState.ASKED, answer_due_at__lt=at)
    return Support.objects.filter(is_silent | Q(state__in=OPEN_SUPPORT, due_at__lt=at))


def orders_with(supports: QuerySet[Support]) -> QuerySet[WorkOrder]:
    """Give the orders to which these supports belong."""
    return WorkOrder.objects.filter(pk__in=supports.values("order_id"))


_COLUMNS = {
    Split.COMMUNITY: "order__community_id",
    Split.DEPARTMENT: "department_id",
    Split.MATTER: "order__matter_id",
    Split.MONTH: "month_on",
}


def support_counts(
    question: Question, kind: SupportKind | None, *, moment: str = "asked_at", **wanted: str
) -> dict[UUID | date | None, dict[str, int]]:
    """Count the supports asked in a period that the actor may read, by outcome, in one statement.

    Args:
        question: Whose area, which period, and by what it is broken down.
        kind: Only supports or only whistles; None for both.
        moment: What of a support has to lie in the period: `asked_at`, or `due_at`.
        wanted: For each count the names in `outcomes.support_outcomes` of which one must hold, with commas.
    """
    known = support_outcomes(question.at)
    rows = supports_in_reach(question.actor).filter(
        **{f"{moment}__date__gte": question.first_on, f"{moment}__date__lte": question.last_on}
    )
    if kind is not None:
        rows = rows.filter(kind=kind)
    counts = {
        name: Count("id", filter=reduce(or_, (known[each] for each in names.split(","))))
        for name, names in wanted.items()
    }
    rows = rows.annotate(month_on=TruncMonth(moment, output_field=DateField()))
    column = _COLUMNS.get(question.split)
    if column is None:
        return {None: rows.order_by().aggregate(**counts)}
    return {row.pop(column): row for row in rows.order_by().values(column).annotate(**counts)}


def may_ask_supports(actor: Actor, order: WorkOrder) -> bool:
    """Whether the actor may bring departments in to an order: the dispatcher, or the lead itself."""
    leads = actor.may(HANDLE.code) and order.lead_id in actor.scope.department_ids
    return order.state in SUPPORTABLE and (actor.may(DISPATCH.code) or leads)


def callable_departments(departments: Iterable[Department]) -> list[Department]:
    """Give those that a community may call: other committees govern themselves."""
    return [row for row in departments if row.kind != DepartmentKind.COMMUNITY]


def may_whistle(actor: Actor, order: WorkOrder) -> bool:
    """Whether the actor may call departments to an order: it lies in a community of theirs."""
    return (
        order.state in SUPPORTABLE
        and actor.may(WHISTLE.code)
        and order.community_id in actor.scope.community_ids
    )


def speaks_for_caller(actor: Actor, support: Support) -> bool:
    """Whether the actor belongs to those who asked for a support, or dispatches."""
    own = actor.scope.department_ids
    return (
        actor.may(DISPATCH.code)
        or (actor.may(WHISTLE.code) and support.is_whistle and support.asked_by_department_id in own)
        or (actor.may(HANDLE.code) and not support.is_whistle and support.order.lead_id in own)
    )


def support_verbs(actor: Actor, support: Support) -> frozenset[SupportVerb]:
    """Give what the actor can do with a support now; it lapses by itself, never by hand."""
    answers = actor.may(HANDLE.code) and support.department_id in actor.scope.department_ids
    rights = {
        SupportVerb.ACCEPT: answers,
        SupportVerb.DECLINE: answers,
        SupportVerb.REPORT: answers,
        SupportVerb.CALL_OFF: speaks_for_caller(actor, support),
    }
    possible = (SupportVerb(verb) for verb in SUPPORT_FLOW.verbs_from(support.state))
    return frozenset(verb for verb in possible if rights.get(verb))


def may_ask_again(actor: Actor, support: Support) -> bool:
    """Whether a support that ended can be asked anew: its order goes on, and the actor may ask."""
    order = support.order
    asks = may_whistle(actor, order) if support.is_whistle else may_ask_supports(actor, order)
    return not support.is_open and asks and support.department_id != order.lead_id


def may_rate(actor: Actor, support: Support) -> bool:
    """Whether the actor may say if a called department came and helped: the community that called, once it ended."""
    own = support.asked_by_department_id in actor.scope.department_ids
    return (
        support.is_whistle
        and actor.may(WHISTLE.code)
        and own
        and support.rated_at is None
        and support.state in (SupportState.DONE, SupportState.LAPSED, SupportState.ACCEPTED)
    )


def may_record(actor: Actor, support: Support, *, on: datetime) -> bool:
    """Whether the actor may record what a body said that does not sign in; one statement where it may apply."""
    if support.department.kind in (DepartmentKind.SECTION, DepartmentKind.COMMUNITY):
        return False
    if not support.is_open or not actor.may(RECORD_ANSWER.code):
        return False
    return not staff_of_department(support.department_id, allowed=HANDLE, on=on.date())


def sees_whole_order(actor: Actor, support: Support) -> bool:
    """Whether the order itself lies within the reader's area; a support sees its brief, place and pictures."""
    return is_visible(actor, support.order)
