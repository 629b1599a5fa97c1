"""A chain is started for an order or an estate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.chains.actions._opening import open_ready, spot_of_chain
from jiezhi.chains.models import ApprovalChain, ChainStep, ChainTemplate
from jiezhi.chains.permissions import START
from jiezhi.chains.queries import CHAIN, get_template
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.queries import departments_of, get_matter
from jiezhi.places.models import Estate
from jiezhi.places.queries import estates_of
from jiezhi.workorders.authority import chosen_mode
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import DISPATCH
from jiezhi.workorders.queries import get_order


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
    open_ready(chain, steps, actor.lent(DISPATCH.code), at=at)
    return chain


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
        chosen_mode(wanted, wanted=None, matter=matter, spot=spot_of_chain(chain), on=timezone.localdate(at))
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
