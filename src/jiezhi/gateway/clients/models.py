"""Programs of others, the tokens they show, and how often they called."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from jiezhi.kit.ids import new_id
from jiezhi.organisation.models import Department
from jiezhi.places.models import SubDistrict

DEFAULT_CALLS_A_MINUTE = 120


class Program(models.Model):
    """A program of somebody else that a keeper let in. It acts for a department, or only looks at the street."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=64)
    purpose = models.CharField(max_length=200, help_text="What it is for, and who answers for it")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    sees_whole_street = models.BooleanField(default=False)
    scopes = models.JSONField(default=list, help_text="Codes such as orders:read; a token may have fewer")
    calls_a_minute = models.PositiveIntegerField(default=DEFAULT_CALLS_A_MINUTE)
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "name"], name="program_name_once"),
            models.CheckConstraint(condition=Q(calls_a_minute__gt=0), name="program_may_call"),
            models.CheckConstraint(
                condition=Q(sees_whole_street=True) | Q(department__isnull=False), name="program_has_area"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgramToken(models.Model):
    """What a program shows to be let in. The token itself is shown once and not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True, help_text="Keyed digest of the token")
    ending = models.CharField(max_length=4, help_text="Its last characters, to tell tokens apart")
    scopes = models.JSONField(default=list)
    networks = models.JSONField(default=list, help_text="From where it may be used; empty: from anywhere")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True, help_text="The day is enough to find idle ones")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="token_expires_after_issue"
            )
        ]
        indexes = [models.Index(fields=["sub_district", "program"], name="token_by_program")]

    def __str__(self) -> str:
        return f"…{self.ending}"

    def is_good(self, *, at: datetime) -> bool:
        """Whether it opens the door at a moment."""
        return self.revoked_at is None and self.expires_at > at and self.program.is_active

    def is_idle(self, *, on: date) -> bool:
        """Whether it was not used for ninety days: a token that nobody needs should be revoked."""
        last = self.last_used_on or self.issued_at.date()
        return (on - last).days > 90


class CallWindow(models.Model):
    """How often somebody called within the present minute: counted in the database, so that all processes agree."""

    sub_district_id = models.UUIDField()
    caller = models.CharField(max_length=64)
    minute_at = models.DateTimeField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district_id", "caller", "minute_at"], name="call_window_once"
            )
        ]
        indexes = [models.Index(fields=["minute_at"], name="call_window_old")]
