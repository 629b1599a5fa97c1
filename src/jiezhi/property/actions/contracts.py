"""Contracts between estates and companies: entered one by one or from a file, and ended with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.errors import InvalidError, MissingError
from jiezhi.property.errors import ContractOverlapsError
from jiezhi.property.models import ContractDuty, PropertyCompany, ServiceContract, StandardDuty
from jiezhi.property.permissions import KEEP
from jiezhi.property.queries import (
    CONTRACT,
    companies_of,
    contracts_between,
    duties_of_street,
    get_company,
    get_estate,
)

Limit = tuple[int, str]


@dataclass(frozen=True)
class ContractDraft:
    """A contract as it was agreed.

    Args:
        estate_id: Of which estate.
        company_id: With which company.
        kind: A `ContractKind`.
        from_on: Its first day.
        until_on: The last day it is agreed for.
        fee_fen: A month for a square metre, in fen; None where it is not known.
        duties: The standard duties it names, with a limit of their own or None.
        document: Its number.
    """

    estate_id: UUID
    company_id: UUID
    kind: str
    from_on: date
    until_on: date
    fee_fen: int | None
    duties: tuple[tuple[UUID, Limit | None], ...]
    document: str = ""


@action
def enter_contract(*, draft: ContractDraft, actor: Actor, at: datetime) -> ServiceContract:
    """Enter a contract.

    Raises:
        InvalidError: It ends before it begins, or names no duty.
        ContractOverlapsError: Another one of the estate holds on some of its days: end that first.
        MissingError: No such estate, company or duty.
    """
    require(actor, KEEP)
    estate, company = get_estate(actor, draft.estate_id), get_company(actor, draft.company_id)
    if draft.until_on < draft.from_on:
        raise InvalidError(_("The contract ends before it begins. Correct one of the days."))
    if not draft.duties:
        raise InvalidError(_("Choose at least one duty: what the company does is asked by it."))
    known = {duty.pk: duty for duty in duties_of_street(actor.tenant_id) if duty.ended_on is None}
    if {duty_id for duty_id, _limit in draft.duties} - set(known):
        raise MissingError(_("This street has no such duty in use. Choose one from the list."))
    hold(f"property.contract:{estate.pk}")
    twins = contracts_between(actor.tenant_id, [estate.pk], first_on=draft.from_on, last_on=draft.until_on)
    if twins:
        raise ContractOverlapsError(
            _(
                "%(company)s has a contract for some of these days (%(from)s to %(until)s). End that one first."
            )
            % {
                "company": twins[0].company.name,
                "from": twins[0].from_on.isoformat(),
                "until": twins[0].until_on.isoformat(),
            }
        )
    contract = _stored(draft, company, known, actor, at=at)
    audit.record(
        "property.contract_entered", kind=CONTRACT, id=contract.pk, facts={"duties": len(draft.duties)}
    )
    return contract


def _stored(
    draft: ContractDraft,
    company: PropertyCompany,
    known: dict[UUID, StandardDuty],
    actor: Actor,
    *,
    at: datetime,
) -> ServiceContract:
    contract = ServiceContract.objects.create(
        sub_district_id=actor.tenant_id,
        estate_id=draft.estate_id,
        company=company,
        kind=draft.kind,
        document=draft.document.strip(),
        from_on=draft.from_on,
        until_on=draft.until_on,
        fee_fen=draft.fee_fen,
        entered_at=at,
        entered_by=actor.label,
    )
    rows = []
    for duty_id, limit in draft.duties:
        amount, unit = limit or (known[duty_id].limit_amount, known[duty_id].limit_unit)
        rows.append(
            ContractDuty(
                sub_district_id=actor.tenant_id,
                contract=contract,
                duty=known[duty_id],
                limit_amount=amount,
                limit_unit=unit,
            )
        )
    ContractDuty.objects.bulk_create(rows)
    return contract


@action
def end_contract(
    *, contract_id: UUID, ended_on: date, reason: str, actor: Actor, at: datetime
) -> ServiceContract:
    """End a contract with a reason: the company has left, and its record stays.

    Args:
        contract_id: Which one.
        ended_on: The first day on which it no longer holds.
        reason: Why.
        actor: Who notes it.
        at: Now.

    Raises:
        MissingError: No such contract holds.
        InvalidError: No reason, or it would end before it began.
    """
    require(actor, KEEP)
    rows = ServiceContract.objects.select_for_update(of=("self",)).select_related("estate")
    contract = rows.filter(sub_district_id=actor.tenant_id, pk=contract_id, ended_on=None).first()
    if contract is None:
        raise MissingError(_("This contract has ended already, or there is none."))
    if ended_on < contract.from_on:
        raise InvalidError(_("It would end before it began. Correct the day."))
    if not reason.strip():
        raise InvalidError(_("Say in a few words why it ended: the company's record keeps it."))
    contract.ended_on, contract.end_reason = ended_on, reason.strip()[:120]
    contract.save(update_fields=["ended_on", "end_reason"])
    audit.record("property.contract_ended", kind=CONTRACT, id=contract.pk)
    return contract


@action
def import_contracts(
    *, drafts: Sequence[tuple[ContractDraft | None, str, str]], actor: Actor, at: datetime
) -> int:
    """Bring contracts in from a file: each as if it were entered, with companies that are new.

    Args:
        drafts: A contract without its company (its id is replaced), the company's name, and its credit code.
        actor: Who brings them in.
        at: Now.

    Raises:
        ContractOverlapsError: Since the file was looked through, somebody entered a contract of these days.
    """
    require(actor, KEEP)
    known = {company.name: company for company in companies_of(actor.tenant_id)}
    count = 0
    for draft, name, credit_code in drafts:
        if draft is None:
            continue
        if name not in known:
            known[name] = PropertyCompany.objects.create(
                sub_district_id=actor.tenant_id, name=name, credit_code=credit_code, entered_at=at
            )
        enter_contract(draft=_with_company(draft, known[name].pk), actor=actor, at=at)
        count += 1
    audit.record(
        "property.contracts_imported", kind="places.street", id=actor.tenant_id, facts={"contracts": count}
    )
    return count


def _with_company(draft: ContractDraft, company_id: UUID) -> ContractDraft:
    return ContractDraft(
        draft.estate_id,
        company_id,
        draft.kind,
        draft.from_on,
        draft.until_on,
        draft.fee_fen,
        draft.duties,
        draft.document,
    )
