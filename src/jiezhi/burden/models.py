"""What forms cost, in sums of a day: of a process, never of a person."""

from django.db import models


class BurdenDay(models.Model):
    """What one process cost one street on one day. Who posted, when and about what is not kept anywhere."""

    sub_district_id = models.UUIDField()
    on = models.DateField()
    process = models.CharField(max_length=48)
    channel = models.CharField(max_length=16, default="", blank=True)
    posts = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0, help_text="Orders or requests that were served")
    fields_typed = models.PositiveIntegerField(default=0)
    fields_retyped = models.PositiveIntegerField(default=0)
    seconds_sum = models.PositiveIntegerField(default=0)
    seconds_count = models.PositiveIntegerField(default=0, help_text="Posts whose time is known")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district_id", "on", "process", "channel"], name="burden_day_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.process}"
