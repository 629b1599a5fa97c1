"""The page of one order, and its pictures."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.answers.queries import OfferedAnswer, answers_offered
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError
from jiezhi.kit.ui.svg_map import MapArea, MapDot, SvgMap, draw_map
from jiezhi.organisation.choices import amount_words
from jiezhi.organisation.models import Department
from jiezhi.organisation.queries import departments_of, matters_of
from jiezhi.pictures.showing import picture_response
from jiezhi.workorders import forms
from jiezhi.workorders.authority import possible_verbs, recordable_verbs
from jiezhi.workorders.choices import MODE_SIGNS, ExtensionState, HandOverMode, OrderState, Verb
from jiezhi.workorders.clock import calendar_if_asked
from jiezhi.workorders.filter_forms import split_place
from jiezhi.workorders.models import Extension, Support, WorkOrder
from jiezhi.workorders.panels import further_lines, render_panels
from jiezhi.workorders.permissions import DECIDE_EXTENSION, VIEW
from jiezhi.workorders.queries import (
    extensions_of,
    get_order,
    get_picture,
    history_of,
    pictures_of,
)
from jiezhi.workorders.reply import AnsweredOrder
from jiezhi.workorders.standing import (
    STATE_TONES,
    countdown_of,
    limit_words,
    step_countdown_of,
    timeline_of,
)
from jiezhi.workorders.support_forms import AskSupportForm, WhistleForm
from jiezhi.workorders.support_words import support_line, support_timeline
from jiezhi.workorders.supports import callable_departments, may_ask_supports, may_whistle, supports_of

VERB_FORMS: dict[Verb, type[forms.VerbForm]] = {
    Verb.ACCEPT: forms.AcceptForm,
    Verb.AGREE: forms.AcceptForm,
    Verb.REPORT_IN: forms.AcceptForm,
    Verb.TAKE: forms.TakeOverForm,
    Verb.DECLINE: forms.DeclineForm,
    Verb.RESOLVE: forms.ResolveForm,
    Verb.EXTEND: forms.AskExtensionForm,
    Verb.REASSIGN: forms.HandOnForm,
    Verb.SEND_BACK: forms.SendBackForm,
    Verb.DISPATCH: forms.DispatchForm,
}


@needs(VIEW)
def show(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Show an order and what can be done with it now."""
    return order_screen(request, order_id)


@needs(VIEW)
def picture(request: ActorRequest, order_id: UUID, picture_id: UUID) -> HttpResponse:
    """Show a picture to whoever may see its order."""
    return picture_response(get_picture(get_order(request.actor, order_id), picture_id))


def order_screen(
    request: ActorRequest,
    order_id: UUID,
    *,
    typed: forms.VerbForm | None = None,
    problem: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page of an order as it is now, with what was typed and why it could not be done.

    Args:
        request: Of the reader.
        order_id: Which order.
        typed: The form that was sent and refused.
        problem: Why it was refused.
        status: Of the answer.
    """
    sent = request.POST if request.method == "POST" else request.GET
    is_beside = bool(request.htmx) and "back" in sent and not request.htmx.history_restore_request
    # A deed that is refused fills the whole window; its forms still know the list that stood beside them.
    back = sent.get("back", "") if is_beside or request.method == "POST" else ""
    context = order_parts(request, order_id, typed=typed, problem=problem, back=back)
    template = "workorders/_beside.html" if is_beside else "workorders/order.html"
    return render(request, template, context, status=status)


def order_parts(
    request: ActorRequest,
    order_id: UUID,
    *,
    typed: forms.VerbForm | None = None,
    problem: DomainError | None = None,
    back: str = "",
) -> dict[str, Any]:
    """Give what the page of an order shows, and what stands beside a list too.

    Args:
        request: Of the reader.
        order_id: Which order.
        typed: The form that was sent and refused.
        problem: Why it was refused.
        back: The address of the list beside which it is open, to which a deed leads back; empty on its own page.
    """
    order = get_order(request.actor, order_id)
    extensions = extensions_of(order)
    asked = next((wish for wish in extensions if wish.state == ExtensionState.ASKED), None)
    supports = supports_of(order) if order.is_cross_department else []
    offered = _offered_forms(request, order, asked, typed)
    at = timezone.now()
    return {
        "trail": [{"label": _("Work orders"), "url": _list_url(order, back)}],
        **_state_of(order, extensions, supports, at=at),
        **_parts_of(order, supports, at=at),
        "map": _map_of(order),
        "asked": asked,
        "asked_amount": amount_words(asked.amount, asked.unit) if asked else "",
        "panels": render_panels(request, order),
        "answers": _answers_for(order, order.lead) if order.lead and "resolve_form" in offered else [],
        "problem": problem,
        "kept": typed.kept_texts() if typed and typed not in offered.values() else [],
        "back": back,
        **offered,
    }


def _list_url(order: WorkOrder, back: str) -> str:
    if not back:
        return reverse("workorders:list")
    place = split_place(back)
    place["open"] = str(order.pk)
    return f"{reverse('workorders:list')}?{place.urlencode()}"


def _parts_of(order: WorkOrder, supports: list[Support], *, at: datetime) -> dict[str, Any]:
    calendar = calendar_if_asked(order.sub_district_id, since=order.opened_at)
    return {
        "parts": [support_line(row, order.urgency, calendar, at=at) for row in supports],
        "has_open_parts": any(row.is_open for row in supports),
    }


def _answers_for(order: WorkOrder, lead: Department) -> list[OfferedAnswer]:
    place = order.estate or order.community
    facts = AnsweredOrder(
        number=order.number,
        matter=order.matter.name,
        place=place.name if place else "",
        department=lead.name,
        opened_at=order.opened_at,
        due_at=order.due_at,
    )
    return answers_offered(
        sub_district_id=order.sub_district_id,
        matter_id=order.matter_id,
        department_id=lead.pk,
        given=facts.words(on=timezone.localdate()),
    )


def _state_of(
    order: WorkOrder, extensions: list[Extension], supports: list[Support], *, at: datetime
) -> dict[str, Any]:
    calendar = calendar_if_asked(order.sub_district_id, since=order.opened_at)
    return {
        "order": order,
        "way_sign": MODE_SIGNS[HandOverMode(order.hand_over)] if order.hand_over else "",
        "tone": STATE_TONES[OrderState(order.state)],
        "countdown": countdown_of(order, calendar, at=at),
        "step": step_countdown_of(order, calendar, at=at),
        "limit": limit_words(order),
        "entries": timeline_of(
            history_of(order), extensions, [*support_timeline(supports), *further_lines(order)]
        ),
        "pictures": pictures_of(order),
    }


def _offered_forms(
    request: ActorRequest, order: WorkOrder, asked: Extension | None, typed: forms.VerbForm | None
) -> dict[str, forms.VerbForm]:
    """Give the form of each verb that is possible now, the typed one in its place."""
    recordable = recordable_verbs(request.actor, order, on=timezone.localdate())
    kinds = _possible_forms(request, order, is_asked=asked is not None)
    if (
        order.due_at is not None
        and timezone.now() > order.due_at
        and not isinstance(typed, forms.AskExtensionForm)
    ):
        kinds.pop("extend_form", None)
    if recordable:
        kinds["record_form"] = forms.RecordAnswerForm
    offered = {
        name: typed if type(typed) is kind else kind(auto_id=f"{name}_%s") for name, kind in kinds.items()
    }
    _offer_departments(offered.values(), order)
    for form in offered.values():
        if isinstance(form, forms.RecordAnswerForm):
            form.offer(recordable)
        elif isinstance(form, forms.ResolveForm):
            form.say_who_reads(is_reported=getattr(order, "is_reported", True))
        elif isinstance(form, forms.AskExtensionForm):
            form.limit_to(order)
    return offered


def _offer_departments(offered: Iterable[forms.VerbForm], order: WorkOrder) -> None:
    """Fill what is chosen from; nothing is handed on to, or supported by, the department that has the order."""
    asking = [form for form in offered if isinstance(form, forms.HandOnForm | AskSupportForm | WhistleForm)]
    departments = departments_of(order.sub_district_id) if asking else []
    others = [row for row in departments if row.pk != order.lead_id]
    for form in asking:
        if isinstance(form, forms.DispatchForm):
            form.offer_again(departments, order)
            form.offer_matters(matters_of(order.sub_district_id), order)
        else:
            form.offer(callable_departments(others) if isinstance(form, WhistleForm) else others)


def _possible_forms(
    request: ActorRequest, order: WorkOrder, *, is_asked: bool
) -> dict[str, type[forms.VerbForm]]:
    verbs = possible_verbs(request.actor, order)
    kinds = {f"{verb}_form": kind for verb, kind in VERB_FORMS.items() if verb in verbs}
    if is_asked:
        kinds.pop("extend_form", None)
        if request.actor.may(DECIDE_EXTENSION.code):
            kinds["decide_form"] = forms.DecideExtensionForm
    if may_ask_supports(request.actor, order):
        kinds["support_form"] = AskSupportForm
    if may_whistle(request.actor, order):
        kinds["whistle_form"] = WhistleForm
    return kinds


def _map_of(order: WorkOrder) -> SvgMap | None:
    if order.lon is None or order.lat is None:
        return None
    areas = [MapArea(order.community.border, order.community.name)] if order.community else []
    label = order.estate.name if order.estate else order.number
    return draw_map(areas, [MapDot(order.lon, order.lat, label, tone="bad")], width_px=320)
