"""Signing in and out. The password is compared before, outside the transaction: hashing is slow on purpose."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiezhi.accounts.actions._tries import OF_ADDRESS, OF_CODE, OF_NAME, OF_PAIR, Tries
from jiezhi.accounts.choices import Entry, Factor
from jiezhi.accounts.factors import paper_digest, step_of
from jiezhi.accounts.models import RecoveryCode, SecondFactor
from jiezhi.kit import audit
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.ids import new_id

USER = "accounts.user"
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class EntryTry:
    """One try to sign in, as it came.

    Args:
        username: As typed.
        address: Where it came from, behind our own proxies.
        known_browser: The mark of a browser in which this name signed in before; empty for any other.
        user_id: Whose name it is; None for a name that nobody has.
        is_right: Whether the password was that user's.
    """

    username: str
    address: str
    known_browser: str
    user_id: UUID | None
    is_right: bool

    @property
    def pair(self) -> str:
        """What five wrong tries lock: this name here, and nowhere else."""
        return f"pair\0{self.name}\0{self.known_browser or self.address}"

    @property
    def name(self) -> str:
        return self.username.casefold()


@action
def enter(*, tried: EntryTry, actor: Actor, at: datetime) -> Entry:
    """Let a user in, ask for the second factor, or count the try.

    Five wrong tries lock a name for the address they came from, so that a stranger cannot lock out its owner. A name
    that is tried from everywhere is not locked either: its password then opens nothing by itself, but only together
    with the second factor or in a browser that it was used in before. Unknown names cost the same statements.

    Args:
        tried: What was tried.
        actor: A visitor.
        at: Now.
    """
    of_name, of_address = f"name\0{tried.name}", f"address\0{tried.address}"
    tries = Tries({tried.pair: OF_PAIR, of_name: OF_NAME, of_address: OF_ADDRESS}, at=at)
    # A fresh id belongs to nobody: the statement runs all the same.
    has_factor = SecondFactor.objects.filter(pk=tried.user_id or new_id()).exists()
    is_strange = not tried.known_browser
    is_held = tries.is_over(tried.pair) or (is_strange and tries.is_over(of_address))
    is_bare = is_strange and not has_factor and tries.is_over(of_name)
    subject = tried.user_id or _NOBODY
    if not tried.is_right or is_held or is_bare:
        tries.count_wrong()
        facts = {"is_known": tried.user_id is not None}
        audit.record("accounts.sign_in_refused", kind=USER, id=subject, facts=facts)
        return Entry.REFUSED
    tries.forget(tried.pair)
    if has_factor:
        audit.record("accounts.password_accepted", kind=USER, id=subject)
        return Entry.CODE_ASKED
    audit.record("accounts.signed_in", kind=USER, id=subject, facts={"by": "password"})
    return Entry.IN


@action
def give_code(*, user_id: UUID, code: str, actor: Actor, at: datetime) -> Factor:
    """Take the second factor of somebody whose password was right: six digits, or a code from the drawer.

    Each opens once: digits by the half minute they belong to, codes on paper by a mark. Both are one conditional
    UPDATE, so that of two who come together with the same code one stays outside.

    Returns:
        By what the person is now known; `Factor.NONE` when they are not.
    """
    of_code = f"code\0{user_id}"
    tries = Tries({of_code: OF_CODE}, at=at)
    factor = Factor.NONE if tries.is_over(of_code) else _factor_of(user_id, code, at)
    if factor is Factor.NONE:
        tries.count_wrong()
        audit.record("accounts.code_refused", kind=USER, id=user_id)
        return factor
    tries.forget(of_code)
    audit.record("accounts.signed_in", kind=USER, id=user_id, facts={"by": factor.value})
    return factor


def _factor_of(user_id: UUID, code: str, at: datetime) -> Factor:
    own = SecondFactor.objects.filter(pk=user_id)
    secret = own.values_list("secret", flat=True).first()
    if secret is None:
        return Factor.NONE
    step = step_of(secret, code, at=at)
    if step is not None:
        return Factor.CODE if own.filter(last_step__lt=step).update(last_step=step) else Factor.NONE
    unused = RecoveryCode.objects.filter(user_id=user_id, digest=paper_digest(code), used_at=None)
    return Factor.RECOVERY_CODE if unused.update(used_at=at) else Factor.NONE


@action
def enter_by_provider(*, user_id: UUID, actor: Actor, at: datetime, is_strong: bool) -> Entry:
    """Let in whom another system vouches for; a second factor of ours is asked unless the other asked one.

    Args:
        user_id: Whom the link names; the caller has looked it up by issuer and subject.
        actor: A visitor.
        at: Now.
        is_strong: Whether the other system asked for a second factor, and is trusted with it.
    """
    if not is_strong and SecondFactor.objects.filter(pk=user_id).exists():
        audit.record("accounts.provider_accepted", kind=USER, id=user_id)
        return Entry.CODE_ASKED
    audit.record("accounts.signed_in", kind=USER, id=user_id, facts={"by": Factor.PROVIDER.value})
    return Entry.IN


@action
def leave(*, user_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that a user signed out."""
    audit.record("accounts.signed_out", kind=USER, id=user_id)
