"""Requests that somebody made for somebody else, and how often elder mode was used: sums, no persons."""

from django.db import models
from django.db.models import Q

from jiezhi.concerns.choices import CalledBack, Relation
from jiezhi.concerns.models.concern import Concern
from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import SealedTextField
from jiezhi.places.models import SubDistrict


class ProxyEntry(models.Model):
    """Who acted for the resident (代为登记). The contact is sealed apart from the resident's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="proxy")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    is_by_staff = models.BooleanField(help_text="A member of staff wrote it down")
    acting_phone = SealedTextField(blank=True, default="")
    has_acting_phone = models.BooleanField(default=False)
    called_back = models.CharField(max_length=12, choices=CalledBack.choices, default=CalledBack.RESIDENT)
    has_agreed = models.BooleanField(help_text="The resident agreed that it is made for them")
    entered_by = models.CharField(max_length=128, blank=True, default="", help_text="Department and post")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "proxy entries"
        constraints = [
            models.CheckConstraint(name="proxy_has_agreed", condition=Q(has_agreed=True)),
            models.CheckConstraint(
                name="proxy_can_be_called",
                condition=~Q(called_back=CalledBack.ACTING) | Q(has_acting_phone=True),
            ),
        ]
        indexes = [models.Index(fields=["sub_district", "relation", "at"], name="proxy_by_relation")]


class ElderMonth(models.Model):
    """How many requests of a month were sent in elder mode: a sum, so that no request and no person shows it."""

    sub_district_id = models.UUIDField()
    month_on = models.DateField(help_text="First day of the month")
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district_id", "month_on"], name="elder_month_once")
        ]
