"""Keys under which programs send something that must count once."""

from django.db import models

from jiezhi.places.models import SubDistrict


class GivenKey(models.Model):
    """An idempotency key of a program, and a digest of what came with it."""

    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    program_id = models.UUIDField()
    key_digest = models.CharField(max_length=32)
    body_digest = models.CharField(max_length=32)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "program_id", "key_digest"], name="given_key_once"
            )
        ]
        indexes = [models.Index(fields=["given_at"], name="given_key_old")]
