"""The register of agreements with outposts: an order goes out by agreement only while one is in force."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.organisation.queries import get_department, get_matter
from jiezhi.workorders.authority import get_agreement
from jiezhi.workorders.models import OutpostAgreement


@dataclass(frozen=True)
class AgreementDraft:
    """What was agreed.

    Args:
        department_id: The outpost.
        matter_id: For one matter with everything below it; None for all.
        document_name: Of the paper that both sides signed.
        document_number: Its number, if it has one.
        in_force_from: The first day.
        in_force_until: The first day on which it no longer holds; None without an end.
    """

    department_id: UUID
    matter_id: UUID | None
    document_name: str
    document_number: str
    in_force_from: date
    in_force_until: date | None = None


@action
def add_agreement(*, draft: AgreementDraft, actor: Actor, at: datetime) -> OutpostAgreement:
    """Enter an agreement with an outpost.

    Raises:
        InvalidError: The department takes no agreement, no document is named, the days run backwards, or one for
            the same matter is in force in these days.
        MissingError: No such department or matter.
    """
    require(actor, KEEP_LISTS)
    department = get_department(sub_district_id=actor.tenant_id, department_id=draft.department_id)
    if department.kind != DepartmentKind.OUTPOST:
        raise InvalidError(_("Agreements are made with outposts. Choose an outpost from the list."))
    if not draft.document_name.strip():
        raise InvalidError(_("Name the document: an order under an agreement rests on it."))
    if draft.in_force_until is not None and draft.in_force_until <= draft.in_force_from:
        raise InvalidError(_("The agreement must end after it begins. Change one of the two days."))
    matter = (
        get_matter(sub_district_id=actor.tenant_id, matter_id=draft.matter_id) if draft.matter_id else None
    )
    hold(f"workorders.agreement:{department.pk}")  # two that are entered at once cannot both hold
    twins = OutpostAgreement.objects.filter(department=department, matter=matter).filter(
        Q(in_force_until=None) | Q(in_force_until__gt=draft.in_force_from)
    )
    if draft.in_force_until is not None:
        twins = twins.filter(in_force_from__lt=draft.in_force_until)
    if twins.exists():
        raise InvalidError(
            _("An agreement for the same matter is in force in these days. End it first, or change the days.")
        )
    agreement = OutpostAgreement.objects.create(
        sub_district_id=actor.tenant_id,
        department=department,
        matter=matter,
        document_name=draft.document_name.strip(),
        document_number=draft.document_number.strip(),
        in_force_from=draft.in_force_from,
        in_force_until=draft.in_force_until,
    )
    audit.record("workorders.agreement_added", kind="workorders.agreement", id=agreement.pk)
    return agreement


@action
def end_agreement(*, agreement_id: UUID, on: date, actor: Actor, at: datetime) -> OutpostAgreement:
    """End an agreement: from that day on the outpost is asked, not ordered. What is out already stays as it is.

    Raises:
        InvalidError: The day lies before the agreement's first, or it has ended by then.
        MissingError: No such agreement.
    """
    require(actor, KEEP_LISTS)
    agreement = get_agreement(actor, agreement_id)
    if on < agreement.in_force_from:
        raise InvalidError(_("The agreement cannot end before its first day. Choose a later day."))
    if agreement.in_force_until is not None and agreement.in_force_until <= on:
        raise InvalidError(_("The agreement has ended by that day already."))
    agreement.in_force_until = on
    agreement.save(update_fields=["in_force_until"])
    audit.record("workorders.agreement_ended", kind="workorders.agreement", id=agreement.pk)
    return agreement
