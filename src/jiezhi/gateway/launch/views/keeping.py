"""Opening the desk from another platform, and the screen on which a keeper sets it up."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.accounts.browsers import LIVES_S, await_code, begin_session, missing_step
from jiezhi.accounts.choices import Entry, Factor
from jiezhi.gateway.clients.permissions import KEEP_PROGRAMS
from jiezhi.gateway.clients.queries import get_program
from jiezhi.gateway.launch.actions import end_link, keep_terms, link_person, use_launch
from jiezhi.gateway.launch.forms import LinkForm, TermsForm
from jiezhi.gateway.launch.middleware import FRAME_KEY
from jiezhi.gateway.launch.queries import LAUNCHED_BY, audience_of, links_of, terms_of
from jiezhi.kit.access import ActorRequest, needs, public
from jiezhi.kit.actor import Actor, ActorKind
from jiezhi.kit.errors import DomainError

SESSION_S = 4 * 3600
"""A session that a platform opened ends after four hours, whatever happens: then it is opened anew."""
_NOBODY = Actor(kind=ActorKind.VISITOR, id="", sub_district_id=None)


@public
@csrf_exempt
@never_cache
@sensitive_post_parameters("token")
@require_POST
def open_desk(request: ActorRequest) -> HttpResponse:
    """Let in whom a launch names. It comes in the body, so that it stands in no address and no log."""
    at, wanted = timezone.now(), request.POST.get("to", "")
    opened = use_launch(token=request.POST.get("token", ""), actor=_NOBODY, at=at)
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    wanted = wanted if is_ours else settings.LOGIN_REDIRECT_URL
    more = {
        LAUNCHED_BY: str(opened.terms.program_id),
        LIVES_S: SESSION_S,
        FRAME_KEY: opened.terms.frame_origin,
    }
    request.session.flush()
    if opened.entry is Entry.CODE_ASKED:
        await_code(request, opened.user, wanted=wanted, at=at, more=more)
        return redirect("accounts:code")
    factor = Factor.PROVIDER if opened.is_strong else Factor.NONE
    begin_session(request, opened.user, factor, at=at, more=more)
    step = missing_step(request)
    return redirect(f"accounts:{step}" if step else wanted)


@needs(KEEP_PROGRAMS)
@never_cache
@require_http_methods(["GET", "POST"])
def terms(request: ActorRequest, program_id: UUID) -> HttpResponse:
    """Set how a program may open the desk."""
    if request.method != "POST":
        return _page(request, program_id)
    said = _("Set. Now link the people who come from there.")
    return _keep(request, program_id, TermsForm(request.POST), keep_terms, said)


@needs(KEEP_PROGRAMS)
@never_cache
@require_POST
def link(request: ActorRequest, program_id: UUID) -> HttpResponse:
    """Link a person of the platform."""
    return _keep(request, program_id, LinkForm(request.POST), link_person, _("Linked. The person was told."))


@needs(KEEP_PROGRAMS)
@never_cache
@require_POST
def end(request: ActorRequest, program_id: UUID, link_id: UUID) -> HttpResponse:
    """End a link."""
    end_link(program_id=program_id, link_id=link_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("The link is ended."))
    return redirect("launch:terms", program_id)


def _keep(
    request: ActorRequest,
    program_id: UUID,
    form: TermsForm | LinkForm,
    deed: Callable[..., object],
    said: str,
) -> HttpResponse:
    """Do what a form of the page asks for; what does not fit comes back with what was typed."""
    if form.is_valid():
        try:
            deed(program_id=program_id, **form.cleaned_data, actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, said)
            return redirect("launch:terms", program_id)
    return _page(request, program_id, refused=form)


def _page(
    request: ActorRequest, program_id: UUID, *, refused: TermsForm | LinkForm | None = None
) -> HttpResponse:
    program = get_program(request.actor, program_id)
    kept = terms_of(program)
    initial = {name: getattr(kept, name) for name in TermsForm.base_fields} if kept else None
    context = {
        "program": program,
        "kept": kept,
        "audience": audience_of(program),
        "form": refused if isinstance(refused, TermsForm) else TermsForm(initial=initial),
        "link_form": refused if isinstance(refused, LinkForm) else LinkForm(),
        "links": links_of(program),
    }
    return render(request, "launch/terms.html", context, status=422 if refused else 200)
