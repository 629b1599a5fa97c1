"""How a chain stands, in words and bars: days for minutes, and who holds it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiezhi.chains.models import ApprovalChain, ChainStep
from jiezhi.chains.queries import due_at_of, links_of_chain, minutes_a_day, plan_of
from jiezhi.core.chains import ChainPlan, LinkPlan, plan_chain
from jiezhi.core.deadlines import Limit, LimitUnit, WorkingCalendar
from jiezhi.kit.links import link_to
from jiezhi.workorders.choices import CLOCK_RUNS, OrderState
from jiezhi.workorders.standing import STATE_TONES

WHOLE = 100.0
THINNEST = 1.5
"""Per cent of the width: a step of an hour is still seen."""


@dataclass(frozen=True)
class StepLine:
    """A step as the table prints it.

    Args:
        step: The row, with its department and order.
        state: In words; of an opened step those of its order.
        tone: Of the state.
        when: From when to when, as days of the calendar.
        spare: How much later it could end, in words; empty once it is done.
        late: By how much it is past its limit, in words.
        waits_for: The positions of what it waits for.
        begin: Where its bar begins, per cent of the whole.
        width: How wide it is.
        bar: The look of the bar.
        url: Of its order, for whoever may open it.
    """

    step: ChainStep
    state: str
    tone: str
    when: str
    spare: str
    late: str
    waits_for: str
    begin: float
    width: float
    bar: str
    url: str


@dataclass(frozen=True)
class ChainLine:
    """A chain as a list and its page tell it.

    Args:
        chain: The row.
        ends: When it ends at the earliest, or ended.
        delay: How much later than planned, in words; empty when it is not.
        held_by: Who holds it up now, in a sentence.
        progress: How many steps are done, in words.
        path: The steps that still decide the end, by name; empty once all is done.
        steps: Its table.
        now: Where today lies, per cent; None once it has ended.
    """

    chain: ApprovalChain
    ends: datetime
    delay: str
    held_by: str
    progress: str
    path: str
    steps: tuple[StepLine, ...]
    now: float | None


def chain_line(chain: ApprovalChain, calendar: WorkingCalendar, *, at: datetime) -> ChainLine:
    """Put a chain into words and bars; no statement, its steps have been read.

    Args:
        chain: With its steps.
        calendar: Of the street, back to the start of the chain.
        at: Now.
    """
    plan, day_min = plan_of(chain, calendar, at=at), minutes_a_day(calendar)
    steps = {str(step.position): step for step in chain.steps.all()}
    whole = max(plan.end, plan.planned_end, 1)
    now = calendar.working_minutes_between(chain.started_at, max(at, chain.started_at))
    ordered = sorted(plan.links, key=lambda link: steps[link.key].position)
    done = sum(link.is_done for link in plan.links)
    return ChainLine(
        chain=chain,
        ends=chain.ended_at or _end_of(chain, calendar, plan.end, at=at),
        delay=days_words(plan.delay, day_min) if plan.delay >= day_min else "",
        held_by="" if chain.ended_at else held_words(chain, plan, day_min),
        progress=_("%(done)d of %(all)d steps done") % {"done": done, "all": len(steps)},
        path=" → ".join(steps[key].name for key in plan.critical_path),
        steps=tuple(_step_line(chain, steps[link.key], link, calendar, whole, at=at) for link in ordered),
        now=None if chain.ended_at else min(WHOLE * now / whole, WHOLE),
    )


def planned_spans(chain: ApprovalChain, calendar: WorkingCalendar) -> dict[int, tuple[datetime, datetime]]:
    """Give when each step was to begin and to end as long as nothing had happened, by its position; no statement.

    Args:
        chain: With its steps.
        calendar: Of the street, back to the start of the chain.
    """
    plan = plan_chain(links_of_chain(chain, calendar))
    return {
        int(link.key): (_begin_of(chain, calendar, link.begins), _moment(chain, calendar, link.ends))
        for link in plan.links
    }


def held_words(chain: ApprovalChain, plan: ChainPlan, day_min: int) -> str:
    """Say which departments hold a chain up now, and for how long past their limit."""
    steps = {str(step.position): step for step in chain.steps.all()}
    told = []
    for key in plan.held_by:
        overrun = plan.link(key).overrun
        facts = {"department": steps[key].department.name, "step": steps[key].name}
        if overrun and _clock_runs(steps[key]):
            late = _("%(department)s (%(step)s, %(late)s past its limit)")
            told.append(late % {**facts, "late": days_words(overrun, day_min)})
        else:
            told.append(_("%(department)s (%(step)s)") % facts)
    return _(", ").join(told)


def days_words(minutes: int, day_min: int) -> str:
    """Give working minutes in working days, rounded to half days."""
    halves = round(2 * minutes / day_min)
    if halves < 1:
        return _("less than half a working day")
    if halves % 2:
        return _("%(n).1f working days") % {"n": halves / 2}
    return ngettext("%(n)d working day", "%(n)d working days", halves // 2) % {"n": halves // 2}


def _moment(chain: ApprovalChain, calendar: WorkingCalendar, minutes: int) -> datetime:
    if minutes < 1:
        return chain.started_at
    return calendar.add(chain.started_at, Limit(minutes, LimitUnit.WORKING_MINUTES))


def _begin_of(chain: ApprovalChain, calendar: WorkingCalendar, minutes: int) -> datetime:
    """Give when a minute of work begins: what one ends at the close of a day, the next begins at the next opening."""
    if minutes < 1:
        return chain.started_at
    return _moment(chain, calendar, minutes + 1) - timedelta(minutes=1)


def _end_of(chain: ApprovalChain, calendar: WorkingCalendar, minutes: int, *, at: datetime) -> datetime:
    """Give when something unfinished ends: never before now, and outside working hours not before the next opening."""
    ends = _moment(chain, calendar, minutes)
    return ends if ends > at else max(_begin_of(chain, calendar, minutes), at)


def _step_line(
    chain: ApprovalChain,
    step: ChainStep,
    link: LinkPlan,
    calendar: WorkingCalendar,
    whole: int,
    *,
    at: datetime,
) -> StepLine:
    day_min, due_at = minutes_a_day(calendar), due_at_of(step, calendar)
    is_late = link.is_running and due_at is not None and due_at < at and _clock_runs(step)
    state, tone, bar = _state(link, step, is_late=is_late)
    begins = step.opened_at or _begin_of(chain, calendar, link.begins)
    ends = step.done_at or _end_of(chain, calendar, link.ends, at=at)
    days = [f"{timezone.localtime(moment):%m-%d}" for moment in (begins, ends)]
    left = max(min(WHOLE * link.begins / whole, WHOLE - THINNEST), 0.0)
    may_open = step.order_id is not None and getattr(step, "may_open", False)
    return StepLine(
        step=step,
        state=state,
        tone=tone,
        when=_("%(first)s to %(last)s") % {"first": days[0], "last": days[1]},
        spare="" if link.is_done else _spare(link, day_min),
        late=days_words(link.overrun, day_min) if is_late or (link.is_done and link.overrun) else "",
        waits_for=_(", ").join(str(each) for each in step.after),
        begin=round(left, 1),
        width=round(max(min(WHOLE * (link.ends - link.begins) / whole, WHOLE - left), THINNEST), 1),
        bar=bar,
        url=link_to("workorders.order", step.order_id) if may_open and step.order_id else "",
    )


def _clock_runs(step: ChainStep) -> bool:
    return step.order is None or step.order.due_at is None or step.order.state in CLOCK_RUNS


def _state(link: LinkPlan, step: ChainStep, *, is_late: bool) -> tuple[str, str, str]:
    if link.is_done:
        return _("Done"), "ok", "done"
    if link.is_running and step.order is not None:
        state = OrderState(step.order.state)
        bar = "late" if is_late else "critical" if link.is_critical else "running"
        return str(state.label), "bad" if is_late else STATE_TONES[state], bar
    return _("Waits for others"), "plain", "waiting-critical" if link.is_critical else "waiting"


def _spare(link: LinkPlan, day_min: int) -> str:
    if link.is_critical:
        return _("Decides the end")
    return _("%(days)s to spare") % {"days": days_words(link.slack, day_min)}


def earliest_start(chains: Sequence[ApprovalChain], *, at: datetime) -> datetime:
    """Give from when the calendar is needed for these chains."""
    return min((chain.started_at for chain in chains), default=at)
