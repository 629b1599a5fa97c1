"""Of what programs are told: subscriptions, and each message with its standing."""

from datetime import datetime

from django.db import models

from jiezhi.gateway.clients.models import Program
from jiezhi.gateway.webhooks.choices import EventKind, LetterState
from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import SealedTextField
from jiezhi.places.models import SubDistrict


class EventSubscription(models.Model):
    """Where a program is told of events, and of which."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="subscriptions")
    url = models.URLField(max_length=300)
    kinds = models.JSONField(default=list)
    key = SealedTextField(help_text="With which messages are signed")
    key_before = SealedTextField(blank=True, default="", help_text="Signs besides while the key is changed")
    key_before_until = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # The circuit: how the other side has been doing lately.
    failures = models.PositiveIntegerField(default=0, help_text="In a row")
    resting_until = models.DateTimeField(
        null=True, blank=True, help_text="After failures nothing is sent until then"
    )
    busy_until = models.DateTimeField(
        null=True, blank=True, help_text="One message at a time is under way, at most until then"
    )
    last_delivered_at = models.DateTimeField(null=True, blank=True)
    last_answer = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["sub_district", "program"],
                name="subscription_in_force",
                condition=models.Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.url

    def is_resting(self, *, at: datetime) -> bool:
        """Whether the circuit is open: the other side failed often and is left alone for a while."""
        return self.resting_until is not None and self.resting_until > at


class Letter(models.Model):
    """One message to a program: which thing, what happened; never a word of anybody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    subscription = models.ForeignKey(EventSubscription, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=32, choices=EventKind.choices)
    facts = models.JSONField()
    written_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=LetterState.choices, default=LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    last_answer = models.CharField(max_length=200, blank=True, default="")
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["sub_district", "subscription", "state", "-written_at"], name="letter_by_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
