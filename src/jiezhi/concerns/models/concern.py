"""The resident's side: what was said, by whom it can be followed, and the callback."""

from django.db import models
from django.db.models import F, Q

from jiezhi.concerns.choices import (
    CallbackMedium,
    CallbackState,
    Channel,
    ConcernState,
    ExchangeKind,
    SelfDispatch,
)
from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import SealedTextField
from jiezhi.places.models import Community, Estate, GridCell, SubDistrict
from jiezhi.supervision.choices import DangerKinds
from jiezhi.workorders.models import WorkOrder


class Concern(models.Model):
    """A request in a resident's own words (诉求). Several may share one order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=24)
    submission_key = models.UUIDField(help_text="Made with the empty form, so that the same form counts once")
    code_digest = models.CharField(
        max_length=64, help_text="Keyed digest of the query code; the code is not kept"
    )
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.PORTAL)
    state = models.CharField(max_length=12, choices=ConcernState.choices, default=ConcernState.SUBMITTED)
    words = models.TextField()
    phone = SealedTextField(blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="")
    place_note = SealedTextField(
        blank=True, default="", help_text="Building, entrance, or how to find the spot"
    )
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    grid_cell = models.ForeignKey(GridCell, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    suggestions = models.JSONField(
        default=list, help_text="Matters the wording points to, with the words that do"
    )
    danger = models.CharField(
        max_length=12,
        choices=DangerKinds.choices,
        blank=True,
        default="",
        db_default="",
        help_text="What its words say of fire, gas or violence; such a request stands before all others",
    )
    self_dispatch = models.CharField(
        max_length=8, choices=SelfDispatch.choices, blank=True, default="", db_default=""
    )
    order = models.ForeignKey(
        WorkOrder, on_delete=models.PROTECT, related_name="concerns", null=True, blank=True
    )
    origin_key = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="Keyed digest of the row of a file; empty for all others",
    )
    submitted_at = models.DateTimeField()
    submitted_on = models.DateField()
    received_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "number"], name="concern_number_once"),
            models.UniqueConstraint(
                fields=["sub_district", "submission_key"], name="concern_submission_once"
            ),
            models.UniqueConstraint(fields=["sub_district", "code_digest"], name="concern_code_once"),
            models.UniqueConstraint(
                fields=["sub_district", "origin_key"], condition=~Q(origin_key=""), name="concern_origin_once"
            ),
            models.CheckConstraint(
                name="concern_received_has_order", condition=~Q(state="received") | Q(order__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["sub_district", "state", "submitted_at"], name="concern_by_state"),
            models.Index(
                fields=["sub_district", "state", "-danger", "submitted_at", "id"], name="concern_by_danger"
            ),
            models.Index(
                fields=["sub_district", "submitted_at"],
                name="concern_model_is_sure",
                condition=Q(self_dispatch="sure"),
            ),
            models.Index(fields=["sub_district", "-submitted_at", "-id"], name="concern_newest"),
            # Thousands of messages of a file may wait for years: what came in today is not looked for among them.
            models.Index(
                fields=["sub_district", "state", "-danger", "submitted_at", "id"],
                name="concern_live_waiting",
                condition=Q(state="submitted") & ~Q(channel="file"),
            ),
            models.Index(
                fields=["sub_district", "-submitted_at", "-id", "community"],
                name="concern_file_waiting",
                condition=Q(state="submitted", channel="file"),
            ),
            models.Index(
                fields=["sub_district", "community", "-submitted_at", "-id"],
                name="concern_file_by_place",
                condition=Q(state="submitted", channel="file"),
            ),
            models.Index(fields=["sub_district", "order", "submitted_at"], name="concern_by_order"),
            models.Index(
                fields=["sub_district", "phone_index"], name="concern_by_phone", condition=~Q(phone_index="")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Exchange(models.Model):
    """One question to the reporter, one addition by them, or that the superior sent their request again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="exchanges")
    kind = models.CharField(max_length=12, choices=ExchangeKind.choices)
    words = models.TextField()
    at = models.DateTimeField()
    said_by = models.CharField(max_length=128, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["concern", "at"], name="exchange_in_concern")]


class ConcernMove(models.Model):
    """That a request left its order for another, since the two were put together; kept when that is undone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="moves")
    from_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    to_order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "concern", "from_order"],
                condition=Q(undone_at__isnull=True),
                name="concern_leaves_an_order_once",
            ),
            models.CheckConstraint(
                condition=~Q(from_order=F("to_order")), name="concern_moves_to_another_order"
            ),
        ]


class Callback(models.Model):
    """One round of asking the reporter whether the thing is solved and they are satisfied (回访)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="callbacks")
    round = models.PositiveSmallIntegerField(help_text="1 for the first, 2 after the order was reopened")
    state = models.CharField(max_length=12, choices=CallbackState.choices, default=CallbackState.WAITING)
    was_solved = models.BooleanField(null=True, blank=True)
    was_satisfied = models.BooleanField(null=True, blank=True, help_text="With the outcome")
    likes_service = models.BooleanField(
        null=True, blank=True, help_text="With the service; empty: not asked or not said"
    )
    words = models.TextField(blank=True, default="")
    since_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(
        max_length=128, blank=True, default="", help_text="Empty: the reporter, by code"
    )
    medium = models.CharField(
        max_length=12,
        choices=CallbackMedium.choices,
        blank=True,
        default="",
        db_default="",
        help_text="By what it was heard; empty: before this was noted",
    )
    tried = models.TextField(
        blank=True, default="", db_default="", help_text="When somebody was at the door in vain, a line each"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "concern", "round"], name="callback_once_a_round")
        ]
        indexes = [models.Index(fields=["sub_district", "state", "since_at"], name="callback_by_state")]
