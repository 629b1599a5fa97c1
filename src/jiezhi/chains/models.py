"""Chained approvals (联办流程): templates as data, and the chains that were started from them."""

from django.db import models
from django.db.models import Q

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import DepartmentKind
from jiezhi.organisation.models import Department, Matter
from jiezhi.places.models import Community, Estate, SubDistrict
from jiezhi.workorders.models import WorkOrder


class ChainTemplate(models.Model):
    """Which departments a matter has to go through, and which of them wait for which."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=64)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "name"], condition=Q(retired_at=None), name="chain_template_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TemplateStep(models.Model):
    """One step of a template: a department, or a kind of department that is chosen at the start."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(ChainTemplate, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    department_kind = models.CharField(
        max_length=16, choices=DepartmentKind.choices, blank=True, default="", help_text="Where none is named"
    )
    limit_days = models.PositiveSmallIntegerField(help_text="Working days")
    after = models.JSONField(default=list, help_text="Positions of the steps that must be done before")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "template", "position"], name="template_step_once"
            ),
            models.CheckConstraint(condition=Q(limit_days__gt=0), name="template_step_takes_time"),
            models.CheckConstraint(
                condition=Q(department__isnull=False, department_kind="")
                | Q(department__isnull=True) & ~Q(department_kind=""),
                name="template_step_has_department",
            ),
        ]


class ApprovalChain(models.Model):
    """A matter on its way through several departments, for an order or for an estate."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(ChainTemplate, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(
        WorkOrder,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="What it serves",
    )
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=128, help_text="Department and post")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(order__isnull=False) | Q(estate__isnull=False), name="chain_serves_something"
            ),
            models.UniqueConstraint(
                fields=["sub_district", "template", "order"],
                condition=Q(ended_at=None, order__isnull=False),
                name="chain_of_order_once",
            ),
            models.UniqueConstraint(
                fields=["sub_district", "template", "estate"],
                condition=Q(ended_at=None, order=None),
                name="chain_of_estate_once",
            ),
        ]
        indexes = [models.Index(fields=["sub_district", "-started_at"], name="chain_newest")]

    def __str__(self) -> str:
        return self.title


class ChainStep(models.Model):
    """One step of a chain: a work order like any other, once what it waits for is done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    chain = models.ForeignKey(ApprovalChain, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    limit_days = models.PositiveSmallIntegerField(help_text="Working days")
    after = models.JSONField(default=list, help_text="Positions of the steps that must be done before")
    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "chain", "position"], name="chain_step_once"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(opened_at__isnull=False, order__isnull=False),
                name="chain_step_done_was_open",
            ),
        ]
