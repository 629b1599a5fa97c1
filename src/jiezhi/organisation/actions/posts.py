"""Posts given and ended. Whoever's posts change is signed out everywhere, so that nothing old is still open."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.core.separation import clash_of
from jiezhi.kit import audit
from jiezhi.kit.access import all_permissions, require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError, MissingError, StaleError
from jiezhi.kit.sessions import end_sessions
from jiezhi.organisation.actions._people import USER, not_oneself
from jiezhi.organisation.errors import DutiesApartError
from jiezhi.organisation.models import Department, Post, PostHolding, Role
from jiezhi.organisation.permissions import GRANT_POSTS
from jiezhi.organisation.queries import get_colleague, held_permissions


@dataclass(frozen=True)
class PostDraft:
    """A post to be given: where, what kind, what it is called, and from which day."""

    department_id: UUID
    role_id: UUID
    title: str
    since_on: date


@action
def grant_post(*, user_id: UUID, draft: PostDraft, actor: Actor, at: datetime) -> PostHolding:
    """Give a colleague a post.

    Raises:
        SameHandError: The colleague is the actor.
        DutiesApartError: The post would join duties that are kept apart.
        InvalidError: The title belongs to a post of another role.
        StaleError: The colleague holds it already.
    """
    require(actor, GRANT_POSTS)
    not_oneself(actor, user_id)
    colleague = get_colleague(actor, user_id, lock=True)
    role = Role.objects.filter(sub_district_id=actor.tenant_id, pk=draft.role_id).first()
    department = Department.objects.filter(sub_district_id=actor.tenant_id, pk=draft.department_id).first()
    if role is None or department is None:
        raise MissingError(_("There is no such role or department in your office."))
    _keep_apart(held_permissions(user_id, on=draft.since_on) | set(role.permissions))
    post, _is_new = Post.objects.get_or_create(
        sub_district_id=actor.tenant_id, department=department, title=draft.title, defaults={"role": role}
    )
    if post.role_id != role.pk:
        raise InvalidError(_("A post of this title has another role in this department. Take another title."))
    if PostHolding.objects.filter(
        sub_district_id=actor.tenant_id, post=post, user=colleague, until_on=None
    ).exists():
        raise StaleError(_("This post is held by this person already."))
    holding = PostHolding.objects.create(
        sub_district_id=actor.tenant_id, post=post, user=colleague, since_on=draft.since_on
    )
    ended = end_sessions(user_id)
    audit.record(
        "organisation.post_given",
        kind=USER,
        id=user_id,
        facts={"role": role.code, "post_id": str(post.pk), "sessions_ended": ended},
    )
    return holding


@action
def end_post(*, holding_id: UUID, until_on: date, actor: Actor, at: datetime) -> None:
    """End a colleague's post: `until_on` is the first day on which it is not held.

    Raises:
        MissingError: There is no such holding in the office.
        InvalidError: The day lies before its beginning.
    """
    require(actor, GRANT_POSTS)
    holdings = PostHolding.objects.select_for_update().filter(sub_district_id=actor.tenant_id, pk=holding_id)
    holding = holdings.select_related("post__role").first()
    if holding is None:
        raise MissingError(_("There is no such post in your office."))
    not_oneself(actor, holding.user_id)
    if until_on < holding.since_on:
        raise InvalidError(_("A post cannot end before it began. Choose a later day."))
    holding.until_on = until_on
    holding.save(update_fields=["until_on"])
    ended = end_sessions(holding.user_id) if until_on <= timezone.localdate(at) else 0
    audit.record(
        "organisation.post_ended",
        kind=USER,
        id=holding.user_id,
        facts={"role": holding.post.role.code, "until_on": until_on.isoformat(), "sessions_ended": ended},
    )


def _keep_apart(codes: set[str]) -> None:
    clash = clash_of(codes)
    if clash:
        labels = {declared.code: str(declared.label) for declared in all_permissions()}
        raise DutiesApartError(
            _(
                "“%(one)s” and “%(other)s” are held by different people. End the other post first, or choose "
                "somebody else."
            )
            % {"one": labels[clash[0]], "other": labels[clash[1]]}
        )
