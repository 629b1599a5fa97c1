"""A department's part in others' orders: the list, the page of one part, and what can be done with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiezhi.burden.metering import MeteredForm, Process, note_post
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, InvalidError, MissingError, RefusedError
from jiezhi.pictures.showing import picture_response
from jiezhi.workorders import actions, processes, support_forms
from jiezhi.workorders.actions import GivenWord
from jiezhi.workorders.choices import DeclineReason, SupportVerb, WordChannel
from jiezhi.workorders.clock import calendar_if_asked
from jiezhi.workorders.models import Support
from jiezhi.workorders.permissions import HANDLE, RECORD_ANSWER, VIEW, WHISTLE
from jiezhi.workorders.queries import get_picture, pictures_of
from jiezhi.workorders.support_words import support_line
from jiezhi.workorders.supports import (
    get_support,
    may_ask_again,
    may_rate,
    may_record,
    own_supports,
    sees_whole_order,
    support_verbs,
)
from jiezhi.workorders.views.verbs import Typed, by

UNPROCESSABLE = 422


@needs(HANDLE)
@require_safe
def support_list(request: ActorRequest) -> HttpResponse:
    """List the own departments' parts, open or ended."""
    at, is_open = timezone.now(), request.GET.get("show") != "ended"
    rows = own_supports(request.actor, is_open=is_open)
    since = min((row.asked_at for row in rows), default=at)
    calendar = calendar_if_asked(request.actor.tenant_id, since=since)
    lines = [support_line(row, row.order.urgency, calendar, at=at) for row in rows]
    return render(request, "workorders/supports.html", {"lines": lines, "is_open": is_open})


@needs(VIEW)
@require_safe
def support(request: ActorRequest, support_id: UUID) -> HttpResponse:
    """Show one part: its task, and of the order the brief, the place and the pictures."""
    return support_screen(request, support_id)


@needs(VIEW)
@require_safe
def support_picture(request: ActorRequest, support_id: UUID, picture_id: UUID) -> HttpResponse:
    """Show a picture of the order to whoever has a part in it."""
    return picture_response(get_picture(get_support(request.actor, support_id).order, picture_id))


@needs(HANDLE)
@require_POST
def accept_part(request: ActorRequest, support_id: UUID) -> HttpResponse:
    """Take a part on; called by a community, report for duty."""

    def deed(typed: Typed) -> Support:
        pledge = {"pledge": typed["pledge"], "pledged_on": typed["pledged_on"]}
        return actions.accept_support(support_id=support_id, **pledge, **by(request))

    told = _("Taken on. Report here when it is done.")
    return _carry_out(
        request, support_id, support_forms.PledgeForm, deed, of=processes.ANSWER_SUPPORT, told=told
    )


@needs(HANDLE)
@require_POST
def decline_part(request: ActorRequest, support_id: UUID) -> HttpResponse:
    """Decline a part with a reason."""

    def deed(typed: Typed) -> Support:
        reason = DeclineReason(typed["reason"])
        return actions.decline_support(
            support_id=support_id, reason=reason, note=typed["note"], **by(request)
        )

    told = _("Declined. The lead has been told.")
    form = support_forms.DeclineSupportForm
    return _carry_out(request, support_id, form, deed, of=processes.ANSWER_SUPPORT, told=told)


@needs(HANDLE)
@require_POST
def report_part(request: ActorRequest, support_id: UUID) -> HttpResponse:
    """Report a part done."""

    def deed(typed: Typed) -> Support:
        return actions.report_support(support_id=support_id, reply=typed["reply"], **by(request))

    told = _("Reported done. The lead has been told.")
    form = support_forms.ReportSupportForm
    return _carry_out(request, support_id, form, deed, of=processes.ANSWER_SUPPORT, told=told)


@needs(VIEW)
@require_POST
def call_off(request: ActorRequest, support_id: UUID) -> HttpResponse:
    """Call a support off."""

    def deed(typed: Typed) -> Support:
        return actions.call_off_support(support_id=support_id, note=typed["note"], **by(request))

    told = _("Called off.")
    return _carry_out(
        request, support_id, support_forms.CallOffForm, deed, of=processes.ASK_SUPPORT, told=told
    )


@needs(VIEW)
@require_POST
def ask_again(request: ActorRequest, support_id: UUID) -> HttpResponse:
    """Ask a department anew whose part has ended."""

    def deed(typed: Typed) -> Support:
        return actions.ask_support_again(support_id=support_id, task=typed["task"], **by(request))

    told = _("Asked anew, with a fresh limit.")
    return _carry_out(
        request, support_id, support_forms.AskAgainForm, deed, of=processes.ASK_SUPPORT, told=told
    )


@needs(WHISTLE)
@require_POST
def rate(request: ActorRequest, support_id: UUID) -> HttpResponse:
    """Say whether a called department came, and whether it helped."""

    def deed(typed: Typed) -> Support:
        facts = {name: typed[name] == "yes" for name in ("has_come", "has_helped")}
        return actions.rate_whistle(support_id=support_id, **facts, **by(request))

    told = _("Kept. It is counted per order, never per person.")
    return _carry_out(request, support_id, support_forms.RateForm, deed, of=processes.WHISTLE, told=told)


@needs(RECORD_ANSWER)
@require_POST
def record_part(request: ActorRequest, support_id: UUID) -> HttpResponse:
    """Record what a body said that does not sign in."""

    def deed(typed: Typed) -> Support:
        return _record(request, support_id, typed)

    told = _("Recorded what they said.")
    form = support_forms.RecordSupportForm
    return _carry_out(request, support_id, form, deed, of=processes.RECORD_ANSWER, told=told)


def _record(request: ActorRequest, support_id: UUID, typed: Typed) -> Support:
    word = GivenWord(typed["said_by"], typed["said_at"], WordChannel(typed["through"]))
    more: dict[str, Any] = {"support_id": support_id, "word": word, **by(request)}
    match SupportVerb(typed["answer"]):
        case SupportVerb.ACCEPT:
            return actions.accept_support(pledge=typed["note"], pledged_on=typed["pledged_on"], **more)
        case SupportVerb.DECLINE:
            if not typed["reason"]:
                raise InvalidError(_("Choose the reason of their no."))
            return actions.decline_support(reason=DeclineReason(typed["reason"]), note=typed["note"], **more)
        case _:
            return actions.report_support(reply=typed["note"], **more)


def support_screen(
    request: ActorRequest,
    support_id: UUID,
    *,
    typed: MeteredForm | None = None,
    problem: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page of a part as it is now, with what was typed and why it could not be done.

    Args:
        request: Of the reader.
        support_id: Which part.
        typed: The form that was sent and refused.
        problem: Why it was refused.
        status: Of the answer.
    """
    part, at = get_support(request.actor, support_id), timezone.now()
    calendar = calendar_if_asked(part.sub_district_id, since=part.asked_at)
    offered = _offered(request, part, typed)
    shown = [str(form) for form in map(type, offered.values())]
    context = {
        "trail": [_whence(request)],
        "part": part,
        "order": part.order,
        "line": support_line(part, part.order.urgency, calendar, at=at),
        "pictures": pictures_of(part.order),
        "may_open_order": sees_whole_order(request.actor, part),
        "problem": problem,
        "kept": _kept(typed) if typed and str(type(typed)) not in shown else [],
        **offered,
    }
    return render(request, "workorders/support.html", context, status=status)


def _whence(request: ActorRequest) -> dict[str, str]:
    """Give the list above the page: of own parts for those who have some, of orders for everybody else."""
    if request.actor.may(HANDLE.code):
        return {"label": _("Our part in others' orders"), "url": reverse("workorders:supports")}
    return {"label": _("Work orders"), "url": reverse("workorders:list")}


def _offered(request: ActorRequest, part: Support, typed: MeteredForm | None) -> dict[str, MeteredForm]:
    verbs = support_verbs(request.actor, part)
    kinds: dict[str, type[MeteredForm]] = {}
    if SupportVerb.ACCEPT in verbs:
        kinds["accept_form"] = support_forms.PledgeForm
    if SupportVerb.REPORT in verbs:
        kinds["report_form"] = support_forms.ReportSupportForm
    if SupportVerb.DECLINE in verbs:
        kinds["decline_form"] = support_forms.DeclineSupportForm
    if may_record(request.actor, part, on=timezone.localtime()):
        kinds["record_form"] = support_forms.RecordSupportForm
    if may_rate(request.actor, part):
        kinds["rate_form"] = support_forms.RateForm
    if SupportVerb.CALL_OFF in verbs:
        kinds["call_off_form"] = support_forms.CallOffForm
    if may_ask_again(request.actor, part):
        kinds["again_form"] = support_forms.AskAgainForm
    return {
        name: typed if type(typed) is kind else kind(auto_id=f"{name}_%s") for name, kind in kinds.items()
    }


def _kept(typed: MeteredForm) -> list[tuple[str, str]]:
    texts = [field for field in typed.visible_fields() if field.widget_type == "textarea"]
    return [(str(field.label), field.value()) for field in texts if field.value()]


def _carry_out(
    request: ActorRequest,
    support_id: UUID,
    kind: type[MeteredForm],
    deed: Callable[[Typed], Support],
    *,
    of: Process,
    told: str,
) -> HttpResponse:
    typed = kind(request.POST, auto_id="typed_%s")
    if not typed.is_valid():
        return support_screen(request, support_id, typed=typed, status=UNPROCESSABLE)
    try:
        part = deed(typed.cleaned_data)
    except (MissingError, RefusedError):
        raise
    except DomainError as problem:
        return support_screen(request, support_id, typed=typed, problem=problem, status=problem.status)
    note_post(of, typed, held=[part.task], **by(request))
    messages.success(request, told)
    return redirect("workorders:support", support_id=part.pk)
