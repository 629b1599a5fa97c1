"""Who holds which posts: the members of staff that a piece of news concerns."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from jiezhi.accounts.models import User
from jiezhi.kit.access import Permission
from jiezhi.organisation.models import PostHolding


def staff_of_department(department_id: UUID, *, allowed: Permission, on: date) -> list[User]:
    """Give those of a department whose post includes a permission, in one statement."""
    return _users(_holdings(on).filter(post__department_id=department_id), allowed)


def staff_of_street(sub_district_id: UUID, *, allowed: Permission, on: date) -> list[User]:
    """Give those whose area is the whole street and whose post includes a permission."""
    holdings = _holdings(on).filter(sub_district_id=sub_district_id, post__role__sees_whole_street=True)
    return _users(holdings, allowed)


def staff_of_community(community_id: UUID, *, allowed: Permission, on: date) -> list[User]:
    """Give those of a community's department whose post includes a permission."""
    return _users(_holdings(on).filter(post__department__community_id=community_id), allowed)


def holders_of_post(post_id: UUID, *, on: date) -> list[User]:
    """Give those who hold a post on a day, in one statement."""
    return list({held.user_id: held.user for held in _holdings(on).filter(post_id=post_id)}.values())


def _holdings(on: date) -> QuerySet[PostHolding]:
    held = PostHolding.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on), since_on__lte=on, user__is_active=True
    )
    return held.select_related("user", "post__role").order_by("user_id")


def _users(holdings: QuerySet[PostHolding], allowed: Permission) -> list[User]:
    # Codes are a JSON list: asked here and not in SQL, since the two databases have no common word for it.
    return list({h.user_id: h.user for h in holdings if allowed.code in h.post.role.permissions}.values())


def departments_of_people(sub_district_id: UUID, user_ids: Collection[UUID], *, on: date) -> frozenset[UUID]:
    """Give the departments in which some people hold posts on a day, in one statement."""
    held = _holdings(on).filter(sub_district_id=sub_district_id, user_id__in=user_ids)
    return frozenset(held.order_by().values_list("post__department_id", flat=True))
