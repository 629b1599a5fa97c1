"""Who works in the office: accounts, posts, permissions, and recoveries that wait."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiezhi.accounts.models import User
from jiezhi.accounts.queries import lock_user
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError
from jiezhi.organisation.choices import RecoveryState
from jiezhi.organisation.models import AccountRecovery, OfficeMember, PostHolding, Role


@dataclass(frozen=True)
class Colleague:
    """A person of the office with the posts they hold, held and will hold."""

    user: User
    holdings: list[PostHolding]

    def in_force(self, on: date) -> list[PostHolding]:
        """Give the posts held on a day."""
        return [h for h in self.holdings if h.since_on <= on and (h.until_on is None or h.until_on > on)]


def colleagues_of(actor: Actor) -> list[Colleague]:
    """Give everybody whose account the office keeps or who has held a post here, by name, in two statements."""
    holdings = PostHolding.objects.filter(sub_district_id=actor.tenant_id)
    members = OfficeMember.objects.filter(sub_district_id=actor.tenant_id).select_related("user")
    return _gathered(holdings, [member.user for member in members])


def find_colleague(actor: Actor, user_id: UUID) -> Colleague | None:
    """Give one person of the office, in two statements."""
    holdings = PostHolding.objects.filter(sub_district_id=actor.tenant_id, user_id=user_id)
    members = OfficeMember.objects.filter(sub_district_id=actor.tenant_id, user_id=user_id).select_related(
        "user"
    )
    return next(iter(_gathered(holdings, [member.user for member in members])), None)


def _gathered(holdings: QuerySet[PostHolding], members: list[User]) -> list[Colleague]:
    related = ("user", "post__role", "post__department__community")
    found: dict[UUID, Colleague] = {user.pk: Colleague(user, []) for user in members}
    for holding in holdings.select_related(*related).order_by("-since_on", "-id"):
        found.setdefault(holding.user_id, Colleague(holding.user, [])).holdings.append(holding)
    return sorted(found.values(), key=lambda colleague: (colleague.user.name, colleague.user.username))


def get_colleague(actor: Actor, user_id: UUID, *, lock: bool = False) -> User:
    """Give the account of a person of the office.

    Args:
        actor: Whose office.
        user_id: Whom.
        lock: For a deed: what it judges by must not change under it.

    Raises:
        MissingError: There is nobody of that id here; people of other offices look the same.
    """
    colleague = find_colleague(actor, user_id)
    if colleague is None:
        raise MissingError(_("Nobody of your office has this account."))
    return lock_user(user_id) if lock else colleague.user


def held_permissions(user_id: UUID, *, on: date) -> set[str]:
    """Give the permissions that a person's posts give from a day on, whatever the office, in one statement."""
    held = PostHolding.objects.filter(Q(until_on=None) | Q(until_on__gt=on), user_id=user_id)
    return {code for holding in held.select_related("post__role") for code in holding.post.role.permissions}


def roles_of(actor: Actor) -> list[Role]:
    """Give the roles of the office, by name."""
    return list(Role.objects.filter(sub_district_id=actor.tenant_id).order_by("name"))


def get_holding(actor: Actor, holding_id: UUID) -> PostHolding:
    """Give one holding of a post of the office.

    Raises:
        MissingError: There is none here.
    """
    holdings = PostHolding.objects.filter(sub_district_id=actor.tenant_id, pk=holding_id)
    holding = holdings.select_related("post__department", "user").first()
    if holding is None:
        raise MissingError(_("There is no such post in your office."))
    return holding


def recoveries_of(actor: Actor) -> list[AccountRecovery]:
    """Give the newest recoveries of the office, those that wait first, in one statement."""
    rows = AccountRecovery.objects.filter(sub_district_id=actor.tenant_id)
    newest = list(rows.select_related("user", "asked_by", "decided_by").order_by("-asked_at", "-id")[:50])
    return sorted(newest, key=lambda row: row.state != RecoveryState.ASKED)


def get_recovery(recovery_id: UUID) -> AccountRecovery:
    """Give a recovery with the people in it, for the news of it."""
    return AccountRecovery.objects.select_related("user", "asked_by", "decided_by").get(pk=recovery_id)
