"""What is known about backups that were made and archives that were put back."""

from django.db import models

from jiezhi.kit.ids import new_id


class BackupRun(models.Model):
    """One backup: begun, and either restored into scratch and found whole, or failed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    started_at = models.DateTimeField()
    checked_at = models.DateTimeField(
        null=True, help_text="When it had been restored into scratch and checked"
    )
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True, default="")
    path = models.CharField(max_length=500, blank=True, default="")
    size_bytes = models.BigIntegerField(null=True)
    taken_away_at = models.DateTimeField(null=True, help_text="When a copy left the house")

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="backup_newest")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class Restoration(models.Model):
    """One time that an archive was put back. Its number is the epoch: what was handed out before is void."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    epoch = models.PositiveIntegerField(unique=True)
    restored_at = models.DateTimeField()
    archive_made_at = models.DateTimeField()
    archive_name = models.CharField(max_length=200)
    released_at = models.DateTimeField(null=True, help_text="When a person let messages go out again")
    released_by = models.CharField(max_length=128, blank=True, default="")

    def __str__(self) -> str:
        return str(self.epoch)
