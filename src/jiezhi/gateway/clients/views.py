"""Programs on screen: the list, one program with its tokens, and the one page on which a token is shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jiezhi.gateway.clients.actions import change_program, issue_token, register_program, revoke_token
from jiezhi.gateway.clients.forms import ChangeForm, ProgramForm, TokenForm
from jiezhi.gateway.clients.permissions import KEEP_PROGRAMS
from jiezhi.gateway.clients.queries import get_program, programs_of, tokens_of
from jiezhi.gateway.clients.rows import program_rows, scope_labels, token_rows
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import DomainError


@needs(KEEP_PROGRAMS)
@never_cache
def programs(request: ActorRequest) -> HttpResponse:
    """List the programs of the street."""
    rows = program_rows(programs_of(request.actor), at=timezone.now())
    return render(request, "clients/programs.html", {"rows": rows})


@needs(KEEP_PROGRAMS)
@never_cache
@require_http_methods(["GET", "POST"])
def new_program(request: ActorRequest) -> HttpResponse:
    """Register a program."""
    form = ProgramForm(request.POST or None, sub_district_id=request.actor.tenant_id)
    if form.is_bound and form.is_valid():
        try:
            made = register_program(draft=form.draft(), actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            return redirect("clients:program", made.pk)
    return render(request, "clients/new_program.html", {"form": form}, status=422 if form.errors else 200)


@needs(KEEP_PROGRAMS)
@never_cache
def program(request: ActorRequest, program_id: UUID) -> HttpResponse:
    """Show a program with its tokens."""
    return _program_page(request, program_id)


@needs(KEEP_PROGRAMS)
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, program_id: UUID) -> HttpResponse:
    """Change what a program may do."""
    chosen = get_program(request.actor, program_id)
    form = ChangeForm(request.POST or None, sub_district_id=request.actor.tenant_id, program=chosen)
    if form.is_bound and form.is_valid():
        typed = {"draft": form.draft(), "is_active": form.cleaned_data["is_active"]}
        try:
            change_program(program_id=program_id, **typed, actor=request.actor, at=timezone.now())
        except DomainError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Changed. It counts from the next call."))
            return redirect("clients:program", program_id)
    context = {"form": form, "program": chosen}
    return render(request, "clients/change.html", context, status=422 if form.errors else 200)


@needs(KEEP_PROGRAMS)
@never_cache
@require_POST
def new_token(request: ActorRequest, program_id: UUID) -> HttpResponse:
    """Give the program a token and show it, this once."""
    chosen = get_program(request.actor, program_id)
    form = TokenForm(request.POST, program=chosen)
    if not form.is_valid():
        return _program_page(request, program_id, form)
    try:
        issued = issue_token(program_id=program_id, **form.wanted(), actor=request.actor, at=timezone.now())
    except DomainError as problem:
        form.add_error(None, problem.message)
        return _program_page(request, program_id, form)
    return render(request, "clients/token.html", {"program": chosen, "issued": issued})


@needs(KEEP_PROGRAMS)
@never_cache
@require_POST
def revoke(request: ActorRequest, program_id: UUID, token_id: UUID) -> HttpResponse:
    """Revoke a token."""
    token = revoke_token(program_id=program_id, token_id=token_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("The token …%(ending)s no longer opens the door.") % {"ending": token.ending})
    return redirect("clients:program", program_id)


def _program_page(request: ActorRequest, program_id: UUID, form: TokenForm | None = None) -> HttpResponse:
    chosen = get_program(request.actor, program_id)
    context = {
        "program": chosen,
        "scopes": scope_labels(chosen.scopes),
        "tokens": token_rows(tokens_of(chosen), at=timezone.now()),
        "form": form or TokenForm(program=chosen),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "clients/program.html", context, status=status)
