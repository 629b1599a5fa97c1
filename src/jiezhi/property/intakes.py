"""Property contracts come in files."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiezhi.intake.kinds import ChunkTaken, IntakeKind, register_kind
from jiezhi.kit.actor import Actor
from jiezhi.places.queries import estates_of
from jiezhi.property.actions import ContractDraft, import_contracts
from jiezhi.property.permissions import KEEP
from jiezhi.property.queries import contracts_between, duties_of_street, every_contract
from jiezhi.property.tables.contracts import COLUMNS, REASONS, ContractRow, parse_contract


def _known(keys: set[str], _option: str, actor: Actor) -> set[str]:
    here = {
        f"{row.estate.name}\t{row.company.name}\t{row.from_on.isoformat()}" for row in every_contract(actor)
    }
    return keys & here


def _refused(drafts: Sequence[ContractRow], _option: str, actor: Actor) -> Mapping[int, tuple[str, str]]:
    """Say which rows the street's own registers do not know, or whose days are taken."""
    estates = {row.name: row.pk for row in estates_of(actor.tenant_id)}
    duties = {duty.name for duty in duties_of_street(actor.tenant_id) if duty.ended_on is None}
    here = _known({draft.key() for draft in drafts}, "", actor)
    taken: dict[str, list[ContractRow]] = {}
    found: dict[int, tuple[str, str]] = {}
    for place, draft in enumerate(drafts):
        fault = None if draft.key() in here else _fault(draft, estates, duties, actor)
        twins = taken.setdefault(draft.estate, [])
        if fault is None and any(
            twin.key() != draft.key() and twin.from_on <= draft.until_on and draft.from_on <= twin.until_on
            for twin in twins
        ):
            fault = ("estate", "twice")
        if fault is None:
            twins.append(draft)
        else:
            found[place] = fault
    return found


def _fault(
    draft: ContractRow, estates: Mapping[str, UUID], duties: set[str], actor: Actor
) -> tuple[str, str] | None:
    if draft.estate not in estates:
        return ("estate", "unknown_estate")
    if {name for name, _limit in draft.duties} - duties:
        return ("duties", "unknown_duty")
    if contracts_between(
        actor.tenant_id, [estates[draft.estate]], first_on=draft.from_on, last_on=draft.until_on
    ):
        return ("from_on", "overlaps")
    return None


def _take(
    *, drafts: Sequence[ContractRow], option: str, source: str, actor: Actor, at: datetime
) -> ChunkTaken:
    del option, source
    estates = {row.name: row.pk for row in estates_of(actor.tenant_id)}
    duties = {duty.name: duty.pk for duty in duties_of_street(actor.tenant_id) if duty.ended_on is None}
    known = _known({draft.key() for draft in drafts}, "", actor)
    new = {draft.key(): draft for draft in drafts if draft.key() not in known}
    rows = [
        (_draft(draft, estates, duties), draft.company, draft.credit_code)
        for draft in new.values()
        if draft.estate in estates
    ]
    imported = import_contracts(drafts=rows, actor=actor, at=at)
    return ChunkTaken(imported, len(drafts) - imported)


def _draft(row: ContractRow, estates: Mapping[str, UUID], duties: Mapping[str, UUID]) -> ContractDraft:
    return ContractDraft(
        estate_id=estates[row.estate],
        company_id=estates[row.estate],  # replaced by the company's own once it is known
        kind=row.kind,
        from_on=row.from_on,
        until_on=row.until_on,
        fee_fen=row.fee_fen,
        duties=tuple((duties[name], limit) for name, limit in row.duties),
        document=row.document,
    )


CONTRACTS = register_kind(
    IntakeKind(
        name="property.contracts",
        label=_("Property contracts"),
        permission=KEEP,
        columns=COLUMNS,
        parse=parse_contract,
        key=ContractRow.key,
        known=_known,
        refuses=_refused,
        take=_take,
        reasons=REASONS,
        chunk=100,
    )
)
