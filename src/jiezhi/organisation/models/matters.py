"""What requests can be about, and what the office must, may or need not do about it."""

from django.db import models

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import DutyKind, FlowName, LimitUnits
from jiezhi.organisation.models.departments import Department
from jiezhi.places.models import SubDistrict


class ComplaintCause(models.Model):
    """Why residents complain, in the office's own few words; matters are counted under one each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=32)
    name = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0, help_text="Where it stands in tables")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "code"], name="complaint_cause_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class Matter(models.Model):
    """What a request can be about, and how such a thing is handled: flow, limit, what must be shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="children", null=True, blank=True
    )
    cause = models.ForeignKey(
        ComplaintCause, on_delete=models.PROTECT, related_name="matters", null=True, blank=True
    )
    code = models.SlugField(max_length=32)
    name = models.CharField(max_length=64)
    flow = models.CharField(max_length=16, choices=FlowName.choices)
    limit_amount = models.PositiveSmallIntegerField(help_text="Overall limit, from dispatch to done")
    limit_unit = models.CharField(max_length=16, choices=LimitUnits.choices)
    keywords = models.JSONField(default=list, help_text="Words of residents that point to this matter")
    needs_photo = models.BooleanField(default=False, help_text="Done is shown by a picture")
    is_in_use = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1, help_text="How often it was written")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "code"], name="matter_code_once"),
            models.CheckConstraint(condition=models.Q(limit_amount__gt=0), name="matter_limit_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class StepLimit(models.Model):
    """How long one step of a matter's flow may take; without a row the step has no limit of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="step_limits")
    step = models.CharField(max_length=24, help_text="A state of the flow, such as dispatched")
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16, choices=LimitUnits.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "matter", "step"], name="step_limit_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="step_limit_positive"),
        ]


class DutyEntry(models.Model):
    """One entry of the duty list (履职事项清单): what the office must do, helps others with, or no longer does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, help_text="As the district numbers it")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=DutyKind.choices)
    owner = models.CharField(max_length=64, blank=True, default="", help_text="Whose duty it is, in words")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="duties", null=True, blank=True)
    basis_title = models.CharField(max_length=200, help_text="The document it rests on")
    basis_number = models.CharField(max_length=64, blank=True, default="")
    basis_on = models.DateField(null=True, blank=True)
    in_force_from = models.DateField()
    in_force_until = models.DateField(
        null=True, blank=True, help_text="The first day on which it no longer holds"
    )
    version = models.PositiveIntegerField(default=1, help_text="How often it was written")

    class Meta:
        verbose_name_plural = "duty entries"
        constraints = [models.UniqueConstraint(fields=["sub_district", "code"], name="duty_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def owner_name(self) -> str:
        """Whose duty it is."""
        return self.department.name if self.department else self.owner

    @property
    def basis(self) -> str:
        """The entry and its document as one cites them."""
        facts = (self.basis_title, self.basis_number, f"{self.basis_on:%Y-%m-%d}" if self.basis_on else "")
        return f"{self} · {' '.join(fact for fact in facts if fact)}"
