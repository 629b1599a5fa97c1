"""Reads of chained approvals, in a known number of statements and only within the actor's area."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.chains.models import ApprovalChain, ChainStep, ChainTemplate, TemplateStep
from jiezhi.core.chains import ChainLink, ChainPlan, LinkFacts, plan_chain
from jiezhi.core.deadlines import Limit, LimitUnit, WorkingCalendar
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.workorders.queries import PAGE_ROWS, visible_orders

DAY_MIN = 1440
CHAIN, STEP = "chains.chain", "chains.step"


class Stepped(Protocol):
    """A step of a template or of a chain, as far as its place goes."""

    position: int
    limit_days: int
    after: list[int]


def minutes_a_day(calendar: WorkingCalendar) -> int:
    """Give how many working minutes a workday has; an end of 00:00 is the end of the day."""
    return sum((_minute(closes) or DAY_MIN) - _minute(opens) for opens, closes in calendar.hours)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def links_of(steps: Sequence[Stepped], day_min: int = 1) -> list[ChainLink]:
    """Give steps as the rules read them.

    Args:
        steps: Of a template or of a chain.
        day_min: Working minutes of a day; 1 counts in days.
    """
    return [
        ChainLink(str(step.position), step.limit_days * day_min, tuple(str(each) for each in step.after))
        for step in steps
    ]


def links_of_chain(chain: ApprovalChain, calendar: WorkingCalendar) -> list[ChainLink]:
    """Give the steps of a chain in working minutes; no statement, its steps have been read.

    A step that waits begins when another ends, at the close of a day as a rule, and takes whole days. One that waits
    for none begins within a day or at night: its order does not count that day, so it has the rest of it on top.
    """
    day_min = minutes_a_day(calendar)
    steps = list(chain.steps.all())
    first = {
        str(step.position): _limit_of(step, chain.started_at, calendar) for step in steps if not step.after
    }
    return [
        replace(link, length=_minutes(calendar, chain.started_at, first[link.key]))
        if link.key in first
        else link
        for link in links_of(steps, day_min)
    ]


def _limit_of(step: ChainStep, opened_at: datetime, calendar: WorkingCalendar) -> datetime:
    return calendar.add(opened_at, Limit(step.limit_days, LimitUnit.WORKING_DAYS))


def due_at_of(step: ChainStep, calendar: WorkingCalendar) -> datetime | None:
    """Give when an opened step is to be done: its order's own limit, or what that will be once it is dispatched.

    Args:
        step: With its order.
        calendar: Of the street.
    """
    if step.opened_at is None:
        return None
    if step.order is not None and step.order.due_at is not None:
        return step.order.due_at
    return _limit_of(step, step.opened_at, calendar)


def _minutes(calendar: WorkingCalendar, since: datetime, until: datetime) -> int:
    return calendar.working_minutes_between(since, max(until, since))


def plan_of(chain: ApprovalChain, calendar: WorkingCalendar, *, at: datetime) -> ChainPlan:
    """Give where the steps of a chain lie in time; no statement, its steps have been read."""

    def units(moment: datetime | None) -> int | None:
        return None if moment is None else _minutes(calendar, chain.started_at, moment)

    facts = {
        str(step.position): LinkFacts(
            units(step.opened_at), units(step.done_at), units(due_at_of(step, calendar))
        )
        for step in chain.steps.all()
    }
    now = _minutes(calendar, chain.started_at, chain.ended_at or at)
    return plan_chain(links_of_chain(chain, calendar), facts, now=now)


def visible_chains(actor: Actor) -> QuerySet[ApprovalChain]:
    """Give the chains of the actor's area: the whole street's, or those with a step or a place of their own."""
    rows = ApprovalChain.objects.filter(sub_district_id=actor.tenant_id)
    if actor.scope.whole:
        return rows
    own = ChainStep.objects.filter(chain_id=OuterRef("pk"), department_id__in=actor.scope.department_ids)
    return rows.filter(Exists(own) | Q(community_id__in=actor.scope.community_ids))


def _with_steps(actor: Actor, rows: QuerySet[ApprovalChain]) -> QuerySet[ApprovalChain]:
    may_open = Exists(visible_orders(actor).filter(pk=OuterRef("order_id")))
    steps = ChainStep.objects.select_related("department", "order").annotate(may_open=may_open)
    fetched = rows.select_related("matter", "order", "estate", "community", "template")
    return fetched.prefetch_related(Prefetch("steps", steps.order_by("position")))


def chains_of(actor: Actor, *, is_open: bool = True) -> list[ApprovalChain]:
    """Give the chains of the area with their steps, the newest first, in two statements."""
    rows = visible_chains(actor).filter(ended_at__isnull=is_open).order_by("-started_at", "-id")
    return list(_with_steps(actor, rows)[:PAGE_ROWS])


def get_chain(actor: Actor, chain_id: UUID) -> ApprovalChain:
    """Give a chain with its steps, in two statements.

    Raises:
        MissingError: No such chain in the actor's area.
    """
    chain = _with_steps(actor, visible_chains(actor)).filter(pk=chain_id).first()
    if chain is None:
        raise MissingError(_("There is no such chain of approvals in your area."))
    return chain


def open_chains(sub_district_id: UUID | None = None) -> list[ApprovalChain]:
    """Give the chains that have not ended with their steps, of one street or of all, in two statements."""
    steps = ChainStep.objects.select_related("department", "order").order_by("position")
    rows = ApprovalChain.objects.filter(ended_at=None)
    if sub_district_id is not None:
        rows = rows.filter(sub_district_id=sub_district_id)
    return list(
        rows.select_related("order").prefetch_related(Prefetch("steps", steps)).order_by("started_at")
    )


def find_step(order_id: UUID) -> ChainStep | None:
    """Give the step that an order carries out, with its chain, or None."""
    return ChainStep.objects.select_related("chain").filter(order_id=order_id).first()


def chain_behind(actor: Actor, order_id: UUID) -> ApprovalChain | None:
    """Give the chain that an order is a step of, or that serves it, if the actor may see it; two statements."""
    return _behind(actor, order_id).order_by("-started_at").first()


def chains_behind(actor: Actor, order_id: UUID) -> list[ApprovalChain]:
    """Give every chain that an order is a step of, or that serves it, the oldest first; two statements."""
    return list(_behind(actor, order_id).order_by("started_at", "id"))


def _behind(actor: Actor, order_id: UUID) -> QuerySet[ApprovalChain]:
    rows = visible_chains(actor).filter(Q(steps__order_id=order_id) | Q(order_id=order_id)).distinct()
    return _with_steps(actor, rows)


def templates_of(sub_district_id: UUID) -> list[ChainTemplate]:
    """Give the templates in use with their steps, in two statements."""
    steps = TemplateStep.objects.select_related("department").order_by("position")
    rows = ChainTemplate.objects.filter(sub_district_id=sub_district_id, retired_at=None)
    return list(rows.select_related("matter").prefetch_related(Prefetch("steps", steps)).order_by("name"))


def get_template(actor: Actor, template_id: UUID) -> ChainTemplate:
    """Give a template in use with its steps.

    Raises:
        MissingError: The street has no such template.
    """
    for template in templates_of(actor.tenant_id):
        if template.pk == template_id:
            return template
    raise MissingError(_("There is no such template in this street."))


def chains_started(actor: Actor, *, first_on: date, last_on: date) -> list[ApprovalChain]:
    """Give the chains of the area that were started in a period, with their steps, in two statements."""
    rows = visible_chains(actor).filter(started_at__date__gte=first_on, started_at__date__lte=last_on)
    steps = ChainStep.objects.select_related("order").order_by("position")
    return list(rows.prefetch_related(Prefetch("steps", steps)))
