"""The approvals that an order belongs to: each step's department, its days by the plan and in truth, who held it up."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from jiezhi.chains.models import ApprovalChain
from jiezhi.chains.queries import chains_behind
from jiezhi.chains.standing import ChainLine, StepLine, chain_line, planned_spans
from jiezhi.evidence.brief.lines import Line, Pair, Section, Wanted, moment
from jiezhi.workorders.clock import calendar_for


def chains_seen(wanted: Wanted) -> list[ApprovalChain]:
    """Give the chains that an order is a step of or that serve it, as far as the reader sees them, the oldest first."""
    return chains_behind(wanted.reader, wanted.order.pk)


def chain_sections(wanted: Wanted, chains: Sequence[ApprovalChain]) -> list[Section]:
    """Give a section for each chain."""
    return [_section(chain, at=wanted.at) for chain in chains]


def _section(chain: ApprovalChain, *, at: datetime) -> Section:
    calendar = calendar_for(chain.sub_district_id, since=chain.started_at)
    line, spans = chain_line(chain, calendar, at=at), planned_spans(chain, calendar)
    lines = [_step_line(step, spans[step.step.position]) for step in line.steps]
    return Section(
        _("Chain of approvals"), _facts(line, max(ends for _begins, ends in spans.values())), lines
    )


def _facts(line: ChainLine, planned_end: datetime) -> list[Pair]:
    chain = line.chain
    started = _("%(when)s, %(who)s") % {"when": moment(chain.started_at), "who": chain.started_by}
    about = [
        (_("What the chain is for"), chain.title),
        (_("Started"), started),
        (_("To end by the plan"), moment(planned_end)),
        (_("All steps done"), moment(chain.ended_at)),
    ]
    if line.delay:
        about.append((_("Later than planned"), line.delay))
    if line.held_by:
        about.append((_("Waits now for"), line.held_by))
    return about


def _step_line(line: StepLine, planned: tuple[datetime, datetime]) -> Line:
    step = line.step
    standing = line.state
    if line.late:
        standing = _("%(state)s, %(late)s past its limit") % {"state": line.state, "late": line.late}
    told = [
        _("By the plan: %(first)s to %(last)s")
        % {"first": moment(planned[0]), "last": moment(planned[1])}
    ]  # fmt: skip
    if step.opened_at is not None:
        real = {"first": moment(step.opened_at), "last": moment(step.done_at)}
        told.append(_("In truth: %(first)s to %(last)s") % real)
    what = f"{step.position}. {step.name}{_(': ')}{standing}"
    return Line(moment(step.opened_at), what, step.department.name, "\n".join(told))
