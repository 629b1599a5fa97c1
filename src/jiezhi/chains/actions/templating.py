"""Templates of chained approvals: entered, replaced by one of the same name, retired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiezhi.chains.errors import ChainFaultyError
from jiezhi.chains.models import ChainTemplate, TemplateStep
from jiezhi.chains.permissions import START
from jiezhi.chains.queries import get_template, links_of
from jiezhi.core.chains import chain_faults
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.organisation.queries import departments_of, get_matter


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


def _require_known(actor: Actor, department_ids: Sequence[UUID]) -> None:
    if set(department_ids) - {row.pk for row in departments_of(actor.tenant_id)}:
        raise MissingError(_("This street has no such department. Choose one from the list."))


def _retire(rows: QuerySet[ChainTemplate], *, at: datetime) -> None:
    for template in rows.select_for_update():
        template.retired_at = at
        template.save(update_fields=["retired_at"])
        audit.record("chains.template_retired", kind="chains.template", id=template.pk)
