"""What goes to one recipient by one way, with its state."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jiezhi.kit.ids import new_id
from jiezhi.notices.choices import Reason, SendingState, WayKind
from jiezhi.notices.models.way import WayOut
from jiezhi.notices.models.wishes import TextWish
from jiezhi.places.models import SubDistrict


class Sending(models.Model):
    """One message to one recipient: a member of staff, a resident who asked for it, or the group of a robot.

    It holds neither number nor text: the number is read from its sealed place when it is sent, and the text is made
    from the lines, so that whoever changes a number or asks for no more is heard until the last moment.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    way_kind = models.CharField(max_length=12, choices=WayKind.choices)
    way = models.ForeignKey(WayOut, on_delete=models.PROTECT, related_name="sendings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    wish = models.ForeignKey(TextWish, on_delete=models.PROTECT, null=True, related_name="sendings")
    is_urgent = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    send_after = models.DateTimeField()
    gathers_until = models.DateTimeField(
        null=True, blank=True, help_text="Further notices join it until then"
    )
    state = models.CharField(max_length=12, choices=SendingState.choices, default=SendingState.WAITING)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True, default=Reason.NONE)
    code = models.CharField(max_length=32, blank=True, default="", help_text="The other side's own code")
    gateway_id = models.CharField(max_length=64, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    is_under_way = models.BooleanField(default=False, help_text="A try began and nothing is known of its end")
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["sub_district", "-written_at"], name="sending_newest"),
            models.Index(fields=["sub_district", "state", "-written_at"], name="sending_by_state"),
            models.Index(fields=["sub_district", "way", "-tried_at"], name="sending_of_way"),
            models.Index(fields=["sub_district", "way", "gateway_id"], name="sending_by_receipt"),
            models.Index(
                fields=["sub_district", "reader"],
                name="sending_gathering",
                condition=Q(state=SendingState.WAITING),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="sending_says_when_sent",
                condition=~Q(state__in=[SendingState.SENT, SendingState.DELIVERED])
                | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(name="sending_has_one_recipient", condition=Q(reader=None) | Q(wish=None)),
        ]


class SendingLine(models.Model):
    """One thing that a message tells of; a gathered message has several."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=48, help_text="A kind of `notices.kinds`")
    about_kind = models.CharField(max_length=48)
    about_id = models.UUIDField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["sub_district", "about_kind", "about_id"], name="sending_line_about"),
        ]
