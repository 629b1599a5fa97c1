"""Reads about users, for the sign-in."""

from functools import cache

from django.contrib.auth.hashers import check_password, is_password_usable, make_password

from jiezhi.accounts.models import User


def find_user(username: str) -> User | None:
    """Give the user of that name, in one statement whether there is one or not."""
    return User.objects.filter(username=username).first()


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
