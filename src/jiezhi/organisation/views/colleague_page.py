"""Puts together what the pages about people show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.accounts.actions.users import VALID_FOR
from jiezhi.accounts.choices import EntryPurpose
from jiezhi.accounts.models import User
from jiezhi.accounts.queries import users_in_use, users_with_factor
from jiezhi.core.numbers import format_code
from jiezhi.kit.access import ActorRequest, all_permissions
from jiezhi.kit.errors import MissingError
from jiezhi.kit.links import link_to
from jiezhi.organisation.forms.staffing import EndPostForm, PostForm, RecoveryForm, SubjectForm
from jiezhi.organisation.models import PostHolding
from jiezhi.organisation.permissions import GRANT_POSTS, KEEP_ACCOUNTS
from jiezhi.organisation.queries import Colleague, departments_of, find_colleague, roles_of

WHY = "organisation.why"
"""The page that answers why somebody sees something; a face above shows it."""


@dataclass(frozen=True)
class ColleagueRow:
    """A person as the list shows them."""

    user: User
    posts: list[PostHolding]
    state: str
    tone: str
    has_factor: bool
    is_in_use: bool


def colleague_rows(colleagues: Sequence[Colleague], *, today: date) -> list[ColleagueRow]:
    """Give the rows of the list."""
    with_factor = users_with_factor(colleague.user.pk for colleague in colleagues)
    in_use = users_in_use(colleague.user for colleague in colleagues)
    return [
        ColleagueRow(
            colleague.user,
            colleague.in_force(today),
            *_state(colleague.user, is_in_use=colleague.user.pk in in_use),
            colleague.user.pk in with_factor,
            colleague.user.pk in in_use,
        )
        for colleague in colleagues
    ]


def _state(user: User, *, is_in_use: bool) -> tuple[str, str]:
    if not user.is_active:
        return _("Account closed"), "bad"
    return (_("Open"), "ok") if is_in_use else (_("Invited, not yet in"), "warn")


def person_context(
    request: ActorRequest, user_id: UUID, *, post_form: PostForm | None = None
) -> dict[str, object]:
    """Give everything of a person's page.

    Raises:
        MissingError: Nobody of this office has this account.
    """
    actor, today = request.actor, timezone.localdate()
    colleague = find_colleague(actor, user_id)
    if colleague is None:
        raise MissingError(_("Nobody of your office has this account."))
    in_force = colleague.in_force(today)
    is_other = actor.id != str(user_id)
    may_grant = actor.may(GRANT_POSTS.code) and is_other
    if may_grant and post_form is None:
        post_form = PostForm(initial={"since_on": today})
    if post_form is not None:
        post_form.offer(departments_of(actor.tenant_id), roles_of(actor))
    return {
        "row": colleague_rows([colleague], today=today)[0],
        "holdings": colleague.holdings,
        "permissions": _permissions_in_words(in_force),
        "scope": scope_in_words(in_force),
        "post_form": post_form,
        "end_form": EndPostForm(initial={"until_on": today}),
        "recovery_form": RecoveryForm(),
        "subject_form": SubjectForm() if settings.OIDC_ISSUER else None,
        "may_keep": actor.may(KEEP_ACCOUNTS.code) and is_other,
        "may_grant": may_grant,
        "is_own": not is_other,
        "why_url": link_to(WHY, user_id),
        "today": today,
        "tab": "staff",
    }


def _permissions_in_words(in_force: list[PostHolding]) -> list[tuple[str, list[str]]]:
    """Give each permission in words, with the posts that give it."""
    by_code: dict[str, list[str]] = {}
    for holding in in_force:
        for code in holding.post.role.permissions:
            by_code.setdefault(code, []).append(f"{holding.post.title} ({holding.post.role.name})")
    return [
        (str(declared.label), by_code[declared.code])
        for declared in all_permissions()
        if declared.code in by_code
    ]


def scope_in_words(in_force: Sequence[PostHolding]) -> list[str]:
    """Say how far the posts reach, one sentence a post."""
    return [_reach_of(holding) for holding in in_force]


def _reach_of(holding: PostHolding) -> str:
    department = holding.post.department
    if holding.post.role.sees_whole_street:
        return _("%(post)s: the whole street, since the role “%(role)s” reaches it") % {
            "post": holding.post.title,
            "role": holding.post.role.name,
        }
    if department.community:
        return _("%(post)s: what is led by %(department)s, and what lies in %(community)s") % {
            "post": holding.post.title,
            "department": department.name,
            "community": department.community.name,
        }
    return _("%(post)s: what is led by %(department)s") % {
        "post": holding.post.title,
        "department": department.name,
    }


def slip_page(request: ActorRequest, user: User, code: str, purpose: EntryPurpose) -> HttpResponse:
    """Show the slip that is handed over, once."""
    valid_for: timedelta = VALID_FOR[purpose]
    context = {
        "person": user,
        "code": format_code(code),
        "address": request.build_absolute_uri(reverse("accounts:slip")),
        "until": timezone.now() + valid_for,
        "is_recovery": purpose is EntryPurpose.RECOVERY,
        "tab": "staff",
    }
    return render(request, "organisation/slip.html", context)
