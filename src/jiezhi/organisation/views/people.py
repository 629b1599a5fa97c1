"""Who works in the office: the list, a person's page, and what the keeper of accounts does there."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiezhi.accounts.choices import EntryPurpose
from jiezhi.kit.access import ActorRequest, needs
from jiezhi.kit.errors import StaleError
from jiezhi.organisation import actions
from jiezhi.organisation.forms.staffing import InviteForm, SubjectForm
from jiezhi.organisation.permissions import KEEP_ACCOUNTS, SEE_STAFF
from jiezhi.organisation.queries import colleagues_of, get_colleague
from jiezhi.organisation.views.colleague_page import colleague_rows, person_context, slip_page
from jiezhi.organisation.views.filling import carried_out, require_valid


@needs(SEE_STAFF)
@require_GET
def staff(request: ActorRequest) -> HttpResponse:
    """List the people of the office."""
    rows = colleague_rows(colleagues_of(request.actor), today=timezone.localdate())
    context = {"rows": rows, "may_keep": request.actor.may(KEEP_ACCOUNTS.code), "tab": "staff"}
    return render(request, "organisation/staff.html", context)


@needs(SEE_STAFF)
@never_cache
@require_GET
def person(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Show a person's posts, what they may do, how far they see, and the state of the account."""
    return render(request, "organisation/person.html", person_context(request, user_id))


@needs(KEEP_ACCOUNTS)
@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: ActorRequest) -> HttpResponse:
    """Make an account and show its slip once."""
    form = InviteForm(request.POST or None)
    done = carried_out(
        form, lambda: actions.invite_staff(**form.cleaned_data, actor=request.actor, at=timezone.now())
    )
    if done is not None:
        return slip_page(request, done[0], done[1], EntryPurpose.INVITATION)
    context = {"form": form, "tab": "staff"}
    return render(request, "organisation/invite.html", context, status=422 if form.errors else 200)


@needs(KEEP_ACCOUNTS)
@never_cache
@require_POST
def invite_again(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Print a new slip for somebody who has not come in yet."""
    code = actions.invite_again(user_id=user_id, actor=request.actor, at=timezone.now())
    return slip_page(request, get_colleague(request.actor, user_id), code, EntryPurpose.INVITATION)


@needs(KEEP_ACCOUNTS)
@require_POST
def close(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Close an account."""
    actions.close_staff(user_id=user_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("The account is closed, and the person is signed out everywhere."))
    return redirect("organisation:person", user_id)


@needs(KEEP_ACCOUNTS)
@require_POST
def reopen(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Open an account again."""
    actions.open_staff(user_id=user_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("The account is open again."))
    return redirect("organisation:person", user_id)


@needs(KEEP_ACCOUNTS)
@require_POST
def link(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Link a colleague's account with the other system."""
    get_colleague(request.actor, user_id)
    if not settings.OIDC_ISSUER:
        raise StaleError(
            _("No other system is set up here that vouches for staff. See docs/operate/sign-in.md.")
        )
    form = SubjectForm(request.POST)
    require_valid(form)
    subject, at = form.cleaned_data["subject"], timezone.now()
    actions.link_staff(
        user_id=user_id, issuer=settings.OIDC_ISSUER, subject=subject, actor=request.actor, at=at
    )
    messages.success(request, _("The account is linked with the other system."))
    return redirect("organisation:person", user_id)
