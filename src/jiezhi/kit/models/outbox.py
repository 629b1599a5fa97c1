"""News on its way: one row per event and handler; the only queue that must not lose anything."""

from django.db import models

from jiezhi.kit.ids import new_id


class DeliveryState(models.TextChoices):
    """Where a piece of news is."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"
    DROPPED = "dropped"


class OutboxDelivery(models.Model):
    """One event for one handler, with lease, attempts and the last error."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district_id = models.UUIDField(null=True)
    trace_id = models.UUIDField()
    occurrence = models.CharField(max_length=96, help_text="app.ClassName of the event")
    handler = models.CharField(max_length=128)
    payload = models.JSONField()
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                name="outbox_due",
                condition=models.Q(state__in=["waiting", "leased"]),
            ),
            models.Index(
                fields=["handler", "created_at"], name="outbox_dead", condition=models.Q(state="dead")
            ),
        ]


class Beat(models.Model):
    """When a timer of ours last ran, so that only one worker runs it and a restart does not run it again."""

    name = models.CharField(primary_key=True, max_length=96)
    last_at = models.DateTimeField(null=True)


class Counter(models.Model):
    """The last number given in a series such as the day's work orders of one sub-district."""

    sub_district_id = models.UUIDField()
    series = models.CharField(max_length=32)
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sub_district_id", "series"], name="counter_once")]
