"""What an outpost has agreed to do for the office."""

from django.db import models
from django.db.models import F, Q

from jiezhi.kit.ids import new_id
from jiezhi.organisation.models import Department, Matter
from jiezhi.places.models import SubDistrict


class OutpostAgreement(models.Model):
    """A document by which an outpost takes the office's orders, for one matter or for all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    document_name = models.CharField(max_length=120)
    document_number = models.CharField(max_length=48, blank=True, default="")
    in_force_from = models.DateField()
    in_force_until = models.DateField(
        null=True, blank=True, help_text="The first day on which it no longer holds"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_forward",
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gte=F("in_force_from")),
            )
        ]
        indexes = [models.Index(fields=["sub_district", "department"], name="agreement_by_department")]

    def __str__(self) -> str:
        return self.document_name
