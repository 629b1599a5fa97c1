"""What people wish to be told, and by which way."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import BlindIndexField, SealedTextField
from jiezhi.notices.choices import NoticeGroup, WishEnd
from jiezhi.places.models import SubDistrict


def every_group() -> list[str]:
    """Give every group of notices: letters come for all of them until somebody wishes otherwise."""
    return [str(group) for group in NoticeGroup.values]


class Preference(models.Model):
    """By which ways a member of staff is told, and when nothing may ring."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    phone = SealedTextField(blank=True, default="")
    phone_index = BlindIndexField(blank=True, default="")
    mail_groups = models.JSONField(default=every_group)
    sms_groups = models.JSONField(default=list)
    quiet_begins = models.TimeField(default=time(21))
    quiet_ends = models.TimeField(default=time(8))
    rests_on_days_off = models.BooleanField(default=True)
    gather_min = models.PositiveSmallIntegerField(default=60, help_text="0: each for itself")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "user"], name="one_preference_a_person")
        ]


class TextWish(models.Model):
    """A resident's wish to be told by short message what becomes of one thing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=48)
    about_id = models.UUIDField()
    phone = SealedTextField(blank=True, default="", help_text="Emptied when the wish ends")
    phone_index = BlindIndexField(blank=True, default="")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=12, choices=WishEnd.choices, blank=True, default=WishEnd.NONE)

    class Meta:
        indexes = [
            models.Index(
                fields=["sub_district", "phone_index"], name="wish_of_number", condition=Q(ended_at=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "about_kind", "about_id"],
                condition=Q(ended_at=None),
                name="one_wish_a_thing",
            )
        ]


class StoppedNumber(models.Model):
    """A number whose holder answered with a word to stop: nothing is sent to it, whoever asks, until they ask anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    phone_index = BlindIndexField()
    stopped_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "phone_index"], name="one_stop_a_number")
        ]
