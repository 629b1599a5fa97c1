"""GeoReport v2: what existing apps for residents speak. Nobody signs in; a key only says which program it is."""

from collections.abc import Callable, Sequence
from functools import wraps
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from jiezhi.accounts.visitors import address_of
from jiezhi.concerns.actions import Submission
from jiezhi.concerns.choices import Channel
from jiezhi.concerns.permissions import SUBMIT
from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.door import let_in
from jiezhi.gateway.clients.errors import TooManyCallsError
from jiezhi.gateway.clients.metering import count_call
from jiezhi.gateway.open311.actions import Posting, post_request
from jiezhi.gateway.open311.forms import MOST_ROWS, ListForm, PostForm, checked
from jiezhi.gateway.open311.queries import posting_of, postings, service_of, street_of
from jiezhi.gateway.open311.shapes import Shape, Value, as_json, as_xml, request_shape, service_shape
from jiezhi.kit.access import public
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.errors import DomainError, RefusedError
from jiezhi.kit.vault import blind_index
from jiezhi.organisation.queries import matters_of
from jiezhi.places.models import SubDistrict

ANONYMOUS_POSTS_A_MINUTE = 30
"""For all who post without a key from one address: more than that is no resident, and holds nobody else up."""


def _georeport(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer refusals as GeoReport has it: a list of code and description, in the format that was asked for."""

    @wraps(view)
    def answered(request: HttpRequest, *, form: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, form=form, **kwargs)
        except DomainError as error:
            row: dict[str, Value] = {"code": str(error.status), "description": error.message}
            answer = _answer(form, "errors", "error", [row], status=error.status)
            if isinstance(error, TooManyCallsError):
                answer.headers["Retry-After"] = str(error.facts["wait_s"])
            return answer

    return answered


@public
@csrf_exempt
@_georeport
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    """List what can be reported."""
    street = _street(request)
    rows = [service_shape(matter) for matter in matters_of(street.pk)]
    return _answer(form, "services", "service", rows)


@public
@csrf_exempt
@_georeport
def service(request: HttpRequest, *, form: str, code: str) -> HttpResponse:
    """Give the definition of a service: none asks for more than the request itself."""
    matter = service_of(_street(request), code)
    if form == "json":
        return JsonResponse({"service_code": matter.code, "attributes": []})
    return _answer(form, "service_definition", "", {"service_code": matter.code, "attributes": None})


@public
@csrf_exempt
@_georeport
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    """List what came through this door, or take a request."""
    if request.method == "POST":
        return _post(request, form)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    street, asked, at = _street(request), ListForm(request.GET), timezone.now()
    checked(asked)
    found = postings(
        street.pk,
        asked.wanted(at=at),
        page=asked.cleaned_data["page"] or 1,
        rows=asked.cleaned_data["page_size"] or MOST_ROWS,
    )
    return _answer(form, "service_requests", "request", [request_shape(each, at=at) for each in found])


@public
@csrf_exempt
@_georeport
def one_request(request: HttpRequest, *, form: str, number: str) -> HttpResponse:
    """Give one request."""
    posting = posting_of(_street(request).pk, number)
    return _answer(form, "service_requests", "request", [request_shape(posting, at=timezone.now())])


@public
@csrf_exempt
@_georeport
def token(request: HttpRequest, *, form: str, number: str) -> HttpResponse:
    """Give the request that a token belongs to: posts are answered at once, so both are the same."""
    posting = posting_of(_street(request).pk, number)
    told = {"token": number, "service_request_id": posting.concern.number}
    return _answer(form, "service_requests", "request", [told])


def _post(request: HttpRequest, form: str) -> HttpResponse:
    at, typed = timezone.now(), PostForm(request.POST)
    street = _street(request)
    actor = _actor(request, street)
    checked(typed)
    matter = service_of(street, typed.cleaned_data["service_code"])
    submission = Submission(
        key=uuid4(),
        words=typed.cleaned_data["description"],
        spot=typed.place(street.pk),
        place_note=typed.cleaned_data["address_string"],
        phone=typed.cleaned_data["phone"],
        channel=Channel.PROGRAM,
    )
    receipt = post_request(posting=Posting(submission, matter), actor=actor, at=at)
    told = _("Your query code is %(code)s. Keep it: with it you follow the request on the office's pages.")
    row: dict[str, Value] = {
        "service_request_id": receipt.concern.number,
        "service_notice": told % {"code": receipt.code},
        "account_id": None,
    }
    return _answer(form, "service_requests", "request", [row], status=201)


def _actor(request: HttpRequest, street: SubDistrict) -> Actor:
    """Give the program behind an api_key, or a visitor as on the portal; both are counted."""
    at, key = timezone.now(), request.POST.get("api_key", "")
    if key:
        caller = let_in(request, key, ProgramScope.CONCERNS_CREATE, at=at)
        if caller.actor.sub_district_id == street.pk:
            return caller.actor
        raise RefusedError(_("This api_key belongs to another street than jurisdiction_id names."))
    door = f"open311:{blind_index(address_of(request), column='open311.address')}"
    count_call(sub_district_id=street.pk, caller=door, limit=ANONYMOUS_POSTS_A_MINUTE, at=at)
    return Actor(
        kind=ActorKind.VISITOR, id="", sub_district_id=street.pk, permissions=frozenset({SUBMIT.code})
    )


def _street(request: HttpRequest) -> SubDistrict:
    sent = request.POST if request.method == "POST" else request.GET
    return street_of(sent.get("jurisdiction_id", "") or request.GET.get("jurisdiction_id", ""))


def _answer(
    form: str, root: str, child: str, rows: Sequence[Shape] | Shape, *, status: int = 200
) -> HttpResponse:
    text = as_json(rows) if form == "json" else as_xml(root, child, rows)
    kind = "application/json" if form == "json" else "text/xml"
    return HttpResponse(
        text,
        status=status,
        content_type=f"{kind}; charset=utf-8",
        headers={"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"},
    )
