"""Marks on orders, the duty roster, and who was called to an emergency."""

from django.db import models
from django.db.models import F, Q

from jiezhi.kit.ids import new_id
from jiezhi.organisation.models import Department, Post, ResponsibilityEntry
from jiezhi.places.models import Community, SubDistrict
from jiezhi.supervision.choices import CallOffReason, DangerKinds, MarkKinds, MarkRules
from jiezhi.workorders.models import WorkOrder


class OrderMark(models.Model):
    """A reminder, a card or a raising on an order (督办). It lies on the order, never on a person, and stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=MarkKinds.choices)
    rule = models.CharField(max_length=12, choices=MarkRules.choices)
    round = models.PositiveSmallIntegerField(default=0, help_text="How often the order had been reopened")
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    put_by = models.CharField(max_length=128, help_text="Department and post; the system for a rule")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The lead then",
    )
    entry = models.ForeignKey(
        ResponsibilityEntry,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The line of the list by which the lead had it",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "order", "kind", "rule", "round"],
                condition=~Q(rule="by_hand"),
                name="mark_by_rule_once",
            ),
            models.CheckConstraint(
                condition=~Q(rule="by_hand") | ~Q(note=""), name="mark_by_hand_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["sub_district", "-at"], name="mark_newest"),
            models.Index(fields=["sub_district", "order"], name="mark_by_order"),
        ]


class DutyShift(models.Model):
    """A turn of duty (值班): a department, and the post in it if one is named; never a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    turn = models.PositiveSmallIntegerField(default=1, help_text="1 is called first")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "begins_at", "turn"], name="shift_turn_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at"), turn__gt=0), name="shift_forward"),
        ]
        indexes = [models.Index(fields=["sub_district", "ends_at"], name="shift_by_end")]


class EmergencyResponse(models.Model):
    """How an emergency was answered: from when the clock ran, and when somebody answered.

    It is about an order, or about what came in before any order: a request, until an order comes of it. Several
    reports of one fire share its order; one of them calls, and all are answered together.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    origin_kind = models.CharField(
        max_length=48,
        blank=True,
        default="",
        db_default="",
        help_text="What came in; empty: an order that went out",
    )
    origin_id = models.UUIDField(null=True, blank=True)
    number = models.CharField(
        max_length=24,
        blank=True,
        default="",
        db_default="",
        help_text="Of what came in; an order has its own",
    )
    brief = models.TextField(
        blank=True, default="", db_default="", help_text="What came in says, without personal data"
    )
    danger = models.CharField(
        max_length=12,
        choices=DangerKinds.choices,
        blank=True,
        default="",
        db_default="",
        help_text="What came in tells of; empty: an order that went out",
    )
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    began_at = models.DateTimeField()
    next_due_at = models.DateTimeField(null=True, blank=True, help_text="When the next on duty is called")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    exhausted_at = models.DateTimeField(null=True, blank=True, help_text="When everybody had been called")
    called_off_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody said that it is no emergency"
    )
    called_off_by = models.CharField(
        max_length=128, blank=True, default="", db_default="", help_text="Department and post"
    )
    called_off_reason = models.CharField(
        max_length=12, choices=CallOffReason.choices, blank=True, default="", db_default=""
    )
    called_off_words = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="Why else; without personal data"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(order__isnull=False) | Q(origin_id__isnull=False), name="response_about_something"
            ),
            models.CheckConstraint(
                condition=Q(origin_id=None, origin_kind="")
                | (Q(origin_id__isnull=False) & ~Q(origin_kind="")),
                name="response_origin_is_whole",
            ),
            models.UniqueConstraint(
                fields=["sub_district", "origin_kind", "origin_id"],
                condition=Q(origin_id__isnull=False, answered_at=None, called_off_at=None),
                name="response_open_once_an_origin",
            ),
            models.UniqueConstraint(
                fields=["sub_district", "order"],
                condition=Q(origin_id=None, answered_at=None, called_off_at=None),
                name="response_own_once_an_order",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None) | Q(next_due_at=None), name="response_called_off_calls_nobody"
            ),
            models.CheckConstraint(
                condition=Q(called_off_reason="") | Q(called_off_at__isnull=False),
                name="response_reason_of_calling_off",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("began_at")), name="response_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["sub_district", "began_at"], name="response_by_start"),
            models.Index(
                fields=["sub_district", "origin_kind", "origin_id"],
                condition=Q(origin_id__isnull=False),
                name="response_by_origin",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to answer it."""
        return self.answered_at is None and self.called_off_at is None

    @property
    def is_calling(self) -> bool:
        """Whether its own calls go on or were in vain; one that waits with another of its order calls nobody."""
        return self.is_open and (self.next_due_at is not None or self.exhausted_at is not None)

    @property
    def shown_number(self) -> str:
        """The number of its order, or of what came in while there is none."""
        return self.order.number if self.order is not None else self.number

    @property
    def holds_own_words(self) -> bool:
        """Whether what came in says more than its order does: there is none, or it was told of afterwards."""
        return bool(self.brief) and (self.order is None or self.began_at > self.order.opened_at)

    @property
    def shown_community(self) -> Community | None:
        """Where it is, as far as that is known."""
        return self.order.community if self.order is not None else self.community


class DutyCall(models.Model):
    """One call to who is on duty."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    response = models.ForeignKey(EmergencyResponse, on_delete=models.PROTECT, related_name="calls")
    shift = models.ForeignKey(DutyShift, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "response", "shift"], name="duty_called_once")
        ]
