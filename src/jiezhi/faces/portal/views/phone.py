"""Signing in by telephone, to see all of one's own requests."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.concerns.codes import phone_index_of
from jiezhi.faces.portal.residents import remember_resident, sign_in_id
from jiezhi.faces.portal.street import StreetRequest, of_street
from jiezhi.faces.portal.views.follow import visitor_of
from jiezhi.kit.access import public
from jiezhi.kit.errors import MissingError
from jiezhi.residency.actions import ask_phone_code, enter_phone_code, leave_by_phone
from jiezhi.residency.codes import LIVES, new_browser_token
from jiezhi.residency.forms import PhoneCodeForm, PhoneForm
from jiezhi.residency.queries import address_aim
from jiezhi.residency.senders import is_offered, sender

INVALID = 422
_ASKED = "phone_code"


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
def phone(request: StreetRequest) -> HttpResponseBase:
    """Ask for a code. Known and unknown numbers get the same answer."""
    _require_offered()
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"street": request.street, "form": form, "is_trial": sender().is_trial}
        return render(request, "portal/phone.html", context, status=INVALID if form.is_bound else 200)
    token = new_browser_token()
    asked = ask_phone_code(
        phone=form.cleaned_data["phone"],
        token=token,
        address=address_aim(request),
        actor=visitor_of(request),
        at=datetime.now(UTC),
    )
    request.session[_ASKED] = {"id": str(asked.pk), "token": token}
    return redirect("portal:phone_code", slug=request.street.slug)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@of_street
def phone_code(request: StreetRequest) -> HttpResponseBase:
    """Take the code in the browser that asked for it."""
    asked = request.session.get(_ASKED)
    if not asked:
        return redirect("portal:phone", slug=request.street.slug)
    form = PhoneCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _let_in(request, form, UUID(asked["id"]), asked["token"]):
        return redirect("portal:mine", slug=request.street.slug)
    context = {"street": request.street, "form": form, "is_trial": sender().is_trial}
    context["minutes"] = int(LIVES.total_seconds() // 60)
    return render(request, "portal/phone_code.html", context, status=INVALID if form.is_bound else 200)


@public
@require_POST
@of_street
def phone_leave(request: StreetRequest) -> HttpResponse:
    """Sign out: nothing of it stays in this browser or on the server."""
    code_id = sign_in_id(request)
    if code_id is not None:
        leave_by_phone(phone_code_id=code_id, actor=visitor_of(request), at=datetime.now(UTC))
    request.session.flush()
    messages.success(request, _("You are signed out. This browser holds no requests any more."))
    response = redirect("portal:home", slug=request.street.slug)
    # Cookies stay: elder mode and the language are in them, and the session's name is worth nothing any more.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _let_in(request: StreetRequest, form: PhoneCodeForm, code_id: UUID, token: str) -> bool:
    now = datetime.now(UTC)
    number = enter_phone_code(
        phone_code_id=code_id, token=token, code=form.cleaned_data["code"], actor=visitor_of(request), at=now
    )
    if not number:
        told = _(
            "This code is not taken. Compare it with the message; it is good once, for ten minutes, and for five "
            "tries. If it goes on, have a new one sent."
        )
        form.add_error("code", told)
        return False
    del request.session[_ASKED]
    index = phone_index_of(number)
    remember_resident(request, phone_index=index, phone_code_id=code_id, at=now)
    return True


def _require_offered() -> None:
    if not is_offered():
        raise MissingError(
            _("Signing in by telephone is not set up here. Use the query code of your request.")
        )
