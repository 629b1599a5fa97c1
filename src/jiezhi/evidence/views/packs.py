"""The evidence of an order: have it made, take it out, and what belongs to it."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiezhi.concerns.behind import concerns_behind, superiors_behind
from jiezhi.evidence import keeping
from jiezhi.evidence.actions import (
    ask_exclusion,
    ask_pack,
    note_pack_read,
    note_slip_taken,
    record_superior_callback,
    withdraw_exclusion,
)
from jiezhi.evidence.brief.parts import offered
from jiezhi.evidence.choices import ExclusionState, PackState
from jiezhi.evidence.forms import ExclusionForm, HeardForm
from jiezhi.evidence.permissions import ASK_EXCLUSION, MAKE, RECORD
from jiezhi.evidence.queries import callbacks_above, counted_above, exclusions_of, packs_of
from jiezhi.evidence.slip import slip_of
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError, MissingError
from jiezhi.organisation.queries import duties_to_object_with
from jiezhi.workorders.permissions import VIEW
from jiezhi.workorders.queries import get_order


@require_safe
@never_cache
@needs(MAKE)
def evidence(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Show what was made of an order, whether it counts, and what the superior heard."""
    return _page(request, order_id)


@require_safe
@never_cache
@needs(VIEW)
def slip(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Give one page of an order for the person on foot; it is on record before it is given."""
    at = timezone.now()
    order = note_slip_taken(order_id=order_id, actor=request.actor, at=at)
    content = slip_of(order, made=f"{timezone.localtime(at):%Y-%m-%d %H:%M}")
    headers = {
        "Content-Disposition": f'inline; filename="{order.number}-slip.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
@needs(MAKE)
def make(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Have the evidence put into one document."""
    ask_pack(order_id=order_id, actor=request.actor, at=timezone.now())
    return redirect("evidence:evidence", order_id)


@require_POST
@never_cache
@needs(MAKE)
def document(request: ActorRequest, pack_id: UUID) -> HttpResponse:
    """Give a document; taking it out is on record before it is given."""
    pack = note_pack_read(pack_id=pack_id, actor=request.actor, at=datetime.now(UTC))
    content = keeping.read(pack.pk) if pack.state == PackState.READY else None
    if content is None:
        messages.warning(request, _("The file of this document was tidied away. Have it made again."))
        return redirect("evidence:evidence", pack.order_id)
    name = f"{pack.order.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
@needs(ASK_EXCLUSION)
def exclude(request: ActorRequest, order_id: UUID) -> HttpResponse:
    """Ask that the order not count."""
    form = ExclusionForm(request.POST)
    if form.is_valid():
        try:
            ask_exclusion(order_id=order_id, **form.wish(), actor=request.actor, at=timezone.now())
        except MissingError:
            raise
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            return redirect("evidence:evidence", order_id)
    return _page(request, order_id, exclusion_form=form)


@require_POST
@needs(ASK_EXCLUSION)
def withdraw(request: ActorRequest, order_id: UUID, exclusion_id: UUID) -> HttpResponse:
    """Take back that the order not count."""
    withdraw_exclusion(exclusion_id=exclusion_id, actor=request.actor, at=timezone.now())
    return redirect("evidence:evidence", order_id)


@require_POST
@needs(RECORD)
def record_heard(request: ActorRequest, order_id: UUID, superior_id: UUID) -> HttpResponse:
    """Record what the superior heard."""
    form = HeardForm(request.POST)
    if form.is_valid():
        try:
            record_superior_callback(
                superior_id=superior_id, heard=form.heard(), actor=request.actor, at=timezone.now()
            )
        except MissingError:
            raise
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            return redirect("evidence:evidence", order_id)
    return _page(request, order_id, heard_form=form)


def _page(
    request: ActorRequest,
    order_id: UUID,
    *,
    exclusion_form: ExclusionForm | None = None,
    heard_form: HeardForm | None = None,
) -> HttpResponse:
    order = get_order(request.actor, order_id)
    exclusions = exclusions_of(order)
    is_free = all(row.state in (ExclusionState.REFUSED, ExclusionState.WITHDRAWN) for row in exclusions)
    form = exclusion_form or ExclusionForm()
    form.offer(
        duties_to_object_with(
            order.sub_district_id, matter_ids=[str(order.matter_id)], on=timezone.localdate()
        )
    )
    superiors = superiors_behind(concerns_behind(order))
    context = {
        "order": order,
        "packs": offered(request.actor, order, made := packs_of(order), at=timezone.now()),
        "is_making": any(pack.state == PackState.ASKED for pack in made),
        "exclusions": exclusions,
        "own_id": request.actor.id,
        "exclusion_form": form if is_free and request.actor.may(ASK_EXCLUSION.code) else None,
        "superiors": superiors,
        "above": callbacks_above(superiors),
        "counted": counted_above(superiors),
        "heard_form": (heard_form or HeardForm()) if request.actor.may(RECORD.code) else None,
    }
    is_wrong = any(typed is not None and typed.errors for typed in (exclusion_form, heard_form))
    return render(request, "evidence/evidence.html", context, status=422 if is_wrong else 200)
