"""Pictures that people sent."""

from django.db import models

from jiezhi.kit.ids import new_id


class StoredPicture(models.Model):
    """One upload. Several may share one file, since files are named by content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district_id = models.UUIDField()
    sha256 = models.CharField(max_length=64, db_index=True)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    content_type = models.CharField(max_length=40)
    owner_kind = models.CharField(max_length=80, blank=True)
    owner_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["sub_district_id", "owner_kind", "owner_id"], name="picture_by_owner"),
            models.Index(
                fields=["created_at"], condition=models.Q(owner_id__isnull=True), name="picture_unattached"
            ),
        ]
