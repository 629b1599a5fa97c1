"""Orders from above at the desk: bring in, object, join to what is under way, hand over the replies."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiezhi.burden.metering import note_post
from jiezhi.concerns.actions import (
    answer_objection,
    hand_over_replies,
    join_concern,
    raise_objection,
    resend_reply,
    take_superior_order,
)
from jiezhi.concerns.choices import Channel, ObjectionGround, ObjectionOutcome
from jiezhi.concerns.models import SuperiorOrder, SuperiorSource
from jiezhi.concerns.permissions import BRIDGE, RECEIVE
from jiezhi.concerns.processes import OBJECT, PASTE, RECORD_OUTCOME
from jiezhi.concerns.queries import get_concern
from jiezhi.concerns.superior_queries import (
    get_source,
    get_superior,
    sources_of,
    superiors_with_reply,
)
from jiezhi.faces.desk.above import duties_for, reply_sheet, said_of
from jiezhi.faces.desk.above_page import AGAIN_DAYS, render_above
from jiezhi.faces.desk.forms import uuid_of
from jiezhi.faces.desk.pages import RequestPage, render_request
from jiezhi.faces.desk.replies import reply_rows
from jiezhi.faces.desk.superior_forms import (
    JoinForm,
    ObjectionAnswerForm,
    ObjectionForm,
    PasteForm,
    RepliesForm,
    SuperiorForm,
)
from jiezhi.intake.sheets.writing import xlsx_response
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, InvalidError


@needs(BRIDGE)
@require_GET
def orders_from_above(request: ActorRequest) -> HttpResponse:
    """List what the superiors wait for, the nearest of their limits first, then what is answered."""
    return render_above(request)


@needs(BRIDGE)
@never_cache
@require_http_methods(["GET", "POST"])
def take(request: ActorRequest) -> HttpResponse:
    """Take a pasted text apart, have it checked, and bring the order in."""
    if "number" not in request.POST:
        return _paste(request)
    form = SuperiorForm(request.POST)
    if not form.is_valid():
        return render(request, "desk/above_check.html", {"form": form}, status=422)
    try:
        taken = take_superior_order(draft=form.draft(), actor=request.actor, at=timezone.now())
    except DomainError as problem:
        if problem.status in (403, 404):
            raise
        form.add_error(None, problem.message)
        return render(request, "desk/above_check.html", {"form": form}, status=problem.status)
    _count_paste(request, form, made=int(taken.is_to_do))
    messages.success(request, said_of(taken))
    return redirect("desk:concern", taken.superior.concern_id)


def _count_paste(request: ActorRequest, form: PasteForm | SuperiorForm, *, made: int) -> None:
    note_post(PASTE, form, channel=Channel.SUPERIOR, made=made, actor=request.actor, at=timezone.now())


def _paste(request: ActorRequest) -> HttpResponse:
    form = PasteForm(request.POST or None)
    form.offer(sources_of(request.actor))
    if form.is_bound and form.is_valid():
        _count_paste(request, form, made=0)
        checked = SuperiorForm(initial={"source": form.cleaned_data["source"], **form.read()})
        return render(request, "desk/above_check.html", {"form": checked})
    status = 422 if form.is_bound else 200
    return render(request, "desk/above_paste.html", {"form": form}, status=status)


@needs(BRIDGE)
@require_POST
def raise_one(request: ActorRequest, superior_id: UUID) -> HttpResponse:
    """Object to an order from above."""
    superior, form = get_superior(request.actor, superior_id), ObjectionForm(request.POST)
    concern = get_concern(request.actor, superior.concern_id)
    form.offer(duties_for(concern, at=timezone.now()))
    problem: DomainError | None = None
    if form.is_valid():
        try:
            _object(request, superior_id, form)
        except DomainError as error:
            problem = error
        else:
            note_post(OBJECT, form, channel=Channel.SUPERIOR, actor=request.actor, at=timezone.now())
            messages.success(request, _("The objection is on record. Nobody works on the order meanwhile."))
            return redirect("desk:concern", superior.concern_id)
    page = RequestPage(objection_form=form, problem=problem)
    return render_request(request, concern, page)


def _object(request: ActorRequest, superior_id: UUID, form: ObjectionForm) -> None:
    raise_objection(
        superior_id=superior_id,
        ground=ObjectionGround(form.cleaned_data["ground"]),
        basis=form.cleaned_data["basis"],
        words=form.cleaned_data["words"],
        duty_id=uuid_of(form.cleaned_data["duty"]),
        actor=request.actor,
        at=timezone.now(),
    )


@needs(BRIDGE)
@require_POST
def answer(request: ActorRequest, superior_id: UUID) -> HttpResponse:
    """Record what the superior said to an objection."""
    superior, form = get_superior(request.actor, superior_id), ObjectionAnswerForm(request.POST)
    page = RequestPage()
    if form.is_valid():
        try:
            answer_objection(
                superior_id=superior_id,
                outcome=ObjectionOutcome(form.cleaned_data["outcome"]),
                answer=form.cleaned_data["answer"],
                actor=request.actor,
                at=timezone.now(),
            )
        except DomainError as problem:
            page.problem = problem
        else:
            note_post(RECORD_OUTCOME, form, channel=Channel.SUPERIOR, actor=request.actor, at=timezone.now())
            return redirect("desk:concern", superior.concern_id)
    return render_request(request, get_concern(request.actor, superior.concern_id), page)


@needs(RECEIVE)
@require_POST
def join(request: ActorRequest, concern_id: UUID) -> HttpResponse:
    """Let a request share an order that is under way."""
    form = JoinForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError(_("Choose the order that the request is to share."))
        order = join_concern(
            concern_id=concern_id,
            order_id=form.cleaned_data["order"],
            seen_version=form.cleaned_data["version"],
            actor=request.actor,
            at=timezone.now(),
        )
    except DomainError as problem:
        if problem.status in (403, 404):
            raise
        page = RequestPage(problem=problem)
        return render_request(request, get_concern(request.actor, concern_id), page)
    said = _("The request shares %(number)s: its reporter is told and called back with the others.")
    messages.success(request, said % {"number": order.number})
    return redirect("desk:concern", concern_id)


@needs(BRIDGE)
@never_cache
@require_http_methods(["GET", "POST"])
def replies(request: ActorRequest, source_id: UUID) -> HttpResponse:
    """Show the replies of one source that stand ready, and hand the chosen ones over."""
    source, is_sent = get_source(request.actor, source_id), request.method == "POST"
    if "again" in request.POST and not source.adapter:
        # Where the program brings the replies itself, none is lost on the way and nothing is downloaded.
        since = timezone.now() - timedelta(days=AGAIN_DAYS)
        return _hand_over(
            request, source, superiors_with_reply(request.actor, source_id, replied_since=since)
        )
    ready = superiors_with_reply(request.actor, source_id)
    if is_sent and not ready:
        return _hand_over(request, source, [])
    form = RepliesForm(request.POST if is_sent else None)
    form.offer(ready)
    if form.is_valid():
        chosen = set(form.cleaned_data["superior"])
        return _hand_over(request, source, [row for row in ready if row.pk in chosen])
    ticked = set(request.POST.getlist("superior"))
    kept = {row.pk for row in ready if str(row.pk) in ticked} if is_sent else None
    shown = {"source": source, "form": form, "rows": reply_rows(ready, chosen=kept)}
    return render(request, "desk/above_replies.html", shown, status=422 if is_sent else 200)


def _hand_over(request: ActorRequest, source: SuperiorSource, chosen: list[SuperiorOrder]) -> HttpResponse:
    """Note that these replies went, and give them as a workbook in the layout of their source."""
    if not chosen:
        messages.info(request, _("No reply of %(source)s waits to be handed over.") % {"source": source.name})
        return redirect("desk:above")
    at = timezone.now()
    hand_over_replies(superior_ids=[row.pk for row in chosen], actor=request.actor, at=at)
    if source.adapter:
        said = ngettext("%(n)d reply goes to %(source)s.", "%(n)d replies go to %(source)s.", len(chosen))
        messages.success(request, said % {"n": len(chosen), "source": source.name})
        return redirect("desk:above")
    day = timezone.localdate(at)
    return xlsx_response([reply_sheet(source, chosen)], file_name=f"{source.name}-{day:%Y%m%d}.xlsx")


@needs(BRIDGE)
@require_POST
def resend(request: ActorRequest, superior_id: UUID) -> HttpResponse:
    """Have a reply that did not arrive brought to the superior's system again."""
    try:
        superior = resend_reply(superior_id=superior_id, actor=request.actor, at=timezone.now())
    except InvalidError as problem:
        messages.info(request, problem.message)
        return redirect("desk:above")
    said = _("The reply to %(number)s is on its way again.") % {"number": superior.number}
    messages.success(request, said)
    return redirect("desk:concern", superior.concern_id)
