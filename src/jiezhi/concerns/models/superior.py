"""Orders from above: the superior's number and clock beside our own, and objections to them."""

from django.db import models
from django.db.models import Q

from jiezhi.concerns.choices import (
    AdapterKind,
    ObjectionGround,
    ObjectionOutcome,
    RefusalState,
    SuperiorState,
)
from jiezhi.concerns.models.concern import Concern
from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import SealedTextField
from jiezhi.organisation.choices import LimitUnits
from jiezhi.organisation.models import DutyEntry
from jiezhi.places.models import SubDistrict


class SuperiorSource(models.Model):
    """A system that sends orders down, such as the 12345 hotline's, and how it wants to be answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=64)
    return_amount = models.PositiveSmallIntegerField(help_text="How long an order may be returned")
    return_unit = models.CharField(max_length=16, choices=LimitUnits.choices)
    reply_columns = models.JSONField(
        default=list,
        help_text="The layout of replies: pairs of the superior's title and what stands under it",
    )
    adapter = models.CharField(max_length=16, choices=AdapterKind.choices, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="", help_text="Where the adapter asks")
    secret = SealedTextField(blank=True, default="", help_text="By which the adapter is known there")
    cursor = models.CharField(
        max_length=200, blank=True, default="", help_text="What came in last, in its words"
    )
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When it last answered")
    trouble = models.CharField(
        max_length=300, blank=True, default="", help_text="Why it did not; empty while it does"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "name"], name="superior_source_once"),
            models.CheckConstraint(condition=Q(return_amount__gt=0), name="superior_return_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class SuperiorOrder(models.Model):
    """One order from above (上级工单). What it is about is a request like any other; here stand number and clock."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(SuperiorSource, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=64, help_text="The superior's own")
    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="superior")
    state = models.CharField(max_length=12, choices=SuperiorState.choices, default=SuperiorState.OPEN)
    issued_at = models.DateTimeField(help_text="When the superior sent it")
    came_at = models.DateTimeField(help_text="When it was brought in here")
    their_due_at = models.DateTimeField(null=True, blank=True)
    return_until = models.DateTimeField(help_text="Until then it may be returned")
    replied_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(
        null=True, blank=True, help_text="When the adapter had brought the reply"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "source", "number"], name="superior_number_once"),
            models.CheckConstraint(
                name="superior_replied_has_time", condition=~Q(state="replied") | Q(replied_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["sub_district", "state", "their_due_at"], name="superior_by_state"),
            models.Index(fields=["sub_district", "-issued_at", "-id"], name="superior_newest"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_on_its_way(self) -> bool:
        """Whether its reply was handed over to a system that the program reaches itself, and is not there yet."""
        is_handed_over = self.state == SuperiorState.REPLIED and self.delivered_at is None
        return is_handed_over and bool(self.source.adapter)


class Objection(models.Model):
    """One objection to an order from above (派单异议), and what the superior said to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    superior = models.ForeignKey(SuperiorOrder, on_delete=models.PROTECT, related_name="objections")
    ground = models.CharField(max_length=16, choices=ObjectionGround.choices)
    basis = models.CharField(
        max_length=200, help_text="The entry of the duty list or the document it rests on"
    )
    duty_entry = models.ForeignKey(
        DutyEntry, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    words = models.TextField(blank=True, default="")
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=128)
    outcome = models.CharField(max_length=12, choices=ObjectionOutcome.choices, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "superior"], condition=Q(outcome=""), name="objection_one_waits"
            ),
            models.CheckConstraint(
                name="objection_outcome_has_time", condition=Q(outcome="") | Q(answered_at__isnull=False)
            ),
        ]


class RefusedOrder(models.Model):
    """An order that a superior's system told and that could not be taken (未能收入的工单), until somebody decides."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(SuperiorSource, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(
        max_length=64,
        help_text="The superior's number; where it is of no use, a keyed digest of what was told",
    )
    number = models.CharField(max_length=64, blank=True, default="", help_text="As far as it was told")
    adapter = models.CharField(max_length=16, choices=AdapterKind.choices, help_text="Which reads it again")
    told = SealedTextField(
        blank=True, default="", help_text="What is needed to take it; empty once it is here"
    )
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=RefusalState.choices, default=RefusalState.WAITING)
    refused_at = models.DateTimeField(help_text="Since when it waits for a decision")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=128, blank=True, default="")
    note = models.TextField(blank=True, default="", help_text="Why it was set aside")
    superior = models.ForeignKey(
        SuperiorOrder, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "source", "key"], name="refused_order_once"),
            models.CheckConstraint(
                name="refused_settled_has_time", condition=Q(state="waiting") | Q(settled_at__isnull=False)
            ),
            models.CheckConstraint(
                name="refused_taken_has_order", condition=~Q(state="taken") | Q(superior__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["sub_district", "state", "refused_at"], name="refused_by_state")]

    def __str__(self) -> str:
        return self.number or self.key
