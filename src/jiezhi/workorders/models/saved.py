"""Filters that somebody keeps under a name: their own, or shared with their department."""

from django.db import models
from django.db.models import Q

from jiezhi.kit.ids import new_id
from jiezhi.organisation.models import Department
from jiezhi.places.models import SubDistrict


class SavedFilter(models.Model):
    """A list of orders as its address narrows and sorts it. It holds no number of a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    keeper_id = models.CharField(max_length=64, help_text="Who saved it")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="With whom it is shared; empty: with nobody",
    )
    name = models.CharField(max_length=24)
    query = models.TextField(help_text="The address behind the question mark")
    position = models.PositiveSmallIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "keeper_id", "name"],
                condition=Q(department=None),
                name="own_filter_name_once",
            ),
            models.UniqueConstraint(
                fields=["sub_district", "department", "name"],
                condition=Q(department__isnull=False),
                name="shared_filter_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
