"""How residents are known without an account: wrong tries are counted under keyed digests, not under names."""

from django.db import models

from jiezhi.kit.ids import new_id
from jiezhi.places.models import SubDistrict


class WrongTry(models.Model):
    """One wrong guess at something secret, under the digest of what it was aimed at and of where it came from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    aim = models.CharField(max_length=64, help_text="Keyed digest of a code, or of a network address")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "wrong tries"
        indexes = [models.Index(fields=["sub_district", "aim", "at"], name="wrong_try_by_aim")]
