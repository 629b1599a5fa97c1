"""What happened to an order: append-only entries, and wishes for more time."""

from django.db import models
from django.db.models import Q

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import LimitUnits
from jiezhi.organisation.models import Department, Matter
from jiezhi.places.models import SubDistrict
from jiezhi.workorders.choices import ExtensionState, OrderState, Verb, WordChannel
from jiezhi.workorders.models.order import WorkOrder


class OrderEntry(models.Model):
    """One line of an order's history. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    verb = models.CharField(max_length=16, choices=Verb.choices)
    from_state = models.CharField(max_length=20, choices=OrderState.choices, blank=True, default="")
    to_state = models.CharField(max_length=20, choices=OrderState.choices)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=128, blank=True, default="")
    reason = models.CharField(max_length=24, blank=True, default="")
    note = models.TextField(blank=True, default="")
    due_at = models.DateTimeField(null=True, blank=True, help_text="The overall limit after this deed")
    step_due_at = models.DateTimeField(
        null=True, blank=True, help_text="The limit of the step that this deed ended, if it had one"
    )
    step_lead = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        help_text="The department that had the order in that step, if one had it",
    )
    old_matter = models.ForeignKey(
        Matter,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        help_text="The matter that this deed took off the order, if it changed it",
    )
    new_matter = models.ForeignKey(
        Matter,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        help_text="The matter that this deed gave the order instead",
    )
    said_by = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="The post that said so at a body that does not sign in",
    )
    said_at = models.DateTimeField(null=True, blank=True)
    said_through = models.CharField(max_length=12, choices=WordChannel.choices, blank=True, default="")

    class Meta:
        verbose_name_plural = "order entries"
        indexes = [models.Index(fields=["order", "at", "id"], name="order_entry_in_order")]


class Extension(models.Model):
    """A wish for more time, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="extensions")
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=LimitUnits.choices)
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=128)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=128, blank=True, default="")
    decision_note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "order"], condition=Q(state="asked"), name="extension_asked_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="extension_positive"),
        ]
