"""Who belongs to the office before and besides any post, and recoveries by two persons."""

from django.conf import settings
from django.db import models

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import RecoveryState
from jiezhi.places.models import SubDistrict


class OfficeMember(models.Model):
    """A person whom the office invited: it keeps their account, whether they hold a post or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_district", "user"], name="office_member_once")]


class AccountRecovery(models.Model):
    """Telephone and codes are lost: one keeper asks, another approves, the person gets a slip."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=RecoveryState.choices, default=RecoveryState.ASKED)
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "account recoveries"
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "user"], condition=models.Q(state="asked"), name="recovery_one_open"
            ),
            models.CheckConstraint(
                name="recovery_by_two_persons",
                condition=models.Q(decided_by=None)
                | (~models.Q(decided_by=models.F("asked_by")) & ~models.Q(decided_by=models.F("user"))),
            ),
            models.CheckConstraint(
                name="recovery_not_for_oneself", condition=~models.Q(asked_by=models.F("user"))
            ),
        ]
