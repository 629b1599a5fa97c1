"""Roles in words, and posts given and ended."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiezhi.kit.access import ActorRequest, all_permissions, needs
from jiezhi.organisation import actions
from jiezhi.organisation.forms.staffing import EndPostForm, PostForm
from jiezhi.organisation.permissions import GRANT_POSTS, SEE_STAFF
from jiezhi.organisation.queries import departments_of, get_colleague, get_holding, roles_of
from jiezhi.organisation.views.colleague_page import person_context
from jiezhi.organisation.views.filling import carried_out, require_valid


@needs(SEE_STAFF)
@require_GET
def roles(request: ActorRequest) -> HttpResponse:
    """Show what each role may do, in words."""
    labels = [(declared.code, str(declared.label)) for declared in all_permissions()]
    rows = [
        (role, [label for code, label in labels if code in role.permissions])
        for role in roles_of(request.actor)
    ]
    return render(request, "organisation/roles.html", {"rows": rows, "tab": "roles"})


@needs(GRANT_POSTS)
@require_POST
def grant(request: ActorRequest, user_id: UUID) -> HttpResponse:
    """Give a post; what speaks against it stands in the form."""
    get_colleague(request.actor, user_id)
    form = PostForm(request.POST)
    form.offer(departments_of(request.actor.tenant_id), roles_of(request.actor))
    done = carried_out(
        form,
        lambda: actions.grant_post(
            user_id=user_id, draft=form.draft(), actor=request.actor, at=timezone.now()
        ),
    )
    if done is None:
        return render(
            request, "organisation/person.html", person_context(request, user_id, post_form=form), status=422
        )
    messages.success(request, _("The post is given. The person signs in again to work in it."))
    return redirect("organisation:person", user_id)


@needs(GRANT_POSTS)
@require_POST
def end(request: ActorRequest, holding_id: UUID) -> HttpResponse:
    """End a post on a day."""
    holding = get_holding(request.actor, holding_id)
    form = EndPostForm(request.POST)
    require_valid(form)
    until_on, at = form.cleaned_data["until_on"], timezone.now()
    actions.end_post(holding_id=holding_id, until_on=until_on, actor=request.actor, at=at)
    messages.success(request, _("The end of the post is entered."))
    return redirect("organisation:person", holding.user_id)
