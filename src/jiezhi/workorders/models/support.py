"""A department that helps the lead of an order, or comes to it when a community calls."""

from django.db import models
from django.db.models import F, Q

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import LimitUnits
from jiezhi.organisation.models import Department
from jiezhi.places.models import SubDistrict
from jiezhi.workorders.choices import (
    OPEN_SUPPORT,
    DeclineReason,
    HandOverMode,
    SupportKind,
    SupportState,
    WordChannel,
)
from jiezhi.workorders.models.order import WorkOrder


class Support(models.Model):
    """One department's part in an order that another leads; asked again, it is a new row and nothing is overwritten."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="supports")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=SupportKind.choices, default=SupportKind.SUPPORT)
    hand_over = models.CharField(max_length=12, choices=HandOverMode.choices)
    task = models.TextField(help_text="What this department is to do, in a sentence")
    state = models.CharField(max_length=12, choices=SupportState.choices, default=SupportState.ASKED)
    limit_amount = models.PositiveSmallIntegerField()
    limit_unit = models.CharField(max_length=16, choices=LimitUnits.choices)
    is_limit_fixed = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether a person set the limit, which urgency then does not shorten",
    )
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=128, help_text="Department and post")
    asked_by_department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answer_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When it said yes or no")
    pledge = models.TextField(blank=True, default="", help_text="What it says it will do")
    pledged_on = models.DateField(null=True, blank=True, help_text="And by when")
    reply = models.TextField(blank=True, default="", help_text="What it did")
    done_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=DeclineReason.choices, blank=True, default="")
    note = models.TextField(
        blank=True, default="", help_text="Why it was declined, called off or went without"
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it ended without being done")
    ended_by_merge = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Called off by a merge that stands; undone, it is asked anew",
    )
    has_come = models.BooleanField(null=True, blank=True, help_text="Whether they came, says the community")
    has_helped = models.BooleanField(null=True, blank=True, help_text="Whether it helped, says the community")
    rated_at = models.DateTimeField(null=True, blank=True)
    said_by = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="The post that answered at a body that does not sign in",
    )
    taker_id = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        help_text="Which person of the department took it on",
    )
    doer_id = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="Which one reported it done"
    )
    said_at = models.DateTimeField(null=True, blank=True)
    said_through = models.CharField(max_length=12, choices=WordChannel.choices, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "order", "department"],
                condition=Q(state__in=OPEN_SUPPORT),
                name="support_open_once",
            ),
            models.CheckConstraint(
                name="support_done_has_time",
                condition=Q(state="done", done_at__isnull=False, ended_at__isnull=True)
                | ~Q(state="done") & Q(done_at__isnull=True),
            ),
            models.CheckConstraint(
                name="support_ended_has_time",
                condition=Q(state__in=["declined", "lapsed", "called_off"], ended_at__isnull=False)
                | ~Q(state__in=["declined", "lapsed", "called_off"]) & Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="support_times_forward",
                condition=Q(due_at__gte=F("asked_at"), answer_due_at__gte=F("asked_at"))
                & (Q(done_at=None) | Q(done_at__gte=F("asked_at"))),
            ),
            models.CheckConstraint(
                name="support_rating_is_of_whistle",
                condition=Q(kind="whistle") | Q(has_come__isnull=True, has_helped__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["sub_district", "department", "state", "due_at"], name="support_by_department"
            ),
            models.Index(fields=["sub_district", "state", "due_at"], name="support_by_state"),
        ]

    def __str__(self) -> str:
        return self.task

    @property
    def is_open(self) -> bool:
        """Whether something of it is still to be done."""
        return self.state in OPEN_SUPPORT

    @property
    def is_whistle(self) -> bool:
        """Whether a community called for it."""
        return self.kind == SupportKind.WHISTLE
