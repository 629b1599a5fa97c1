"""Who is signed in, for the top bar of desk and patrol."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django.urls import reverse

from jiezhi.accounts.models import User
from jiezhi.kit.ui.navigation import waiting_counts
from jiezhi.kit.ui.office import StaffCard
from jiezhi.notices.queries import unread_rows

if TYPE_CHECKING:
    from jiezhi.kit.access import ActorRequest


def staff_card(request: HttpRequest, /) -> StaffCard | None:
    """Give name, post and unread notices; the user was read together with the posts."""
    actor = cast("ActorRequest", request).actor
    if not actor.is_staff or not isinstance(request.user, User):
        return None
    return StaffCard(
        name=request.user.name,
        post=actor.label,
        unread_notices=waiting_counts(request).get(unread_rows) or 0,
        notices_url=reverse("notices:list"),
        own_url=reverse("accounts:me"),
        sign_out_url=reverse("accounts:sign_out"),
    )
