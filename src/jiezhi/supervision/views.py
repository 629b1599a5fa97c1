"""Supervision on screen: marks on orders, the duty roster of a month, and emergencies that wait for an answer."""

from dataclasses import replace
from datetime import date, timedelta
from operator import itemgetter
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiezhi.burden.metering import note_post
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, MissingError
from jiezhi.kit.measure import Question, Split, all_measures
from jiezhi.organisation.queries import departments_of, posts_of
from jiezhi.supervision import processes
from jiezhi.supervision.actions import (
    CallingOff,
    ShiftDraft,
    answer_emergency,
    call_off_emergency,
    copy_month,
    drop_shift,
    enter_shift,
    put_mark,
)
from jiezhi.supervision.choices import CallOffReason, MarkKinds
from jiezhi.supervision.forms import CallOffForm, MarkForm, ShiftForm
from jiezhi.supervision.mark_queries import marks_by_department, marks_by_entry, marks_in
from jiezhi.supervision.measures import ABOUT, PARTICIPANTS
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.permissions import ANSWER, KEEP_ROSTER, SEE, SUPERVISE
from jiezhi.supervision.queries import (
    get_response,
    is_called,
    may_be_called_off_by,
    month_span,
    open_emergencies,
    roster,
)
from jiezhi.supervision.standing import MARK_TONES, answer_words, emergency_url, mark_line, task_of, words_of
from jiezhi.workorders.queries import get_order

DAYS_BACK = 90


@needs(SEE)
@require_safe
def marks(request: ActorRequest) -> HttpResponse:
    """List the newest marks on orders, with counts per department's orders and per line of the list."""
    kind, since_on = request.GET.get("kind", ""), timezone.localdate() - timedelta(days=DAYS_BACK)
    rows = [
        {"mark": mark, "line": mark_line(mark), "tone": MARK_TONES[MarkKinds(mark.kind)]}
        for mark in marks_in(request.actor, kind=kind)
    ]
    context = {
        "rows": rows,
        "kind": kind,
        "kinds": MarkKinds.choices,
        "by_department": marks_by_department(request.actor, since_on=since_on),
        "by_entry": marks_by_entry(request.actor, since_on=since_on),
        "days": DAYS_BACK,
    }
    return render(request, "supervision/marks.html", context)


@needs(SEE)
@require_safe
def figures(request: ActorRequest) -> HttpResponse:
    """Show what is measured of working together in the last days, and every department's own part, by name."""
    at = timezone.now()
    today = timezone.localdate(at)
    question = Question(request.actor, today - timedelta(days=DAYS_BACK), today, at)
    names = {row.pk: row.name for row in departments_of(request.actor.tenant_id)}
    parts = PARTICIPANTS.compute(replace(question, split=Split.DEPARTMENT))
    shown = [(name, figure) for pk, name in names.items() if (figure := parts.get(pk)) and figure.whole]
    context = {
        "rows": [(measure, measure.compute(question).get(None)) for measure in all_measures(ABOUT)],
        "by_department": sorted(shown, key=itemgetter(0)),
        "days": DAYS_BACK,
    }
    return render(request, "supervision/figures.html", context)


@needs(SUPERVISE)
@require_POST
def mark(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Put a mark on an order."""
    get_order(request.actor, order_id)
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why: the department reads it, and it stays with the order."))
        return redirect("workorders:order", order_id=order_id)
    kind, note = MarkKinds(form.cleaned_data["kind"]), form.cleaned_data["note"]
    put_mark(order_id=order_id, kind=kind, note=note, actor=request.actor, at=timezone.now())
    note_post(processes.MARK, form, actor=request.actor, at=timezone.now())
    messages.success(request, _("It lies on the order, and the department is told."))
    return redirect("workorders:order", order_id=order_id)


@needs(SEE)
@require_safe
def emergencies(request: ActorRequest) -> HttpResponse:
    """List the emergencies that nobody has answered yet."""
    return _emergencies_screen(request, open_emergencies(request.actor))


@needs(SEE)
@require_safe
def emergency(request: ActorRequest, response_id: UUID) -> HttpResponse:
    """Show one emergency, also after it was answered: a call leads here whoever's the order or request is."""
    return _emergencies_screen(request, [get_response(request.actor, response_id)], is_one=True)


@needs(ANSWER)
@require_POST
def call_off(request: ActorRequest, response_id: UUID) -> HttpResponse:
    """Say why it is no emergency."""
    form, at = CallOffForm(request.POST), timezone.now()
    if not form.is_valid():
        messages.error(request, _("Choose why this is called off; up to 200 characters can be added."))
        return _to_its_page(request, response_id)
    why = CallingOff(CallOffReason(form.cleaned_data["reason"]), form.cleaned_data["words"])
    try:
        call_off_emergency(response_id=response_id, why=why, actor=request.actor, at=at)
    except MissingError:
        raise
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        note_post(processes.CALL_OFF, form, actor=request.actor, at=at)
        messages.success(
            request, _("Called off. It is dealt with like any other; dispatchers and leaders are told.")
        )
    return _to_its_page(request, response_id)


@needs(ANSWER)
@require_POST
def answer(request: ActorRequest, response_id: UUID) -> HttpResponse:
    """Answer an emergency."""
    try:
        answer_emergency(response_id=response_id, actor=request.actor, at=timezone.now())
    except MissingError:
        raise
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Answered. See to it now, and write on the order what you find."))
    return _to_its_page(request, response_id)


@needs(SEE)
@require_safe
def duty(request: ActorRequest) -> HttpResponse:
    """Show the roster of a month, and for who keeps it the form."""
    return _duty_screen(request, ShiftForm() if request.actor.may(KEEP_ROSTER.code) else None)


@needs(KEEP_ROSTER)
@require_POST
def add_shift(request: ActorRequest) -> HttpResponse:
    """Enter a turn of duty."""
    form = ShiftForm(request.POST)
    form.offer(departments_of(request.actor.tenant_id), posts_of(request.actor.tenant_id))
    if form.is_valid():
        typed = form.cleaned_data
        names = ("begins_at", "ends_at", "turn")
        draft = ShiftDraft(typed["department"], typed["post"], *(typed[name] for name in names))
        try:
            enter_shift(draft=draft, actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            note_post(processes.ROSTER, form, actor=request.actor, at=timezone.now())
            messages.success(request, _("Entered."))
            return _to_month(timezone.localdate(draft.begins_at))
    return _duty_screen(request, form, status=422)


@needs(KEEP_ROSTER)
@require_POST
def remove_shift(request: ActorRequest, shift_id: UUID) -> HttpResponse:
    """Drop a turn of duty."""
    try:
        drop_shift(shift_id=shift_id, actor=request.actor, at=timezone.now())
    except MissingError:
        raise
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Dropped."))
    return _to_month(_month(request.POST.get("month", "")))


@needs(KEEP_ROSTER)
@require_POST
def copy(request: ActorRequest) -> HttpResponse:
    """Copy the roster of the month before."""
    month_on = _month(request.POST.get("month", ""))
    try:
        count = copy_month(month_on=month_on, actor=request.actor, at=timezone.now())
    except DomainError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("%(count)d turns copied. Look through the holidays.") % {"count": count})
    return _to_month(month_on)


def _emergencies_screen(
    request: ActorRequest, responses: list[EmergencyResponse], *, is_one: bool = False
) -> HttpResponse:
    at, actor = timezone.now(), request.actor
    rows = [
        {
            "response": row,
            "words": answer_words(row, at=at),
            "task": task_of(actor, row),
            "told": words_of(actor, row, at=at),
            "url": emergency_url(actor, row),
            "called": [call.shift.department.name for call in row.calls.all()],
            "may_answer": row.is_open and actor.may(ANSWER.code) and is_called(actor, row),
            "may_call_off": row.is_open and actor.may(ANSWER.code) and may_be_called_off_by(actor, row),
        }
        for row in responses
    ]
    context = {"rows": rows, "is_one": is_one, "reasons": CallOffReason.choices}
    return render(request, "supervision/emergencies.html", context)


def _to_its_page(request: ActorRequest, response_id: UUID) -> HttpResponse:
    """Lead on to the order or request where the actor may open it, else to the emergency alone."""
    url = emergency_url(request.actor, get_response(request.actor, response_id))
    return redirect(url or reverse("supervision:emergency", args=[response_id]))


def _duty_screen(request: ActorRequest, form: ShiftForm | None, *, status: int = 200) -> HttpResponse:
    street, month_on = request.actor.tenant_id, _month(request.GET.get("month", ""))
    begin, end = month_span(month_on)
    if form is not None and not form.is_bound:
        form.offer(departments_of(street), posts_of(street))
    at = timezone.now()
    shifts = roster(request.actor, first=begin, last=end)
    context = {
        "form": form,
        "shifts": [(row, row.begins_at <= at < row.ends_at) for row in shifts],
        "month_on": month_on,
        "month": f"{month_on:%Y-%m}",
        "before": f"{month_on - timedelta(days=1):%Y-%m}",
        "after": f"{month_on + timedelta(days=32):%Y-%m}",
        "may_keep": request.actor.may(KEEP_ROSTER.code),
    }
    return render(request, "supervision/duty.html", context, status=status)


def _month(text: str) -> date:
    """Give the first day of a month written as 2026-11; the present month for anything else."""
    year, _dash, month = text.partition("-")
    is_read = year.isascii() and year.isdigit() and len(year) == 4 and month.isascii() and month.isdigit()
    if is_read and 1 <= int(month) <= 12 and 2000 <= int(year) <= 2999:
        return date(int(year), int(month), 1)
    return timezone.localdate().replace(day=1)


def _to_month(month_on: date) -> HttpResponse:
    return redirect(f"{reverse('supervision:duty')}?month={month_on:%Y-%m}")
