"""Registers on screen: companies, committees, standard duties, and contracts."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.ui.navigation import all_entries
from jiezhi.organisation.choices import amount_words
from jiezhi.organisation.queries import every_matter_of, matters_of
from jiezhi.places.queries import estates_of
from jiezhi.property import actions, processes
from jiezhi.property.forms import CommitteeForm, CompanyForm, ContractForm, DutyForm, EndForm
from jiezhi.property.models import StandardDuty
from jiezhi.property.permissions import KEEP, SEE
from jiezhi.property.queries import (
    companies_of,
    contracts_of_estate,
    contracts_serving,
    duties_of_street,
    get_committee,
    get_estate,
)
from jiezhi.property.views.filling import filled, told_done

UNPROCESSABLE = 422


def _status(form: CompanyForm | CommitteeForm | DutyForm | ContractForm | EndForm) -> int:
    return UNPROCESSABLE if form.errors else 200


@needs(SEE)
@require_http_methods(["GET", "POST"])
def companies(request: ActorRequest) -> HttpResponse:
    """List the companies with the estates they serve, and enter another."""
    street, form = request.actor.tenant_id, CompanyForm(request.POST or None)

    def deed() -> None:
        names = ("name", "credit_code", "phone")
        typed = {name: form.cleaned_data[name] for name in names}
        actions.enter_company(**typed, actor=request.actor, at=timezone.now())

    if filled(request, form, deed, of=processes.ENTER_COMPANY, told=_("Entered. Contracts can name it now.")):
        return redirect("property:companies")
    serving: dict[UUID, list[str]] = {}
    for contract in contracts_serving(street, on=timezone.localdate()).values():
        serving.setdefault(contract.company_id, []).append(contract.estate.name)
    rows = [(company, sorted(serving.get(company.pk, []))) for company in companies_of(street)]
    context = {"rows": rows, "form": form, "may_keep": request.actor.may(KEEP.code)}
    return render(request, "property/companies.html", context, status=_status(form))


@needs(SEE)
@require_http_methods(["GET", "POST"])
def duties(request: ActorRequest) -> HttpResponse:
    """List the standard duties with their days, and enter another or a new one of the same name."""
    street, first = request.actor.tenant_id, {"from_on": timezone.localdate()}
    form = DutyForm(request.POST or None, initial=first)
    form.offer(matters_of(street))

    def deed() -> None:
        typed = form.cleaned_data
        actions.enter_duty(
            name=typed["name"],
            limit=(typed["limit_amount"], typed["limit_unit"]),
            matter_codes=typed["matter_codes"],
            keywords=form.words("keywords"),
            from_on=typed["from_on"],
            actor=request.actor,
            at=timezone.now(),
        )

    if filled(request, form, deed, of=processes.ENTER_DUTY, told=_("Entered. Contracts can name it now.")):
        return redirect("property:duties")
    context = {"rows": _duty_rows(street), "form": form, "may_keep": request.actor.may(KEEP.code)}
    return render(request, "property/duties.html", context, status=_status(form))


def _duty_rows(street: UUID) -> list[tuple[StandardDuty, str, str]]:
    """Give the duties with their limit, and the names of the matters and the words that point to them."""
    names = {matter.code: matter.name for matter in every_matter_of(street)}
    return [
        (
            duty,
            amount_words(duty.limit_amount, duty.limit_unit),
            " ".join([*(names.get(code, code) for code in duty.matter_codes), *duty.keywords]),
        )
        for duty in duties_of_street(street)
    ]


@needs(KEEP)
@require_POST
def end_duty(request: ActorRequest, duty_id: UUID) -> HttpResponse:
    """Take a standard duty out of use from today on."""
    at = timezone.now()
    told_done(
        request,
        lambda: actions.end_duty(
            duty_id=duty_id, ended_on=timezone.localdate(at), actor=request.actor, at=at
        ),
        told=_("Out of use. Contracts and records keep it."),
    )
    return redirect("property:duties")


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def new_committee(request: ActorRequest) -> HttpResponse:
    """Enter who speaks for the owners of an estate."""
    form = CommitteeForm(request.POST or None, initial={"estate": request.GET.get("estate", "")})
    form.offer(estates_of(request.actor.tenant_id))

    def deed() -> None:
        typed = form.cleaned_data
        terms = {"kind": typed["kind"], "from_on": typed["from_on"], "until_on": typed["until_on"]}
        actions.enter_committee(estate_id=typed["estate"], **terms, actor=request.actor, at=timezone.now())

    if filled(request, form, deed, of=processes.ENTER_COMMITTEE, told=_("Entered.")):
        return redirect("property:estate", form.cleaned_data["estate"])
    return render(request, "property/committee.html", {"form": form}, status=_status(form))


@needs(KEEP)
@require_POST
def end_committee(request: ActorRequest, committee_id: UUID) -> HttpResponse:
    """End the term of a committee today."""
    at = timezone.now()
    committee = get_committee(request.actor, committee_id)
    told_done(
        request,
        lambda: actions.end_committee(
            committee_id=committee_id, ended_on=timezone.localdate(at), actor=request.actor, at=at
        ),
        told=_("Ended. It stays on the estate's page."),
    )
    return redirect("property:estate", committee.estate_id)


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def new_contract(request: ActorRequest) -> HttpResponse:
    """Enter a contract."""
    street, form = request.actor.tenant_id, ContractForm(request.POST or None, initial=request.GET.dict())
    form.offer(estates_of(street), companies_of(street), duties_of_street(street, on=timezone.localdate()))
    told = _("Entered. Orders about this estate can be put to the company now.")
    if filled(request, form, lambda: _enter(request, form), of=processes.ENTER_CONTRACT, told=told):
        return redirect("property:estate", form.cleaned_data["estate"])
    context = {"form": form, "files": _place_of_files(request)}
    return render(request, "property/contract.html", context, status=_status(form))


def _place_of_files(request: ActorRequest) -> str:
    """Give where files are brought in, as the navigation names it; empty for whoever may not."""
    entries = (entry for entry in all_entries() if (entry.face, entry.key) == ("desk", "intakes"))
    return next((reverse(e.url_name) for e in entries if request.actor.may(e.permission)), "")


def _enter(request: ActorRequest, form: ContractForm) -> None:
    typed = form.cleaned_data
    draft = actions.ContractDraft(
        estate_id=typed["estate"],
        company_id=typed["company"],
        kind=typed["kind"],
        from_on=typed["from_on"],
        until_on=typed["until_on"],
        fee_fen=form.fee_fen(),
        duties=tuple((UUID(duty), None) for duty in typed["duties"]),
        document=typed["document"],
    )
    actions.enter_contract(draft=draft, actor=request.actor, at=timezone.now())


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def end_contract(request: ActorRequest, estate_id: UUID, contract_id: UUID) -> HttpResponse:
    """End a contract of an estate with a reason."""
    estate, form = get_estate(request.actor, estate_id), EndForm(request.POST or None)
    contract = next((c for c in contracts_of_estate(request.actor, estate.pk) if c.pk == contract_id), None)

    def deed() -> None:
        typed = {name: form.cleaned_data[name] for name in ("ended_on", "reason")}
        actions.end_contract(contract_id=contract_id, **typed, actor=request.actor, at=timezone.now())

    if filled(request, form, deed, of=processes.ENTER_CONTRACT, told=_("Ended. The record stays.")):
        return redirect("property:estate", estate.pk)
    context = {"form": form, "estate": estate, "contract": contract}
    return render(request, "property/end.html", context, status=_status(form))
