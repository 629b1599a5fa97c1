"""Files on their way in: each run with its counts, what was refused and why, and the columns that were chosen before.

Nothing of what a file says is in these tables: its content lies sealed beside them until it is no longer needed.
"""

from django.db import models

from jiezhi.intake.choices import OPEN_STATES, RunState
from jiezhi.kit.ids import new_id


class IntakeRun(models.Model):
    """One file on its way in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=64, help_text="What it holds: the name of an `IntakeKind`")
    option = models.CharField(
        max_length=64, blank=True, help_text="What the kind asked for, such as a source"
    )
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.WAITING)
    trouble = models.CharField(max_length=300, blank=True, help_text="Why the file cannot be read")
    titles = models.JSONField(default=list, help_text="Of the columns of the file")
    found = models.JSONField(default=dict, help_text="The title that was found for each wanted column")
    chosen = models.JSONField(default=dict, help_text="What a person chose instead; an empty title for none")
    looked_with = models.JSONField(
        null=True, help_text="The choice it was looked at with, and is brought in with; null in older runs"
    )
    left_out = models.JSONField(default=list, help_text="Sheets that hold nothing of the kind")
    read = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0, help_text="How many rows were worked through")
    imported = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(
        default=0, help_text="How many brought what something here was lacking"
    )
    already = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    opened_by = models.CharField(max_length=128, help_text="Department and post")
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField(help_text="When it last came further")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district_id", "kind", "option", "sha256"],
                condition=models.Q(state__in=OPEN_STATES),
                name="open_run_once",
            ),
        ]
        indexes = [models.Index(fields=["sub_district_id", "-opened_at"], name="run_newest")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state in OPEN_STATES


class RowRefusal(models.Model):
    """A row that cannot be taken: where it stands and why, never what it says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district_id = models.UUIDField()
    run = models.ForeignKey(IntakeRun, on_delete=models.CASCADE, related_name="refusals")
    sheet = models.CharField(max_length=64, blank=True)
    row = models.PositiveIntegerField(help_text="As Excel shows it")
    column = models.CharField(max_length=128, blank=True, help_text="Its title in the file")
    reason = models.CharField(max_length=32)

    class Meta:
        ordering = ["run", "sheet", "row"]
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district_id", "run", "sheet", "row"], name="row_refused_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row} {self.column}"


class RememberedColumns(models.Model):
    """What a person chose for files with these titles: the next one like it needs no choosing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district_id = models.UUIDField()
    kind = models.CharField(max_length=64)
    titles_digest = models.CharField(max_length=64)
    chosen = models.JSONField()

    class Meta:
        verbose_name_plural = "remembered columns"
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district_id", "kind", "titles_digest"], name="columns_remembered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.titles_digest[:8]}"
