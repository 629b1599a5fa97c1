"""Deeds on chained approvals: keep templates, start a chain, and let each step open the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.chains.errors import ChainFaultyError
from jiezhi.chains.events import ChainEnded
from jiezhi.chains.models import ApprovalChain, ChainStep, ChainTemplate, TemplateStep
from jiezhi.chains.permissions import START
from jiezhi.chains.queries import CHAIN, STEP, find_step, get_template, links_of
from jiezhi.core.chains import LinkFacts, chain_faults, ready_steps
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor, OriginRef
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.kit.outbox import emit
from jiezhi.organisation.choices import DepartmentKind, FlowName, LimitUnits
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import departments_of, get_matter
from jiezhi.places.models import Estate
from jiezhi.places.queries import Spot, estates_of
from jiezhi.workorders.actions import OrderDraft, open_order
from jiezhi.workorders.authority import chosen_mode
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.errors import NotListedError
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import DISPATCH
from jiezhi.workorders.queries import get_order


@dataclass(frozen=True)
class StepDraft:
    """One step of a template.

    Args:
        position: From 1.
        name: What is to be done.
        department_id: Who; None where only the kind is fixed.
        kind: The kind of department, where none is named.
        limit_days: Working days.
        after: Positions of the steps that must be done before.
    """

    position: int
    name: str
    department_id: UUID | None
    kind: str
    limit_days: int
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class ChainDraft:
    """What a chain is started for.

    Args:
        template_id: From which template.
        title: As the office calls it.
        order_id: The order that it serves, or None.
        estate_id: The estate that it serves, where there is no order.
        chosen: The department of each step for which the template fixes only a kind, by position.
    """

    template_id: UUID
    title: str
    order_id: UUID | None = None
    estate_id: UUID | None = None
    chosen: Mapping[int, UUID] | None = None


@action
def enter_template(
    *, name: str, matter_id: UUID, steps: Sequence[StepDraft], actor: Actor, at: datetime
) -> ChainTemplate:
    """Enter a template; one of the same name is retired by it, and chains that run keep their steps.

    Raises:
        ChainFaultyError: The steps wait for each other in a circle, or for what does not exist.
        InvalidError: It has no name.
        MissingError: No such matter or department.
    """
    require(actor, START)
    name = name.strip()
    if not name:
        raise InvalidError(_("Give the template a name."))
    matter = get_matter(sub_district_id=actor.tenant_id, matter_id=matter_id)
    rows = [
        TemplateStep(
            sub_district_id=actor.tenant_id,
            position=step.position,
            name=step.name.strip(),
            department_id=step.department_id,
            department_kind="" if step.department_id else step.kind,
            limit_days=step.limit_days,
            after=list(step.after),
        )
        for step in steps
    ]
    faults = chain_faults(links_of(rows))
    if faults:
        raise ChainFaultyError(
            _(
                "These steps are no chain: some wait for each other in a circle or for a step that does not exist, or "
                "a number stands twice. Correct what each step waits for."
            )
        )
    _require_known(actor, [step.department_id for step in steps if step.department_id])
    hold(f"chains.template:{actor.tenant_id}:{name}")
    _retire(ChainTemplate.objects.filter(sub_district_id=actor.tenant_id, name=name, retired_at=None), at=at)
    template = ChainTemplate.objects.create(
        sub_district_id=actor.tenant_id, name=name, matter=matter, entered_at=at
    )
    for row in rows:
        row.template = template
    TemplateStep.objects.bulk_create(rows)
    audit.record(
        "chains.template_entered", kind="chains.template", id=template.pk, facts={"steps": len(rows)}
    )
    return template


@action
def retire_template(*, template_id: UUID, actor: Actor, at: datetime) -> ChainTemplate:
    """Take a template out of use; chains that were started from it go on.

    Raises:
        MissingError: No such template in use.
    """
    require(actor, START)
    template = get_template(actor, template_id)
    _retire(ChainTemplate.objects.filter(pk=template.pk), at=at)
    return template


@action
def start_chain(*, draft: ChainDraft, actor: Actor, at: datetime) -> ApprovalChain:
    """Start a chain for an order or an estate: the steps that wait for nothing become work orders at once.

    Raises:
        InvalidError: Nothing is named that it serves, no title, no department chosen, or it runs already.
        NotListedError: The list does not give a residents' committee this matter here.
        MissingError: No such template, order, estate or department.
    """
    require(actor, START)
    template = get_template(actor, draft.template_id)
    order = get_order(actor, draft.order_id) if draft.order_id else None
    estates = estates_of(actor.tenant_id) if draft.estate_id and order is None else []
    estate = next((row for row in estates if row.pk == draft.estate_id), None)
    if order is None and estate is None:
        raise InvalidError(_("Say which order or which estate the chain serves."))
    if not draft.title.strip():
        raise InvalidError(_("Give the chain a title."))
    hold(f"chains.start:{template.pk}:{draft.order_id or draft.estate_id}")
    _refuse_twin(template, order, estate)
    chain = ApprovalChain.objects.create(
        sub_district_id=actor.tenant_id,
        template=template,
        title=draft.title.strip(),
        matter=template.matter,
        order=order,
        estate=estate or (order.estate if order else None),
        community_id=order.community_id if order else estate.community_id if estate else None,
        started_at=at,
        started_by=actor.label,
    )
    steps = _steps_of(chain, template, draft.chosen or {}, actor, at=at)
    ChainStep.objects.bulk_create(steps)
    audit.record("chains.chain_started", kind=CHAIN, id=chain.pk, facts={"steps": len(steps)})
    _open_ready(chain, steps, actor.lent(DISPATCH.code), at=at)
    return chain


@action
def pass_chain_on(*, order_id: UUID, actor: Actor, at: datetime) -> bool:
    """Take the news that an order is closed: its step is done, and those that waited for it open.

    The news may come twice or late: what counts is how the order stands now. True when a step was marked.
    """
    found = find_step(order_id)
    if found is None:
        return False
    chain, steps = _locked(found.chain_id)
    step = next(each for each in steps if each.order_id == order_id)
    if step.done_at is not None or step.order is None or step.order.state != OrderState.CLOSED:
        return False
    step.done_at = step.order.closed_at or at
    step.save(update_fields=["done_at"])
    audit.record("chains.step_done", kind=STEP, id=step.pk, facts={"chain": str(chain.pk)})
    _open_ready(chain, steps, actor, at=at)
    if all(each.done_at is not None for each in steps):
        _end(chain, max(each.done_at for each in steps if each.done_at))
    return True


@action
def take_step_up_again(*, order_id: UUID, actor: Actor, at: datetime) -> bool:
    """Take the news that an order was reopened: its step is not done after all; what opened since goes on."""
    found = find_step(order_id)
    if found is None:
        return False
    chain, steps = _locked(found.chain_id)
    step = next(each for each in steps if each.order_id == order_id)
    if step.done_at is None or step.order is None or step.order.state == OrderState.CLOSED:
        return False
    step.done_at = None
    step.save(update_fields=["done_at"])
    if chain.ended_at is not None:
        chain.ended_at = None
        chain.save(update_fields=["ended_at"])
    audit.record("chains.step_taken_up_again", kind=STEP, id=step.pk, facts={"chain": str(chain.pk)})
    return True


def _locked(chain_id: UUID) -> tuple[ApprovalChain, list[ChainStep]]:
    """Lock a chain, so that two steps that end at once open what waits for both exactly once."""
    rows = ApprovalChain.objects.select_for_update(of=("self",))
    chain = rows.select_related("matter", "order", "estate").get(pk=chain_id)
    steps = ChainStep.objects.filter(chain=chain).select_related("department", "order").order_by("position")
    return chain, list(steps)


def _open_ready(chain: ApprovalChain, steps: Sequence[ChainStep], actor: Actor, *, at: datetime) -> None:
    facts = {
        str(step.position): LinkFacts(0 if step.opened_at else None, 0 if step.done_at else None)
        for step in steps
    }
    ready = ready_steps(links_of(steps), facts)
    matter = get_matter(sub_district_id=chain.sub_district_id, matter_id=chain.matter_id) if ready else None
    for step in steps:
        if matter is None or str(step.position) not in ready:
            continue
        draft = OrderDraft(
            matter=matter,
            brief=f"{chain.title}：{step.name}",
            spot=_spot(chain),
            origin=OriginRef(STEP, step.pk),
            limit=(step.limit_days, LimitUnits.WORKING_DAYS),
            flow=FlowName.TASK,
        )
        step.order = _opened(draft, step.department, actor, at=at)
        step.opened_at = at
        step.save(update_fields=["order", "opened_at"])
        audit.record("chains.step_opened", kind=STEP, id=step.pk, facts={"order": step.order.number})


def _opened(draft: OrderDraft, lead: Department, actor: Actor, *, at: datetime) -> WorkOrder:
    """Open the order of a step; where the list no longer gives it to a committee, the dispatcher decides."""
    try:
        chosen_mode(lead, wanted=None, matter=draft.matter, spot=draft.spot, on=timezone.localdate(at))
    except NotListedError:
        return open_order(draft=draft, lead=None, actor=actor, at=at)
    return open_order(draft=draft, lead=lead, actor=actor, at=at)


def _spot(chain: ApprovalChain) -> Spot:
    order = chain.order
    if order is not None:
        return Spot(order.community_id, order.grid_cell_id, order.estate_id, order.lon, order.lat)
    estate = chain.estate
    lon, lat = (estate.lon, estate.lat) if estate else (None, None)
    return Spot(chain.community_id, None, chain.estate_id, lon, lat)


def _steps_of(
    chain: ApprovalChain, template: ChainTemplate, chosen: Mapping[int, UUID], actor: Actor, *, at: datetime
) -> list[ChainStep]:
    known = {row.pk: row for row in departments_of(actor.tenant_id)}
    matter = get_matter(sub_district_id=actor.tenant_id, matter_id=template.matter_id)
    rows = []
    for step in template.steps.all():
        wanted = step.department or known.get(chosen.get(step.position, step.pk))
        if wanted is None or (step.department_kind and wanted.kind != step.department_kind):
            facts = {"step": step.name, "kind": DepartmentKind(step.department_kind).label}
            raise InvalidError(_("Choose for “%(step)s” a department of this kind: %(kind)s.") % facts)
        chosen_mode(wanted, wanted=None, matter=matter, spot=_spot(chain), on=timezone.localdate(at))
        rows.append(
            ChainStep(
                sub_district_id=chain.sub_district_id,
                chain=chain,
                position=step.position,
                name=step.name,
                department=wanted,
                limit_days=step.limit_days,
                after=step.after,
            )
        )
    return rows


def _refuse_twin(template: ChainTemplate, order: WorkOrder | None, estate: Estate | None) -> None:
    running = ApprovalChain.objects.filter(template=template, ended_at=None)
    twin = running.filter(order=order) if order is not None else running.filter(order=None, estate=estate)
    if twin.exists():
        raise InvalidError(_("A chain of this template runs already for the same order or estate."))


def _require_known(actor: Actor, department_ids: Sequence[UUID]) -> None:
    if set(department_ids) - {row.pk for row in departments_of(actor.tenant_id)}:
        raise MissingError(_("This street has no such department. Choose one from the list."))


def _retire(rows: QuerySet[ChainTemplate], *, at: datetime) -> None:
    for template in rows.select_for_update():
        template.retired_at = at
        template.save(update_fields=["retired_at"])
        audit.record("chains.template_retired", kind="chains.template", id=template.pk)


def _end(chain: ApprovalChain, ended_at: datetime) -> None:
    chain.ended_at = ended_at
    chain.save(update_fields=["ended_at"])
    audit.record("chains.chain_ended", kind=CHAIN, id=chain.pk)
    emit(ChainEnded(chain_id=chain.pk, sub_district_id=chain.sub_district_id, title=chain.title))
