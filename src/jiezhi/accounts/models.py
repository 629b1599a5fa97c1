"""The user: a person who signs in, and by what. What they may do comes from posts, in `organisation`."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from jiezhi.accounts.choices import EntryPurpose
from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import SealedTextField


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

    last_login = None  # when somebody came is kept in the audit, and not beside their name
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    password_set_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.username


class SecondFactor(models.Model):
    """The secret that a person's telephone computes its six digits from (RFC 6238)."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="second_factor"
    )
    secret = SealedTextField()
    last_step = models.BigIntegerField(
        default=0, help_text="Half minute of the last code taken: no code twice"
    )
    turned_on_at = models.DateTimeField()


class RecoveryCode(models.Model):
    """One of the codes on paper that stand in once for a lost telephone; a keyed digest of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=32)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]


class EntryCode(models.Model):
    """A code on a slip that is handed over in person: it lets its holder choose a password, once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="entry_codes")
    purpose = models.CharField(max_length=12, choices=EntryPurpose.choices)
    digest = models.CharField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class OutsideIdentity(models.Model):
    """Who a user is at another system that vouches for them; the subject is kept as a keyed digest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="outside_identities")
    issuer = models.CharField(max_length=200)
    subject_digest = models.CharField(max_length=32)
    linked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "outside identities"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject_digest"], name="outside_identity_once"),
            models.UniqueConstraint(fields=["user", "issuer"], name="outside_identity_one_each"),
        ]


class SignInTries(models.Model):
    """Wrong tries of a name from an address, of a name, or of an address: under a keyed digest, for a day."""

    key = models.CharField(max_length=32, primary_key=True)
    wrong = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "sign-in tries"
