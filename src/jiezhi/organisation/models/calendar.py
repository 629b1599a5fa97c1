"""When the office works."""

from django.db import models

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import DayKind
from jiezhi.places.models import SubDistrict


class WorkingHours(models.Model):
    """One working interval of every workday, such as 09:00 to 12:00."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        verbose_name_plural = "working hours"
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "opens"], name="working_hours_once"),
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="working_hours_forward"
            ),
        ]


class CalendarDay(models.Model):
    """A holiday or a make-up workday (调休); all other days follow the week."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=DayKind.choices)
    name = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_district", "on"], name="calendar_day_once")]
