"""The work order: everything that must be done, whatever brought it in."""

from django.db import models
from django.db.models import F, Q

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import FlowName
from jiezhi.organisation.models import Department, Matter
from jiezhi.places.models import Community, Estate, GridCell, SubDistrict
from jiezhi.workorders.choices import HandOverMode, OrderState, UrgencyTier


class WorkOrder(models.Model):
    """One thing to do, with one lead and one clock. It holds no reporter's data, only the dispatcher's brief."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=24)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    flow = models.CharField(max_length=16, choices=FlowName.choices)
    urgency = models.CharField(max_length=12, choices=UrgencyTier.choices, default=UrgencyTier.NORMAL)
    state = models.CharField(max_length=20, choices=OrderState.choices, default=OrderState.OPENED)
    brief = models.TextField(help_text="What is to be done, in the dispatcher's words")
    reply = models.TextField(blank=True, default="", help_text="What was done, for whoever reported it")
    origin_kind = models.CharField(max_length=48)
    origin_id = models.UUIDField()

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    grid_cell = models.ForeignKey(GridCell, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)

    lead = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    first_receiver = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Who took it in and answers for it until somebody has taken it on",
    )
    hand_over = models.CharField(
        max_length=12,
        choices=HandOverMode.choices,
        blank=True,
        default="",
        help_text="How the lead was given it",
    )
    their_number = models.CharField(
        max_length=48, blank=True, default="", help_text="Under which the bureau has it"
    )
    promised_on = models.DateField(null=True, blank=True, help_text="The day the bureau promised")
    limit_amount = models.PositiveSmallIntegerField()
    limit_unit = models.CharField(max_length=16)
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    dispatched_at = models.DateTimeField(null=True, blank=True, help_text="The clock starts here")
    due_at = models.DateTimeField(null=True, blank=True)
    step_entered_at = models.DateTimeField()
    step_due_at = models.DateTimeField(null=True, blank=True)
    keeps_steps = models.BooleanField(
        default=True,
        db_default=False,
        help_text="Whether its deeds keep the limits of the steps that they ended",
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    first_accepted_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was first taken on; stays when it is handed on or reopened"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    handling_min = models.PositiveIntegerField(
        null=True, blank=True, help_text="Working minutes, dispatch to done"
    )
    was_solved = models.BooleanField(null=True, blank=True, help_text="As the reporter said at the callback")
    was_satisfied = models.BooleanField(null=True, blank=True, help_text="With the outcome")
    likes_service = models.BooleanField(
        null=True, blank=True, help_text="With the service; empty: not asked or not said"
    )
    is_cross_department = models.BooleanField(
        default=False, help_text="More than one department had a hand in it"
    )
    is_marked = models.BooleanField(
        default=False, db_default=False, help_text="Whether a mark lies on it; its page tells which"
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="absorbed",
        null=True,
        blank=True,
        help_text="The order that answers for it; then this one is closed",
    )
    absorbed_count = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How many orders are merged into it now"
    )
    sent_back_count = models.PositiveSmallIntegerField(default=0)
    reopened_count = models.PositiveSmallIntegerField(default=0)
    failed_check_count = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How often it was found not done on site"
    )
    version = models.PositiveIntegerField(
        default=1, help_text="Rises with every change; forms carry the one seen"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "number"], name="order_number_once"),
            models.CheckConstraint(
                name="order_lead_when_out",
                condition=Q(state__in=["opened", "sent_back", "closed"]) | Q(lead__isnull=False),
            ),
            models.CheckConstraint(
                name="order_closed_has_time", condition=~Q(state="closed") | Q(closed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="order_merged_is_closed",
                condition=Q(merged_into__isnull=True)
                | Q(state="closed", resolved_at__isnull=True) & ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="order_times_forward",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["sub_district", "-opened_at", "-id"], name="order_newest"),
            models.Index(fields=["sub_district", "state", "due_at"], name="order_by_state"),
            models.Index(fields=["sub_district", "lead", "state", "due_at"], name="order_by_lead"),
            models.Index(fields=["sub_district", "community", "-opened_at"], name="order_by_community"),
            models.Index(fields=["sub_district", "community", "state"], name="order_by_place"),
            # Only a step that is under way has a limit: a small index, whatever the years.
            models.Index(
                fields=["sub_district", "step_due_at"],
                condition=Q(step_due_at__isnull=False),
                name="order_by_step_limit",
            ),
            models.Index(fields=["sub_district", "origin_id"], name="order_by_origin"),
            models.Index(fields=["sub_district", "opened_on"], name="order_by_day"),
        ]

    def __str__(self) -> str:
        return self.number
