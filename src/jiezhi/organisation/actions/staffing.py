"""Accounts of the office: invite, close, open again. No account has a password that somebody else has known."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.accounts import actions as accounts
from jiezhi.accounts.choices import EntryPurpose
from jiezhi.accounts.models import User
from jiezhi.accounts.queries import users_in_use
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import StaleError
from jiezhi.organisation.actions._people import USER, not_oneself
from jiezhi.organisation.models import OfficeMember
from jiezhi.organisation.permissions import KEEP_ACCOUNTS
from jiezhi.organisation.queries import get_colleague


@action
def invite_staff(*, username: str, name: str, email: str, actor: Actor, at: datetime) -> tuple[User, str]:
    """Make an account for somebody new and give the code of the slip that opens it, valid for three days."""
    require(actor, KEEP_ACCOUNTS)
    user = accounts.make_user(username=username, name=name, email=email, actor=actor, at=at)
    OfficeMember.objects.create(sub_district_id=actor.tenant_id, user=user, entered_at=at)
    code = accounts.issue_slip(user_id=user.pk, purpose=EntryPurpose.INVITATION, actor=actor, at=at)
    audit.record("organisation.staff_invited", kind=USER, id=user.pk)
    return user, code


@action
def invite_again(*, user_id: UUID, actor: Actor, at: datetime) -> str:
    """Give a new slip to somebody who has not used theirs.

    Raises:
        StaleError: Their account is in use: one keeper alone must not be able to take it over.
    """
    require(actor, KEEP_ACCOUNTS)
    _not_in_use(get_colleague(actor, user_id, lock=True))
    code = accounts.issue_slip(user_id=user_id, purpose=EntryPurpose.INVITATION, actor=actor, at=at)
    audit.record("organisation.staff_invited", kind=USER, id=user_id)
    return code


@action
def close_staff(*, user_id: UUID, actor: Actor, at: datetime) -> None:
    """Close the account of somebody who left or must not come in; all their sessions end at once."""
    require(actor, KEEP_ACCOUNTS)
    not_oneself(actor, user_id)
    get_colleague(actor, user_id, lock=True)
    accounts.close_account(user_id=user_id, actor=actor, at=at)
    audit.record("organisation.staff_closed", kind=USER, id=user_id)


@action
def open_staff(*, user_id: UUID, actor: Actor, at: datetime) -> None:
    """Open a closed account again."""
    require(actor, KEEP_ACCOUNTS)
    not_oneself(actor, user_id)
    get_colleague(actor, user_id, lock=True)
    accounts.open_account(user_id=user_id, actor=actor, at=at)
    audit.record("organisation.staff_opened", kind=USER, id=user_id)


@action
def link_staff(*, user_id: UUID, issuer: str, subject: str, actor: Actor, at: datetime) -> None:
    """Say which person of the other system somebody new is, by that system's own number; never for oneself.

    Raises:
        StaleError: Their account is in use. Whoever has a way in links it on their own page, against the password.
    """
    require(actor, KEEP_ACCOUNTS)
    not_oneself(actor, user_id)
    _not_in_use(get_colleague(actor, user_id, lock=True))
    accounts.link_identity(user_id=user_id, issuer=issuer, subject=subject, actor=actor, at=at)
    audit.record("organisation.staff_linked", kind=USER, id=user_id)


def _not_in_use(colleague: User) -> None:
    if users_in_use([colleague]):
        raise StaleError(
            _(
                "%(name)s uses this account already, and signs in in a way of their own. After a loss, ask for a "
                "recovery: a second keeper has to approve it."
            )
            % {"name": colleague.name}
        )
