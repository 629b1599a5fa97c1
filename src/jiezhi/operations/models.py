"""What is kept about the machine itself. No row holds a person's facts, and none belongs to a street."""

from django.db import models

from jiezhi.kit.ids import new_id
from jiezhi.kit.tiles import Tone
from jiezhi.operations.choices import FaultSource


class Fault(models.Model):
    """A kind of failure of ours: what was raised, where, on which page; never what it said or was given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    digest = models.CharField(max_length=64, unique=True, help_text="Over source, kind, place and route")
    source = models.CharField(max_length=8, choices=FaultSource.choices)
    kind = models.CharField(max_length=128, help_text="The class of the error")
    place = models.CharField(max_length=160, help_text="file:line function, the innermost of ours")
    route = models.CharField(
        max_length=96, blank=True, default="", help_text="Name of the address or handler"
    )
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_request = models.CharField(
        max_length=64, blank=True, default="", help_text="As its error page shows it"
    )
    settled_at = models.DateTimeField(null=True, blank=True, help_text="Empty again when it is seen again")

    class Meta:
        indexes = [
            models.Index(fields=["-last_at"], name="fault_open", condition=models.Q(settled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.place}"


class TileChange(models.Model):
    """Since when a tile has its colour, noted by the worker for what does not know it by itself."""

    name = models.CharField(primary_key=True, max_length=64)
    tone = models.CharField(max_length=4, choices=[(tone.value, tone.value) for tone in Tone])
    since_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.tone}"


class DiskDay(models.Model):
    """How large the database was on a day: what tells how long the disk will do."""

    on = models.DateField(primary_key=True)
    database_bytes = models.BigIntegerField()
    used_bytes = models.BigIntegerField(help_text="Of the disk that holds our files")
    free_bytes = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.on)
