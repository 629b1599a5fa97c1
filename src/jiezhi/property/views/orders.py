"""What is done about an order's duty: said, put to the company, answered, taken back; and the slip with the code."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiezhi.core.numbers import format_code
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.property import actions, processes
from jiezhi.property.choices import CallState
from jiezhi.property.codes import code_of_call
from jiezhi.property.forms import ConfirmForm, RecordForm
from jiezhi.property.models import ServiceContract, StandardDuty
from jiezhi.property.permissions import ASK, SEE
from jiezhi.property.queries import (
    agreed_duty,
    contract_of_estate,
    duties_answered_for,
    duties_of_street,
    get_call,
    owed_first,
    suggested_duty,
)
from jiezhi.property.standing import call_line
from jiezhi.property.views.filling import filled, told_done
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.merged import staying_order
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.queries import get_order


@needs(SEE)
@require_safe
def order_duty(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Show the duty of an order and what its company was asked: a part of the order's page, or a page of its own."""
    order, at = get_order(request.actor, order_id), timezone.now()
    rows = duties_answered_for(request.actor, order)
    found = next((row for row in rows if row.order_id == order.pk), None)
    calls = [call_line(call, at=at) for call in found.calls.all()] if found else []
    may_ask = request.actor.may(ASK.code) and order.state != OrderState.CLOSED
    duties, contract = _to_choose(order, at) if may_ask and not calls else ([], None)
    context = {
        "order": order,
        "found": found,
        "calls": calls,
        "merged": [call_line(call, at=at) for row in rows if row != found for call in row.calls.all()],
        "duties": owed_first(duties, contract),
        "may_ask": may_ask,
        "may_ask_again": may_ask and calls and calls[0].call.state != CallState.ASKED,
        "suggested": found.duty if found else suggested_duty(order, duties, contract),
        "contract": contract,
    }
    return render(request, "property/_duty.html" if request.htmx else "property/duty.html", context)


def _to_choose(order: WorkOrder, at: datetime) -> tuple[list[StandardDuty], ServiceContract | None]:
    """Give the duties that an order may be about and the contract of its estate; nothing for an order of none."""
    street, estate, on = order.sub_district_id, order.estate_id, timezone.localdate(at)
    duties = duties_of_street(street, on=on) if estate is not None else []
    return duties, contract_of_estate(street, estate, on=on) if duties and estate else None


@needs(ASK)
@require_POST
def confirm(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Say which duty an order is about, and ask the company at once where that was chosen."""
    get_order(request.actor, order_id)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a duty from the list."))
        return redirect("workorders:order", order_id)
    duty_id, ask_too = form.cleaned_data["duty"], form.cleaned_data["ask"]
    told = _("The company is asked.") if ask_too else _("The duty is on the order.")
    told_done(
        request,
        lambda: actions.confirm_duty(
            order_id=order_id, duty_id=duty_id, ask=ask_too, actor=request.actor, at=timezone.now()
        ),
        told=told,
    )
    return redirect("workorders:order", order_id)


@needs(ASK)
@require_POST
def ask(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Ask the company, or ask it again."""
    told_done(
        request,
        lambda: actions.ask_company(order_id=order_id, actor=request.actor, at=timezone.now()),
        told=_("The company is asked."),
    )
    return redirect("workorders:order", order_id)


@needs(ASK)
@require_POST
def withdraw(request: ActorRequest, call_id: UUID) -> HttpResponse:
    """Take back what a company was asked."""
    call = get_call(request.actor, call_id)
    told_done(
        request,
        lambda: actions.withdraw_call(call_id=call_id, actor=request.actor, at=timezone.now()),
        told=_("Taken back. It does not count on the company's record."),
    )
    return redirect("workorders:order", staying_order(call.order_duty.order).pk)


@needs(ASK)
@require_http_methods(["GET", "POST"])
def record(request: ActorRequest, call_id: UUID) -> HttpResponse:
    """Record what a company answered on paper or by telephone."""
    call, form = get_call(request.actor, call_id), RecordForm(request.POST or None)

    def deed() -> None:
        answer = _answer(form)
        way, said_at = form.cleaned_data["way"], form.cleaned_data["said_at"]
        now = timezone.now()
        actions.record_answer(
            call_id=call_id, answer=answer, way=way, said_at=said_at, actor=request.actor, at=now
        )

    if filled(request, form, deed, of=processes.RECORD_ANSWER, told=_("Recorded.")):
        return redirect("workorders:order", staying_order(call.order_duty.order).pk)
    context = {"form": form, "call": call}
    return render(request, "property/record.html", context, status=422 if form.errors else 200)


def _answer(form: RecordForm) -> actions.CompanyAnswer:
    typed = form.cleaned_data
    return actions.CompanyAnswer(typed["word"], typed["text"], typed["by"], typed["promised_on"])


@needs(ASK)
@never_cache
@require_safe
def slip(request: ActorRequest, call_id: UUID) -> HttpResponse:
    """Show what goes to the company: what is asked, until when, and the code with which it answers once."""
    call = get_call(request.actor, call_id)
    code = code_of_call(call.pk) if call.state == CallState.ASKED else ""
    address = request.build_absolute_uri("/property-answer/")
    context = {
        "call": call,
        "agreed": agreed_duty(call.contract, call.order_duty.duty),
        "code": format_code(code) if code else "",
        "address": f"{address}#{code}",
    }
    return render(request, "property/slip.html", context)
