"""Several deeds at one press: what was wanted, and what became of each. The deeds themselves are their apps' own."""

from django.db import models
from django.db.models import Q

from jiezhi.batches.choices import BatchKind, LineState
from jiezhi.kit.ids import new_id
from jiezhi.places.models import SubDistrict


class Batch(models.Model):
    """What one press was for. Its id is the trace of every deed that came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=BatchKind.choices)
    press = models.CharField(max_length=64, help_text="Names the page that was sent, so that it is sent once")
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=128, help_text="Department and post")
    beginner_id = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "batches"
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "beginner_id", "press"], name="batch_of_a_press_is_one"
            )
        ]
        indexes = [models.Index(fields=["sub_district", "beginner_id", "-begun_at"], name="batch_own_newest")]


class BatchLine(models.Model):
    """One thing of a batch, and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    subject_kind = models.CharField(max_length=48, help_text="`app.noun`")
    subject_id = models.UUIDField()
    label = models.CharField(max_length=64, help_text="Its number, as it stood on the page")
    state = models.CharField(max_length=8, choices=LineState.choices, default=LineState.WAITING)
    reason = models.TextField(blank=True, default="", help_text="Why it was not possible, as it was told")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "batch", "subject_kind", "subject_id"],
                name="batch_takes_a_thing_once",
            ),
            models.CheckConstraint(
                name="batch_line_settled_has_time",
                condition=Q(state="waiting", settled_at=None) | ~Q(state="waiting") & ~Q(settled_at=None),
            ),
            models.CheckConstraint(
                name="batch_refusal_has_reason", condition=~Q(state="refused") | ~Q(reason="")
            ),
        ]
