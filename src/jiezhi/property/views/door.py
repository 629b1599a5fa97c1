"""Where a property company answers with the code it was given: no account, no password, once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiezhi.kit.access import ActorRequest, public
from jiezhi.kit.errors import DomainError
from jiezhi.property.actions import CompanyAnswer, answer_with_code
from jiezhi.property.codes import company_with_code, digest_of_code
from jiezhi.property.errors import unknown_code
from jiezhi.property.forms import CodeForm, WithCodeForm
from jiezhi.property.models import CompanyCall
from jiezhi.property.queries import find_call_by_digest


@public
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: ActorRequest) -> HttpResponse:
    """Ask for the code, show what is asked, and take the answer."""
    opening = CodeForm(request.POST or None)
    if not (opening.is_bound and opening.is_valid()):
        return _page(request, opening=opening)
    code = opening.cleaned_data["code"]
    call = find_call_by_digest(digest_of_code(code))
    if call is None:
        opening.add_error("code", unknown_code().message)
        return _page(request, opening=opening)
    form = WithCodeForm(request.POST if "word" in request.POST else None, initial={"code": code})
    if form.is_bound and form.is_valid() and _answered(form, call):
        return render(request, "property/answered.html", {"call": call})
    return _page(request, form=form, call=call)


def _page(request: ActorRequest, **shown: object) -> HttpResponse:
    forms = (shown.get("opening"), shown.get("form"))
    is_wrong = any(form is not None and form.errors for form in forms)  # type: ignore[attr-defined]
    return render(request, "property/answer.html", shown, status=422 if is_wrong else 200)


def _answered(form: WithCodeForm, call: CompanyCall) -> bool:
    typed = form.cleaned_data
    said = CompanyAnswer(typed["word"], typed["text"], typed["by"], typed["promised_on"])
    actor = company_with_code(sub_district_id=call.sub_district_id, digest=call.code_digest)
    try:
        answer_with_code(code=typed["code"], answer=said, actor=actor, at=timezone.now())
    except DomainError as problem:
        form.add_error(None, problem.message)
        return False
    return True
