"""Bringing departments in to an order: supports asked by the lead, and the whistle of a community."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiezhi.burden.metering import note_post
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, RefusedError
from jiezhi.organisation.queries import departments_of, matters_of
from jiezhi.places.queries import communities_of
from jiezhi.workorders import actions, processes
from jiezhi.workorders.actions import SupportWish, WhistleDraft
from jiezhi.workorders.choices import UrgencyTier
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import VIEW, WHISTLE
from jiezhi.workorders.support_forms import AskSupportForm, NewWhistleForm, WhistleForm, wishes_of
from jiezhi.workorders.supports import callable_departments
from jiezhi.workorders.views.verbs import Typed, by, carry_out


@needs(VIEW)
def ask_support(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Ask a department to support an order."""

    def deed(typed: Typed) -> WorkOrder:
        limit = (typed["amount"], typed["unit"]) if typed["amount"] else None
        wish = SupportWish(typed["department"], typed["task"], limit)
        return actions.ask_supports(order_id=order_id, wishes=[wish], **by(request))[0].order

    told = _("Asked. You are told when they answer.")
    return carry_out(request, order_id, AskSupportForm, deed, of=processes.ASK_SUPPORT, told=told)


@needs(WHISTLE)
def whistle(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Call departments to an order in the own community."""

    def deed(typed: Typed) -> WorkOrder:
        return actions.blow_whistle(order_id=order_id, wishes=wishes_of(typed), **by(request))[0].order

    told = _("Called. Each department reports for duty within its limit.")
    return carry_out(request, order_id, WhistleForm, deed, of=processes.WHISTLE, told=told)


@needs(WHISTLE)
@require_http_methods(["GET", "POST"])
def new_whistle(request: ActorRequest) -> HttpResponse:
    """Call departments to a matter of which no order speaks yet."""
    form = _offered(request, NewWhistleForm(request.POST or None, initial={"urgency": UrgencyTier.NORMAL}))
    if form.is_bound and form.is_valid():
        try:
            order = actions.open_whistle(
                draft=_draft(form), wishes=wishes_of(form.cleaned_data), **by(request)
            )
        except RefusedError:
            raise
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            note_post(processes.WHISTLE, form, held=[order.brief], actor=request.actor, at=timezone.now())
            messages.success(request, _("Called. The order is %(number)s.") % {"number": order.number})
            return redirect("workorders:order", order_id=order.pk)
    return render(request, "workorders/new_whistle.html", {"form": form}, status=422 if form.errors else 200)


def _offered(request: ActorRequest, form: NewWhistleForm) -> NewWhistleForm:
    street, scope = request.actor.tenant_id, request.actor.scope
    form.offer(callable_departments(departments_of(street)))
    own = [row for row in communities_of(street) if row.pk in scope.community_ids]
    form.offer_places(matters_of(street), own)
    return form


def _draft(form: NewWhistleForm) -> WhistleDraft:
    typed = form.cleaned_data
    return WhistleDraft(typed["matter"], typed["brief"], typed["community"], UrgencyTier(typed["urgency"]))
