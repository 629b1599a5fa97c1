"""Ways out of the house: gateways for short messages and robots in groups."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import SealedTextField
from jiezhi.notices.choices import ROBOTS, BodyKind, WayKind
from jiezhi.organisation.models import Department
from jiezhi.places.models import SubDistrict


class WayOut(models.Model):
    """A gateway or a robot of a street, described as its manual describes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=WayKind.choices)
    name = models.CharField(_("Name"), max_length=64)
    address = SealedTextField(help_text="Sealed: the address of a robot is its key")
    host = models.CharField(max_length=200, help_text="Of the address, for screens")
    secret = SealedTextField(blank=True, default="", help_text="Signs a DingTalk robot's messages")
    # A gateway's own shape; empty for robots, whose shape their makers fix.
    method = models.CharField(max_length=8, default="POST")
    headers = models.TextField(blank=True, default="", help_text="`Name: value` a line, with places")
    body = models.TextField(blank=True, default="")
    body_kind = models.CharField(max_length=40, choices=BodyKind.choices, default=BodyKind.JSON)
    secrets = SealedTextField(
        blank=True, default="", help_text="`name=value` a line, for places `secret.name`"
    )
    code_path = models.CharField(max_length=64, blank=True, default="")
    taken_codes = models.JSONField(default=list)
    later_codes = models.JSONField(default=list)
    id_path = models.CharField(max_length=64, blank=True, default="")
    signature_text = models.CharField(max_length=32, blank=True, default="", help_text="【sender】 in front")
    receipt_key = SealedTextField(blank=True, default="", help_text="Signs what the gateway reports back")
    # Whom a robot's group is for.
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    groups = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    resting_until = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(
        null=True, blank=True, help_text="One message at a time is under way, at most until then"
    )
    last_code = models.CharField(max_length=32, blank=True, default="")
    last_sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["sub_district", "kind"], name="way_in_use", condition=Q(ended_at=None))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district"],
                condition=Q(kind=WayKind.SMS, ended_at=None),
                name="one_gateway_a_street",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_robot(self) -> bool:
        """Whether it speaks to a group and not to a person."""
        return self.kind in ROBOTS

    @property
    def knows_repeats(self) -> bool:
        """Whether the other side is told a key by which it knows a second try from a second message."""
        return "${key}" in self.headers + self.body

    def is_resting(self, *, at: datetime) -> bool:
        """Whether the other side asked to be left alone for a while."""
        return self.resting_until is not None and self.resting_until > at
