"""Accounts: made, opened by a slip, closed. Who may do so is asked by the deeds of `organisation` that call these."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.accounts.actions.entering import USER
from jiezhi.accounts.choices import EntryPurpose
from jiezhi.accounts.factors import SLIP_BYTES, slip_digest
from jiezhi.accounts.models import EntryCode, User
from jiezhi.core.numbers import crockford
from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.sessions import end_sessions

VALID_FOR = {
    EntryPurpose.INVITATION: timedelta(days=3),
    EntryPurpose.RECOVERY: timedelta(hours=1),
}
"""How long a slip opens. An invitation may lie over a weekend; a recovery is handed over at the desk."""


@action
def make_user(*, username: str, name: str, email: str, actor: Actor, at: datetime) -> User:
    """Make an account without a password: nobody can sign in with it before its slip is used.

    Raises:
        InvalidError: The user name is taken.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise InvalidError(_("This user name is taken. Choose another one, such as the name with a number."))
    user = User.objects.create_user(username, name=name, email=email)
    audit.record("accounts.user_made", kind=USER, id=user.pk)
    return user


@action
def issue_slip(*, user_id: UUID, purpose: EntryPurpose, actor: Actor, at: datetime) -> str:
    """Give the code of a new slip, which is not shown again; an earlier one that is not used opens nothing."""
    code = crockford(secrets.token_bytes(SLIP_BYTES))
    EntryCode.objects.filter(user_id=user_id, used_at=None).delete()
    EntryCode.objects.create(
        user_id=user_id, purpose=purpose, digest=slip_digest(code), expires_at=at + VALID_FOR[purpose]
    )
    audit.record("accounts.slip_issued", kind=USER, id=user_id, facts={"purpose": purpose.value})
    return code


@action
def close_account(*, user_id: UUID, actor: Actor, at: datetime) -> None:
    """Let nobody sign in with an account any more, end its sessions and void its slips."""
    User.objects.filter(pk=user_id).update(is_active=False)
    EntryCode.objects.filter(user_id=user_id, used_at=None).delete()
    ended = end_sessions(user_id)
    audit.record("accounts.account_closed", kind=USER, id=user_id, facts={"sessions_ended": ended})


@action
def open_account(*, user_id: UUID, actor: Actor, at: datetime) -> None:
    """Let a closed account sign in again, with what it signed in by before."""
    User.objects.filter(pk=user_id).update(is_active=True)
    audit.record("accounts.account_opened", kind=USER, id=user_id)
