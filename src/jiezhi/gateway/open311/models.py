"""Which requests came through the civic door, and as which service."""

from django.db import models

from jiezhi.concerns.models import Concern
from jiezhi.kit.ids import new_id
from jiezhi.organisation.models import Matter
from jiezhi.places.models import SubDistrict


class CivicPosting(models.Model):
    """A request that was posted through GeoReport. Only these are listed there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sub_district", "-posted_at"], name="posting_newest")]

    def __str__(self) -> str:
        return str(self.pk)
