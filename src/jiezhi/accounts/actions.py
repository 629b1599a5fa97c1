"""Signing in and out. The password is compared before, outside the transaction: hashing is slow on purpose."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Value, When

from jiezhi.accounts.models import User
from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.ids import new_id

USER = "accounts.user"
TRIES = 5
"""Wrong passwords in a row before the name is locked."""
LOCKED_FOR = timedelta(minutes=15)
_NOBODY = UUID(int=0)


@action
def enter(*, user_id: UUID | None, is_right: bool, actor: Actor, at: datetime) -> bool:
    """Let a user in, or count the try; five wrong ones in a row lock the name for a quarter of an hour.

    Either way it is one conditional UPDATE: of tries that arrive together none is lost, and a right password
    that arrives after the fifth wrong one stays outside. Unknown names cost the same statements.

    Args:
        user_id: Whose name was given; None for a name that nobody has.
        is_right: Whether the password was that user's.
        actor: A visitor.
        at: Now.

    Returns:
        Whether the user is in.
    """
    if is_right and _unlocked(user_id, at).update(failed_sign_ins=0, locked_until=None):
        audit.record("accounts.signed_in", kind=USER, id=user_id or _NOBODY)
        return True
    if not is_right:
        _count_wrong(user_id, at)
    audit.record(
        "accounts.sign_in_refused", kind=USER, id=user_id or _NOBODY, facts={"is_known": user_id is not None}
    )
    return False


@action
def leave(*, user_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that a user signed out."""
    audit.record("accounts.signed_out", kind=USER, id=user_id)


def _unlocked(user_id: UUID | None, at: datetime) -> QuerySet[User]:
    is_open = Q(locked_until=None) | Q(locked_until__lte=at)
    # A fresh id belongs to nobody: the statement runs all the same.
    return User.objects.filter(is_open, pk=user_id or new_id())


def _count_wrong(user_id: UUID | None, at: datetime) -> None:
    is_last = Q(failed_sign_ins__gte=TRIES - 1)
    _unlocked(user_id, at).update(
        failed_sign_ins=Case(When(is_last, then=Value(0)), default=F("failed_sign_ins") + 1),
        locked_until=Case(When(is_last, then=Value(at + LOCKED_FOR)), default=Value(None)),
    )
