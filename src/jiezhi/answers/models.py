"""Standard answers: what a department says about a matter, in versions that somebody else approved."""

from django.db import models
from django.db.models import F, Q

from jiezhi.answers.choices import AnswerState
from jiezhi.kit.ids import new_id
from jiezhi.organisation.models import Department, Matter
from jiezhi.places.models import SubDistrict


class StandardAnswer(models.Model):
    """An answer of a department to a matter, under a name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "department", "matter", "name"],
                condition=Q(ended_at=None),
                name="answer_name_once",
            )
        ]
        indexes = [models.Index(fields=["sub_district", "matter", "department"], name="answer_by_matter")]

    def __str__(self) -> str:
        return self.name


class AnswerVersion(models.Model):
    """What an answer says from one approval to the next. Never changed once it was approved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(StandardAnswer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    state = models.CharField(max_length=10, choices=AnswerState.choices, default=AnswerState.PROPOSED)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=128, help_text="Department and post")
    writer_id = models.CharField(max_length=64, help_text="Who may not approve it")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=128, blank=True, default="")
    decider_id = models.CharField(max_length=64, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="", help_text="Why it was not approved")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "answer", "number"], name="answer_version_once"),
            models.UniqueConstraint(
                fields=["sub_district", "answer"], condition=Q(state="in_use"), name="answer_in_use_once"
            ),
            models.UniqueConstraint(
                fields=["sub_district", "answer"], condition=Q(state="proposed"), name="answer_proposed_once"
            ),
            models.CheckConstraint(
                condition=~Q(decider_id=F("writer_id")), name="answer_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None) | ~Q(state="proposed") & ~Q(decided_at=None),
                name="answer_decided_has_time",
            ),
        ]
