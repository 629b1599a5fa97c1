"""What the office's program has learnt to read, whether it may act on it, and what many residents speak of."""

from django.db import models
from django.db.models import Q

from jiezhi.concerns.choices import ClassifierState
from jiezhi.concerns.models.concern import Concern
from jiezhi.kit.ids import new_id
from jiezhi.places.models import Community, Estate, SubDistrict
from jiezhi.workorders.models import WorkOrder


class Classifier(models.Model):
    """One model that reads what a request is about (分类模型). Its arrays lie in a folder named by its id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="1 for the street's first")
    state = models.CharField(max_length=12, choices=ClassifierState.choices, default=ClassifierState.LEARNT)
    source = models.CharField(max_length=120, help_text="Name of the file; empty: own requests", blank=True)
    card = models.JSONField(help_text="What it learnt from and how well it reads, as in card.json")
    macro_f1 = models.FloatField(help_text="Of its trial")
    matters = models.JSONField(default=dict, help_text="Class to id of the street's own matter")
    learnt_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True, blank=True)
    live_by = models.CharField(max_length=128, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "number"], name="classifier_number_once"),
            models.UniqueConstraint(
                fields=["sub_district"], condition=Q(state="live"), name="classifier_one_live"
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(live_at__isnull=False), name="classifier_live_has_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class DispatchSwitch(models.Model):
    """Whether requests that the model is sure of go out by themselves; without a row they do not."""

    sub_district = models.OneToOneField(
        SubDistrict, on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    is_on = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=128)

    class Meta:
        verbose_name_plural = "dispatch switches"


class HotIssue(models.Model):
    """What several residents speak of (热点问题), as of the last night; made anew every night."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    heat = models.FloatField()
    words = models.JSONField(default=list, help_text="What its requests share")
    reporters = models.PositiveIntegerField()
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    found_at = models.DateTimeField()
    concerns = models.ManyToManyField(Concern, related_name="hot_issues")
    order = models.ForeignKey(
        WorkOrder,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The one order that was opened for it; goes with most of its requests into the next night",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_district", "rank"], name="hot_issue_rank_once")]

    def __str__(self) -> str:
        return str(self.rank)
