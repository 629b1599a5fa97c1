"""What is told to a member of staff on the desk, and by e-mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiezhi.kit.ids import new_id
from jiezhi.notices.choices import MailState
from jiezhi.places.models import SubDistrict


class Notice(models.Model):
    """One thing told to one member of staff: on the desk, and by e-mail when they have an address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=48, help_text="A kind of `notices.kinds`; the words come from there")
    about_kind = models.CharField(max_length=48)
    about_id = models.UUIDField()
    facts = models.JSONField(
        default=dict, help_text="Numbers and dates for the words; never a resident's data"
    )
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.NONE)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["sub_district", "reader", "-told_at"], name="notice_newest"),
            models.Index(fields=["sub_district", "reader"], name="notice_unread", condition=Q(read_at=None)),
        ]
