"""Reads about users, for the sign-in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.db.models import Count, Q, QuerySet
from django.utils.crypto import constant_time_compare

from jiezhi.accounts.factors import subject_digest
from jiezhi.accounts.models import EntryCode, OutsideIdentity, SecondFactor, User


@dataclass(frozen=True)
class SignInFacts:
    """By what a person signs in.

    Args:
        factor_since: When the second factor was turned on; None without one.
        codes_left: How many codes on paper still open.
        password_set_at: When the password was chosen; None where that was not written down.
        issuers: Other systems that vouch for the person.
    """

    factor_since: datetime | None
    codes_left: int
    password_set_at: datetime | None
    issuers: frozenset[str]


def sign_in_facts(user_id: UUID) -> SignInFacts:
    """Give by what a user signs in, in two statements; secrets stay sealed."""
    unused = Count("recovery_codes", filter=Q(recovery_codes__used_at=None))
    user = User.objects.annotate(codes_left=unused).values_list(
        "second_factor__turned_on_at", "codes_left", "password_set_at"
    )
    since, left, password_set_at = user.get(pk=user_id)
    issuers = User.objects.filter(pk=user_id).values_list("outside_identities__issuer", flat=True)
    return SignInFacts(since, left, password_set_at, frozenset(issuer for issuer in issuers if issuer))


def find_user(username: str) -> User | None:
    """Give the user of that name, in one statement whether there is one or not."""
    return User.objects.filter(username=username).first()


def find_pending_user(user_id: str, password_mark: str) -> User | None:
    """Give a user whose password was right, as long as it is still the same and the account is open."""
    user = User.objects.filter(pk=UUID(user_id), is_active=True).first()
    is_same = user is not None and constant_time_compare(password_mark, user.get_session_auth_hash())
    return user if is_same else None


def lock_user(user_id: UUID) -> User:
    """Give a user under a lock, for a deed about them."""
    return User.objects.select_for_update().get(pk=user_id)


def users_with_factor(user_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Give those who have a second factor turned on, in one statement."""
    return frozenset(SecondFactor.objects.filter(pk__in=list(user_ids)).values_list("pk", flat=True))


def users_in_use(users: Iterable[User]) -> frozenset[UUID]:
    """Give those whose account somebody has begun to use, by a password or by another system, in one statement.

    Until then a keeper may print another slip; afterwards the way in is the person's own, and a loss takes two keepers.
    """
    users = list(users)
    linked = OutsideIdentity.objects.filter(user__in=users).values_list("user_id", flat=True)
    return frozenset({user.pk for user in users if user.has_usable_password()} | set(linked))


def find_slip_user(entry_code_id: UUID, *, at: datetime) -> User | None:
    """Give whom an open slip is for."""
    slips = EntryCode.objects.filter(pk=entry_code_id, used_at=None, expires_at__gt=at, user__is_active=True)
    slip = slips.select_related("user").first()
    return slip.user if slip else None


def find_linked_user(issuer: str, subject: str) -> User | None:
    """Give the user whom a person of another system is linked to, while the account is open."""
    digest = subject_digest(issuer, subject)
    links = OutsideIdentity.objects.filter(issuer=issuer, subject_digest=digest, user__is_active=True)
    link = links.select_related("user").first()
    return link.user if link else None


@cache
def decoy_hash() -> str:
    """Give the hash that stands in where there is none; it is made once a process, whoever comes first."""
    return make_password("the password of nobody")


def is_right_password(user: User | None, password: str) -> bool:
    """Compare a password with exactly one hashing, so that the time taken does not tell whether a name is known.

    People who have left and users without a password are compared with the decoy as well.
    """
    decoy = decoy_hash()
    can_sign_in = user is not None and user.is_active and is_password_usable(user.password)
    is_right = check_password(password, user.password if user is not None and can_sign_in else decoy)
    return can_sign_in and is_right


def active_users() -> QuerySet[User]:
    """Give those whose account is open, for conditions of other apps that must not join."""
    return User.objects.filter(is_active=True)
