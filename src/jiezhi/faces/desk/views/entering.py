"""A request entered for somebody who telephones or stands at the counter."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiezhi.burden.metering import note_post
from jiezhi.concerns.actions import Receipt, Submission, submit_concern
from jiezhi.concerns.choices import Channel, Relation
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.concerns.processes import ENTER
from jiezhi.concerns.slips import slip_of
from jiezhi.faces.desk.forms import EntryForm, uuid_of
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import DomainError
from jiezhi.merging.actions import report_known
from jiezhi.merging.queries import KnownMatter, known_matters
from jiezhi.notices.queries import sends_messages
from jiezhi.pictures.errors import PictureError
from jiezhi.pictures.keeping import store_picture
from jiezhi.places.queries import Spot, estates_of, get_sub_district, spot_of_estate


@needs(RECEIVE)
@never_cache
@require_http_methods(["GET", "POST"])
def enter_concern(request: ActorRequest) -> HttpResponse:
    """Take a request down and show its query code.

    The code is shown in the answer to the POST: it must not ride in an address or lie in a session, and the
    same form sent twice gives the same request and the same code.
    """
    is_post = request.method == "POST"
    form = EntryForm(request.POST if is_post else None, request.FILES or None, initial={"key": uuid4()})
    known = _known(form, request.actor) if is_post and form.is_valid() else []
    receipt = _enter(form, request.actor) if is_post and form.is_valid() and not known else None
    if receipt is not None:
        note_post(ENTER, form, channel=receipt.concern.channel, actor=request.actor, at=timezone.now())
        return _show_entered(request, form, receipt)
    tenant_id = request.actor.tenant_id
    form.offer(estates_of(tenant_id), sends_messages=sends_messages(tenant_id))
    context = {"form": form, "known": known}
    return render(request, "desk/enter.html", context, status=422 if form.errors else 200)


def _known(form: EntryForm, actor: Actor) -> list[KnownMatter]:
    """Give what others have reported, while nobody has said whether it is the same thing.

    A form with a photo is taken at once, since a browser would not send the photo again.
    """
    entered = form.cleaned_data
    if entered["joins"] or entered["sheet"] or not entered["estate"]:
        return []
    spot = spot_of_estate(sub_district_id=actor.tenant_id, estate_id=entered["estate"])
    return known_matters(
        sub_district_id=actor.tenant_id, words=entered["words"], spot=spot, at=timezone.now()
    )


def _enter(form: EntryForm, actor: Actor) -> Receipt | None:
    """Take the request; what it lacks is told at the form."""
    joins = uuid_of(form.cleaned_data["joins"])
    try:
        submission = _submission(form, actor)
        if joins is not None:
            return report_known(submission=submission, order_id=joins, actor=actor, at=timezone.now())
        return submit_concern(submission=submission, actor=actor, at=timezone.now())
    except PictureError as problem:
        form.add_error("sheet", problem.message)
    except DomainError as problem:
        if problem.status in (403, 404):
            raise
        form.add_error(None, problem.message)
    return None


def _show_entered(request: ActorRequest, form: EntryForm, receipt: Receipt) -> HttpResponse:
    street = get_sub_district(request.actor.tenant_id)
    address = request.build_absolute_uri(reverse("portal:follow", args=[street.slug]))
    slip = slip_of(receipt.concern, address=address, at=timezone.now())
    context = {"concern": receipt.concern, "street": street, "slip": slip}
    context["is_for_both"] = form.proxy().relation is not Relation.SELF
    return render(request, "desk/entered.html", context)


def _submission(form: EntryForm, actor: Actor) -> Submission:
    entered, pictures = form.cleaned_data, []
    if entered["sheet"]:
        pictures = [store_picture(entered["sheet"], sub_district_id=actor.tenant_id, at=timezone.now()).pk]
    spot = Spot()
    if entered["estate"]:
        spot = spot_of_estate(sub_district_id=actor.tenant_id, estate_id=entered["estate"])
    return Submission(
        key=entered["key"],
        words=entered["words"],
        spot=spot,
        place_note=entered["place_note"],
        phone=entered["phone"],
        channel=Channel(entered["channel"]),
        picture_ids=tuple(pictures),
        proxy=form.proxy(),
        wants_messages=entered.get("wants_messages", False),
    )
