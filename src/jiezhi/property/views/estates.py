"""Estates with their companies: the list, one estate, one company, and the record as a table file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiezhi.intake.sheets.writing import xlsx_response
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.places.models import Estate
from jiezhi.places.queries import estates_of
from jiezhi.property import processes
from jiezhi.property.actions import take_back_committee
from jiezhi.property.forms import TakeBackForm
from jiezhi.property.models import ServiceContract
from jiezhi.property.outcomes import DutyCount, duty_counts, repeated_complaints
from jiezhi.property.permissions import ASK, KEEP, SEE
from jiezhi.property.queries import (
    committees_of,
    companies_of,
    contracts_of_company,
    contracts_of_estate,
    contracts_serving,
    duties_of_street,
    every_contract,
    get_committee,
    get_company,
    get_estate,
    open_calls,
    orders_of_estate,
    votes_of,
)
from jiezhi.property.standing import (
    ContractLine,
    EstateRow,
    RecordLine,
    call_line,
    contract_line,
    duty_words,
    fee_words,
    record_lines,
    summed,
)
from jiezhi.property.tables.contracts import contract_sheet
from jiezhi.property.tables.record import record_sheet
from jiezhi.property.views.filling import filled


@needs(SEE)
@require_safe
def estate_list(request: ActorRequest) -> HttpResponse:
    """List estates with their company, those first whose contract needs attention, and what is not answered yet."""
    at, street = timezone.now(), request.actor.tenant_id
    on, estates = timezone.localdate(at), estates_of(street)
    serving = {pk: contract_line(row, on=on) for pk, row in contracts_serving(street, on=on).items()}
    rows = sorted((EstateRow(row, serving.get(row.pk)) for row in estates), key=EstateRow.place_in_list)
    wanted = request.GET.get("show", "")
    context = {
        "rows": [row for row in rows if wanted != "soon" or row.needs_attention],
        "wanted": wanted,
        "soon": sum(line.needs_attention for line in serving.values()),
        "unmanaged": sum(estate.pk not in serving for estate in estates),
        "calls": [call_line(call, at=at) for call in open_calls(request.actor, at=at)],
        "may_keep": request.actor.may(KEEP.code),
    }
    return render(request, "property/list.html", context)


@needs(SEE)
@require_safe
def estate(request: ActorRequest, estate_id: UUID) -> HttpResponse:
    """Show one estate: contracts, duties with their record, repeated complaints, committee and votes."""
    context = _estate_context(request, get_estate(request.actor, estate_id))
    return render(request, "property/estate.html", context)


@needs(KEEP)
@require_POST
def take_back(request: ActorRequest, committee_id: UUID) -> HttpResponse:
    """Take back a committee whose term has not begun; what speaks against it stands on the estate's page."""
    committee, form = get_committee(request.actor, committee_id), TakeBackForm(request.POST)

    def deed() -> None:
        reason = form.cleaned_data["reason"]
        take_back_committee(committee_id=committee_id, reason=reason, actor=request.actor, at=timezone.now())

    if filled(request, form, deed, of=processes.ENTER_COMMITTEE, told=_("Taken back. It did not serve.")):
        return redirect("property:estate", committee.estate_id)
    context = _estate_context(request, committee.estate) | {"back_form": form, "back_id": committee.pk}
    return render(request, "property/estate.html", context, status=422)


def _estate_context(request: ActorRequest, found: Estate) -> dict[str, object]:
    at = timezone.now()
    on = timezone.localdate(at)
    lines = [contract_line(row, on=on) for row in contracts_of_estate(request.actor, found.pk)]
    names = {duty.pk: duty.name for duty in duties_of_street(found.sub_district_id)}
    repeated = repeated_complaints(found.sub_district_id, at=at, estate_id=found.pk)
    record = record_lines(duty_counts(found.sub_district_id, at=at, estate_id=found.pk))
    return _trail() | {
        "estate": found,
        "lines": [(line, fee_words(line.contract.fee_fen)) for line in lines],
        "record": [
            (_duty(names.get(row.duty_id, ""), row, lines), _company(row.company_id, lines), row.count)
            for row in record
        ],
        "repeated": [(names.get(row.duty_id, ""), row.orders) for row in repeated],
        "orders": orders_of_estate(request.actor, found.pk),
        "committees": committees_of(request.actor, found.pk),
        "votes": votes_of(request.actor, estate_id=found.pk),
        "may_keep": request.actor.may(KEEP.code),
        "today": on,
        "back_form": TakeBackForm(),
    }


def _trail() -> dict[str, object]:
    return {"trail": [{"label": _("Property governance"), "url": reverse("property:list")}]}


def _duty(name: str, row: RecordLine, lines: list[ContractLine]) -> str:
    """Name the duty of a record; without a company there is no contract that could name it."""
    contracts = [line.contract for line in lines if line.contract.company_id == row.company_id]
    return duty_words(name, contracts) if contracts else name


def _company(company_id: UUID | None, lines: list[ContractLine]) -> str:
    return next((line.contract.company.name for line in lines if line.contract.company_id == company_id), "")


@needs(SEE)
@require_safe
def company(request: ActorRequest, company_id: UUID) -> HttpResponse:
    """Show one company across its estates: contracts, and the record of each."""
    at, found = timezone.now(), get_company(request.actor, company_id)
    on = timezone.localdate(at)
    contracts = contracts_of_company(request.actor, found.pk)
    record = record_lines(duty_counts(found.sub_district_id, at=at, company_id=found.pk))
    context = _trail() | {
        "company": found,
        "lines": [(contract_line(row, on=on), fee_words(row.fee_fen)) for row in contracts],
        "record": _record_of_company(record, contracts, found.sub_district_id),
        "whole": summed(record),
        "may_ask": request.actor.may(ASK.code),
    }
    return render(request, "property/company.html", context)


def _record_of_company(
    record: list[RecordLine], contracts: list[ServiceContract], street: UUID
) -> list[tuple[str, str, DutyCount]]:
    """Name the estate and the duty of each line; the duty says so where no contract there names it."""
    names = {row.estate_id: row.estate.name for row in contracts}
    duties = {duty.pk: duty.name for duty in duties_of_street(street)}
    there = {pk: [contract for contract in contracts if contract.estate_id == pk] for pk in names}
    return [
        (
            names.get(row.estate_id, ""),
            duty_words(duties.get(row.duty_id, ""), there.get(row.estate_id, [])),
            row.count,
        )
        for row in record
    ]


@needs(SEE)
@require_safe
def table(request: ActorRequest) -> HttpResponse:
    """Give contracts and records as a table file; the contracts can be changed and brought in again."""
    at, street = timezone.now(), request.actor.tenant_id
    record = record_sheet(
        record_lines(duty_counts(street, at=at)),
        estates={row.pk: row.name for row in estates_of(street)},
        companies={row.pk: row.name for row in companies_of(street)},
        duties={row.pk: row.name for row in duties_of_street(street)},
    )
    name = f"物业治理-{timezone.localdate(at):%Y%m%d}.xlsx"
    return xlsx_response([contract_sheet(every_contract(request.actor)), record], file_name=name)
