"""How residents are known without an account: wrong tries are counted under keyed digests, not under names."""

from django.db import models

from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import SealedTextField
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


class PhoneCode(models.Model):
    """A code on its way to a telephone, bound to the browser that asked. The code itself is stored nowhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    phone = SealedTextField()
    phone_index = models.CharField(max_length=64)
    browser = models.CharField(max_length=64, help_text="Keyed digest of what the browser holds")
    address = models.CharField(max_length=64, help_text="Keyed digest of the network address")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_to_send = models.BooleanField(help_text="Not over the limits of number and address")
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["sub_district", "phone_index", "asked_at"], name="phone_code_by_phone"),
            models.Index(fields=["sub_district", "address", "asked_at"], name="phone_code_by_address"),
        ]
