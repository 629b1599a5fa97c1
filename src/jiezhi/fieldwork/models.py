"""What is written down out of doors. Nothing here knows where a member of staff was, only where a thing is."""

from django.db import models
from django.db.models import Q

from jiezhi.batches.models import Batch
from jiezhi.concerns.models import Concern
from jiezhi.fieldwork.choices import NextStep
from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import SealedTextField
from jiezhi.places.models import Community, Estate, SubDistrict
from jiezhi.workorders.models import WorkOrder


class FieldReport(models.Model):
    """Something seen on patrol (巡查上报): what brought an order in that no resident asked for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(help_text="As whoever reports it says; no limit runs on it")
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=128, help_text="Department and post")


class Visit(models.Model):
    """A visit at somebody's door (走访记录). Door and words are sealed, and nothing finds a person by them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    door = SealedTextField(blank=True, default="", help_text="Building, entrance and door")
    seen = SealedTextField(help_text="What was seen")
    next_step = models.CharField(max_length=12, choices=NextStep.choices, default=NextStep.NOTHING)
    next_on = models.DateField(null=True, blank=True, help_text="The day of the next visit")
    concern = models.OneToOneField(
        Concern,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The request made of a wish",
    )
    followed_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="follows", null=True, blank=True
    )
    was_met = models.BooleanField(
        null=True, blank=True, help_text="Whether anybody was met; not known where nobody was asked"
    )
    batch = models.ForeignKey(
        Batch,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The joint visit that it was part of, with what else was done on the same way",
    )
    visited_at = models.DateTimeField(help_text="As whoever was there says")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=128, help_text="Department and post")
    words_forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text="When door and words were deleted, since their time was over"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(next_step="again") | Q(next_on__isnull=False), name="visit_again_has_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["sub_district", "next_on"],
                name="visit_due",
                condition=Q(next_step="again", followed_by__isnull=True),
            ),
            models.Index(fields=["sub_district", "community", "-noted_at"], name="visit_by_community"),
            models.Index(fields=["sub_district", "-noted_at"], name="visit_by_street"),
            models.Index(
                fields=["noted_at"],
                name="visit_words_old",
                condition=Q(words_forgotten_at__isnull=True),
            ),
        ]


class TakenDeed(models.Model):
    """A key under which a telephone sent something, and what it was answered."""

    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    key_digest = models.CharField(
        max_length=32, help_text="Of the account and the key: it tells nobody's deeds"
    )
    body_digest = models.CharField(max_length=32)
    answer = models.JSONField(help_text="Kind, number and id of what came of it")
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_district", "key_digest"], name="taken_deed_once")]
        indexes = [models.Index(fields=["taken_at"], name="taken_deed_old")]
