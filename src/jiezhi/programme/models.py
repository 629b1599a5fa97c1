"""The plan's phases (阶段), and the target of each measure at the end of each phase."""

from django.db import models
from django.db.models import F, Q

from jiezhi.kit.ids import new_id
from jiezhi.places.models import SubDistrict


class Phase(models.Model):
    """A part of the plan with a beginning and an end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=32)
    begins_on = models.DateField()
    ends_on = models.DateField(help_text="The last day, included")

    class Meta:
        ordering = ["begins_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "name"], name="phase_name_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("begins_on")), name="phase_ends_after_beginning"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What a measure shall be when a phase ends, and what it was when the phase began."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="targets")
    measure = models.CharField(max_length=32, help_text="The key of a registered measure")
    baseline = models.FloatField(
        null=True, blank=True, help_text="In the measure's unit; null when not measured"
    )
    value = models.FloatField(help_text="In the measure's unit; a share is 0..1")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "phase", "measure"], name="target_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"
