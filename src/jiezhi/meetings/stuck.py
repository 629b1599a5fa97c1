"""Orders that hang between departments: what a joint meeting should talk about, with the reason in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.chains.models import ApprovalChain
from jiezhi.chains.queries import minutes_a_day, open_chains, plan_of
from jiezhi.chains.standing import days_words, held_words
from jiezhi.kit.actor import Actor
from jiezhi.meetings.models import AgendaTopic
from jiezhi.organisation.calendars import working_calendar
from jiezhi.supervision.choices import MarkKinds, MarkRules
from jiezhi.supervision.mark_queries import has_mark
from jiezhi.workorders.choices import ANSWER_AWAITED, MERGEABLE, OrderState
from jiezhi.workorders.models import Support, WorkOrder
from jiezhi.workorders.outcomes import is_overdue
from jiezhi.workorders.queries import SENT_BACK_OFTEN, visible_orders
from jiezhi.workorders.supports import overdue_supports

MOST_SHOWN = 8
LONGEST_TITLE = 80
STILL_TO_DO = (*MERGEABLE, OrderState.WAITING)
"""States in which a meeting can still move it; what is reported done waits for its check or its reporter."""
LONG_OVER = timedelta(days=14)
"""So long past its limit an order is talked about together. Ours: a red card after two working days had no effect."""


@dataclass
class StuckOrder:
    """An order that hangs.

    Args:
        order: With its matter and lead.
        reasons: Why it is proposed, one sentence each.
    """

    order: WorkOrder
    reasons: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the agenda calls it."""
        return f"{self.order.matter.name} {self.order.number}"[:LONGEST_TITLE]

    @property
    def words(self) -> str:
        """The reasons as one text."""
        return "\n".join(self.reasons)


@dataclass(frozen=True)
class StuckOrders:
    """The orders that hang, as far as they are shown.

    Args:
        shown: Those with most reasons.
        more: How many hang besides.
    """

    shown: tuple[StuckOrder, ...] = ()
    more: int = 0


def stuck_orders(actor: Actor, topics: Iterable[AgendaTopic], *, at: datetime) -> StuckOrders:
    """Give the orders of the area that hang and are not on the agenda yet, those with most reasons first.

    A support that is silent or late, a chain that is late, a lead that was called or asked and is silent, an order that
    is far over its limit, came back again and again, was raised or has a red card: five statements, one more where
    they are too many to be shown.

    Args:
        actor: Whose area.
        topics: The agenda as it is.
        at: Now, for what is late.
    """
    late = overdue_supports(at=at).filter(sub_district_id=actor.tenant_id).select_related("department")
    supports = list(late.order_by("due_at")[: MOST_SHOWN * 4])
    reasons: dict[UUID, list[str]] = {}
    for support in supports:
        reasons.setdefault(support.order_id, []).append(_support_words(support, at=at))
    of_chains = _chain_words(actor, at=at)
    for order_id, words in of_chains:
        reasons.setdefault(order_id, []).append(words)
    taken = {topic.order_id for topic in topics if topic.order_id}
    rows = visible_orders(actor).filter(state__in=STILL_TO_DO).exclude(pk__in=taken)
    hanging = list(_read(rows.filter(pk__in=reasons)))
    found = {order.pk: StuckOrder(order, reasons[order.pk]) for order in hanging}
    for order in _by_themselves(rows, at=at):
        found.setdefault(order.pk, StuckOrder(order)).reasons.extend(_own_words(order))
    ordered = sorted(found.values(), key=lambda each: (-len(each.reasons), each.order.number))
    if len(ordered) <= MOST_SHOWN:
        return StuckOrders(tuple(ordered))
    beside = Q(pk__in=late.values("order_id")) | Q(pk__in={order_id for order_id, _words in of_chains})
    total = _hanging(rows, beside, at=at).count()
    return StuckOrders(tuple(ordered[:MOST_SHOWN]), total - MOST_SHOWN)


def _read(orders: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    return orders.select_related("matter", "lead")


def _by_themselves(rows: QuerySet[WorkOrder], *, at: datetime) -> list[WorkOrder]:
    """Give the orders that hang whatever lies beside them, with why, in one statement; most often sent back first."""
    late_first = F("due_at").asc(nulls_last=True)
    ordered = _read(_hanging(rows, Q(), at=at)).order_by("-sent_back_count", late_first, "number")
    return list(ordered[: MOST_SHOWN * 4])


def _hanging(rows: QuerySet[WorkOrder], beside: Q, *, at: datetime) -> QuerySet[WorkOrder]:
    """Give the orders that hang by themselves, each reason a flag, or by what lies beside them."""
    conditions = {
        "is_silent": Q(state__in=ANSWER_AWAITED, step_due_at__lt=at),
        "is_long_over": is_overdue(at - LONG_OVER),
        "is_red": has_mark(MarkKinds.RED_CARD),
        "is_raised_sent_back": has_mark(MarkKinds.RAISED, rule=MarkRules.SENT_BACK),
        "is_raised_not_done": has_mark(MarkKinds.RAISED, rule=MarkRules.REWORKED),
    }
    flags = {
        name: Case(When(condition, then=Value(value=True)), default=Value(value=False))
        for name, condition in conditions.items()
    }
    hangs = beside | Q(sent_back_count__gte=SENT_BACK_OFTEN)
    for name in flags:
        hangs |= Q(**{name: True})
    return rows.annotate(**flags).filter(hangs)


def _own_words(order: WorkOrder) -> list[str]:
    """Say why an order hangs, as `_by_themselves` found it."""
    told = []
    times = {"n": order.sent_back_count}
    if getattr(order, "is_raised_sent_back", False):
        told.append(_("It was raised: sent back %(n)d times.") % times)
    elif order.sent_back_count >= SENT_BACK_OFTEN:
        told.append(
            ngettext("It was sent back %(n)d time.", "It was sent back %(n)d times.", times["n"]) % times
        )
    if getattr(order, "is_raised_not_done", False):
        told.append(_("It was raised: found not done three times."))
    if getattr(order, "is_silent", False) and order.lead and order.step_due_at:
        due = timezone.localtime(order.step_due_at)
        told.append(
            _("%(department)s has not answered; the answer was due on %(due)s.")
            % {"department": order.lead.name, "due": f"{due:%m-%d}"}
        )
    if getattr(order, "is_red", False):
        told.append(_("A red card lies on it."))
    if getattr(order, "is_long_over", False) and order.due_at:
        told.append(
            _("It is over its limit since %(due)s.") % {"due": f"{timezone.localtime(order.due_at):%m-%d}"}
        )
    return told


def _support_words(support: Support, *, at: datetime) -> str:
    facts = {"department": support.department.name}
    if support.answered_at is None and support.due_at >= at:
        due = timezone.localtime(support.answer_due_at)
        return _("%(department)s has not answered; the answer was due on %(due)s.") % {
            **facts,
            "due": f"{due:%m-%d}",
        }
    due = timezone.localtime(support.due_at)
    return _("%(department)s is overdue with its part since %(due)s.") % {**facts, "due": f"{due:%m-%d}"}


def _chain_words(actor: Actor, *, at: datetime) -> list[tuple[UUID, str]]:
    chains = open_chains(actor.tenant_id)
    if not chains:
        return []
    calendar = working_calendar(actor.tenant_id, since=timezone.localdate(chains[0].started_at))
    day_min = minutes_a_day(calendar)
    told = []
    for chain in chains:
        plan = plan_of(chain, calendar, at=at)
        if plan.delay < day_min:
            continue
        facts = {
            "chain": chain.title,
            "delay": days_words(plan.delay, day_min),
            "who": held_words(chain, plan, day_min),
        }
        words = _("“%(chain)s” ends %(delay)s later than planned; it lies with %(who)s.") % facts
        told += [(order_id, words) for order_id in _orders_of(chain, plan.held_by)]
    return told


def _orders_of(chain: ApprovalChain, held_by: tuple[str, ...]) -> list[UUID]:
    """Give the order that a chain serves; where it serves an estate, those of the steps that hold it up."""
    if chain.order_id is not None:
        return [chain.order_id]
    return [step.order_id for step in chain.steps.all() if step.order_id and str(step.position) in held_by]
