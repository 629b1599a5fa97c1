"""Passwords: changed by their owner, or chosen with the code of a slip. Hashing is done before, outside."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.accounts.actions._forgetting import forget_factor
from jiezhi.accounts.actions._tries import OF_CODE, OF_SLIP, Tries
from jiezhi.accounts.actions.entering import USER
from jiezhi.accounts.choices import EntryPurpose
from jiezhi.accounts.errors import CodeRefusedError
from jiezhi.accounts.factors import slip_digest
from jiezhi.accounts.models import EntryCode, User
from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.sessions import end_sessions


@action
def change_password(*, password_hash: str, this: str, actor: Actor, at: datetime) -> User:
    """Give oneself another password; every other session ends.

    Args:
        password_hash: The new one, hashed; the caller has compared the old one.
        this: The session that stays, by `digest_of` its key.
        actor: Whose password.
        at: Now.

    Returns:
        The user with the new password, for the mark in the session that stays.
    """
    user_id = UUID(actor.id)
    User.objects.filter(pk=user_id).update(password=password_hash, password_set_at=at)
    ended = end_sessions(user_id, but=this)
    audit.record("accounts.password_changed", kind=USER, id=user_id, facts={"sessions_ended": ended})
    return User.objects.get(pk=user_id)


@action
def confirm_password(*, is_right: bool, actor: Actor, at: datetime) -> bool:
    """Judge the password that was asked once more; five wrong ones hold the right one back for a quarter of an hour.

    Whoever sits at a desk that was left open must not be able to find the password out there.
    """
    of_confirming = f"confirm\0{actor.id}"
    tries = Tries({of_confirming: OF_CODE}, at=at)
    is_taken = is_right and not tries.is_over(of_confirming)
    if is_taken:
        tries.forget(of_confirming)
        audit.record("accounts.password_confirmed", kind=USER, id=UUID(actor.id))
    else:
        tries.count_wrong()
        audit.record("accounts.password_not_confirmed", kind=USER, id=UUID(actor.id))
    return is_taken


@action
def try_slip(*, username: str, code: str, address: str, actor: Actor, at: datetime) -> UUID | None:
    """Look at the code of a slip: whose it is, or None. It is used up only when a password is chosen with it.

    Ten wrong codes hold an address back for a quarter of an hour; with 80 bits nobody guesses one in between.
    """
    of_slip = f"slip\0{address}"
    tries = Tries({of_slip: OF_SLIP}, at=at)
    open_codes = EntryCode.objects.filter(
        digest=slip_digest(code),
        user__username=username,
        user__is_active=True,
        used_at=None,
        expires_at__gt=at,
    )
    found = None if tries.is_over(of_slip) else open_codes.values_list("pk", flat=True).first()
    if found is None:
        tries.count_wrong()
        audit.record("accounts.slip_refused", kind=USER, id=UUID(int=0))
        return None
    tries.forget(of_slip)
    audit.record("accounts.slip_shown", kind="accounts.entry_code", id=found)
    return found


@action
def choose_password(*, entry_code_id: UUID, password_hash: str, actor: Actor, at: datetime) -> User:
    """Use a slip up: its holder has a password now. A recovery takes the lost telephone away besides.

    Raises:
        CodeRefusedError: The slip was used meanwhile, or its time is over.
    """
    # No join: PostgreSQL would look at the slip before it waits for whoever uses it, and not again.
    active = User.objects.filter(is_active=True).values("pk")
    slips = EntryCode.objects.filter(pk=entry_code_id, used_at=None, expires_at__gt=at, user_id__in=active)
    if not slips.update(used_at=at):
        raise CodeRefusedError(
            _(
                "This code was used already, or its time is over. Ask whoever keeps the accounts for a new one."
            )
        )
    slip = EntryCode.objects.select_related("user").get(pk=entry_code_id)
    User.objects.filter(pk=slip.user_id).update(password=password_hash, password_set_at=at)
    if slip.purpose == EntryPurpose.RECOVERY:
        forget_factor(slip.user_id)
    end_sessions(slip.user_id)
    audit.record("accounts.password_chosen", kind=USER, id=slip.user_id, facts={"by": slip.purpose})
    slip.user.refresh_from_db()
    return slip.user
