"""Pairs of orders that are likely one thing, and how an office looks for them."""

from django.db import models
from django.db.models import F, Q

from jiezhi.kit.ids import new_id
from jiezhi.merging.choices import PairState
from jiezhi.organisation.models import Matter
from jiezhi.places.models import SubDistrict
from jiezhi.workorders.models import WorkOrder


class MergeRules(models.Model):
    """How a street looks for duplicates; without a row the values here hold."""

    sub_district = models.OneToOneField(
        SubDistrict, on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    near_m = models.PositiveSmallIntegerField(
        default=100, help_text="Metres within which points are one place"
    )
    alike_percent = models.PositiveSmallIntegerField(
        default=45, help_text="Share of the wording that counts by itself"
    )
    days = models.PositiveSmallIntegerField(default=30, help_text="How far apart two reports may lie")
    finished_days = models.PositiveSmallIntegerField(
        default=14, help_text="How long what was reported done is still shown to the dispatcher"
    )
    undo_days = models.PositiveSmallIntegerField(default=7, help_text="How long a merge can be undone")
    offered = models.ManyToManyField(
        Matter,
        related_name="+",
        blank=True,
        help_text="Public matters: residents are told that one of them is known",
    )
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=128)

    class Meta:
        verbose_name_plural = "merge rules"
        constraints = [
            models.CheckConstraint(
                name="merge_rules_sensible",
                condition=Q(alike_percent__gte=10, alike_percent__lte=100, days__gte=1, undo_days__gte=1),
            )
        ]


class DuplicatePair(models.Model):
    """Two orders that a night found likely to be one (疑似重复); a person decides, and it is not proposed again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PairState.choices, default=PairState.PROPOSED)
    wording = models.FloatField(help_text="Share of the wording, 0..1")
    is_same_estate = models.BooleanField()
    distance_m = models.FloatField(null=True, blank=True)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=128, blank=True, default="", help_text="Department and post")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "one", "other"], name="pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_at__isnull=False), name="pair_decided_has_time"
            ),
        ]
        indexes = [models.Index(fields=["sub_district", "state", "-wording"], name="pair_by_state")]
