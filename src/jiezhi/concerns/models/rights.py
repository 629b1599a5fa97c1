"""What residents ask about the data that is held of them: the fact stays, the data does not."""

from django.db import models
from django.db.models import Q

from jiezhi.concerns.choices import RightKind, RightState
from jiezhi.concerns.models.concern import Concern
from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import SealedTextField
from jiezhi.places.models import SubDistrict


class PrivacyRight(models.Model):
    """One wish to have the contact of a request corrected or deleted (个人信息更正、删除); it is a request itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="privacy_right")
    about = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="privacy_rights")
    kind = models.CharField(max_length=12, choices=RightKind.choices)
    new_phone = SealedTextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=RightState.choices, default=RightState.WAITING)
    ground = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_refusal_has_ground", condition=~Q(state=RightState.REFUSED) | ~Q(ground="")
            ),
            models.UniqueConstraint(
                fields=["sub_district", "about"],
                condition=Q(state=RightState.WAITING),
                name="privacy_right_one_open",
            ),
        ]
        indexes = [models.Index(fields=["sub_district", "about", "asked_at"], name="privacy_right_by_about")]
