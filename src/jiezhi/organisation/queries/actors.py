"""Who stands behind a sign-in: the actor that posts make of a user."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import DateField, Q, QuerySet, UUIDField

from jiezhi.accounts.models import User
from jiezhi.kit.actor import Actor, ActorKind, Scope
from jiezhi.kit.kept_query import KeptQuery, Slot
from jiezhi.organisation.models import Post, PostHolding
from jiezhi.places.models import SubDistrict


@dataclass(frozen=True)
class StaffMember:
    """A person who holds a post, the actor that their posts make them, and the street of both."""

    user: User
    actor: Actor
    street: SubDistrict


def _holdings() -> QuerySet[PostHolding]:
    on = Slot("on", DateField())
    held = PostHolding.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on), user_id=Slot("user_id", UUIDField()), since_on__lte=on
    )
    related = ("user", "sub_district", "post__role", "post__department")
    return held.select_related(*related).order_by("-since_on", "-id")


_HOLDINGS = KeptQuery(_holdings)


def staff_actor(*, user_id: UUID, on: date) -> Actor | None:
    """Give the actor that a user's posts make them, in one statement; None without a post in force."""
    found = staff_member(user_id=user_id, on=on)
    return found.actor if found else None


def staff_member(*, user_id: UUID, on: date) -> StaffMember | None:
    """Give a user together with the actor of their posts, in one statement; None without a post in force.

    Someone who holds posts in several streets acts in the one whose holding began last.
    """
    holdings = _HOLDINGS.rows(user_id=user_id, on=on)
    if not holdings:
        return None
    street_id = holdings[0].sub_district_id
    posts = [holding.post for holding in holdings if holding.sub_district_id == street_id]
    return StaffMember(holdings[0].user, _actor_of_posts(user_id, street_id, posts), holdings[0].sub_district)


def _actor_of_posts(user_id: UUID, street_id: UUID, posts: list[Post]) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        id=str(user_id),
        sub_district_id=street_id,
        permissions=frozenset(code for post in posts for code in post.role.permissions),
        scope=Scope(
            whole=any(post.role.sees_whole_street for post in posts),
            department_ids=frozenset(post.department_id for post in posts),
            community_ids=frozenset(
                post.department.community_id for post in posts if post.department.community_id
            ),
        ),
        label=f"{posts[0].department.name} · {posts[0].title}",
        department_id=posts[0].department_id,
    )
