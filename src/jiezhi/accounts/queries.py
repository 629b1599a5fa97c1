"""Reads about users, for the sign-in."""

from jiezhi.accounts.models import User


def find_user(username: str) -> User | None:
    """Give the user of that name, in one statement whether there is one or not."""
    return User.objects.filter(username=username).first()
