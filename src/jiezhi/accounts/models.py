"""The user: a person who signs in. What they may do comes from posts, in `organisation`."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from jiezhi.kit.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Makes users with a hashed password, or with none that could be guessed."""

    def create_user(self, username: str, password: str | None = None, **columns: Any) -> "User":
        """Make a user who can sign in; without a password nobody can."""
        user = self.model(username=username, **columns)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    failed_sign_ins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.username

    def is_locked(self, *, at: datetime) -> bool:
        """Whether sign-in is held back after too many wrong passwords."""
        return self.locked_until is not None and self.locked_until > at
