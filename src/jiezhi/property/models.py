"""Property companies, owners' committees, contracts with their duties, what companies were asked, and owners' votes.

Organisations only: nothing here names a resident, and nothing here tells how one voted.
"""

from django.db import models
from django.db.models import F, Q

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import LimitUnits
from jiezhi.places.models import Estate, SubDistrict
from jiezhi.property.choices import (
    AnswerWay,
    CallState,
    CommitteeKind,
    CompanyWord,
    ContractKind,
    Topics,
)
from jiezhi.workorders.models import WorkOrder


class PropertyCompany(models.Model):
    """An organisation that runs estates. It stays when it has left, with its record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=64)
    credit_code = models.CharField(
        max_length=18, blank=True, default="", help_text="Of the organisation, GB 32100; not of a person"
    )
    phone = models.CharField(max_length=32, blank=True, default="", help_text="Of its office, day and night")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "property companies"
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "name"], name="property_company_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class OwnersCommittee(models.Model):
    """Who speaks for the owners of an estate, for a term."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=CommitteeKind.choices)
    from_on = models.DateField()
    until_on = models.DateField(help_text="The last day of its term")
    ended_on = models.DateField(null=True, blank=True, help_text="When it ended before")
    taken_back_at = models.DateTimeField(null=True, blank=True, help_text="Before its term began")
    take_back_reason = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "estate"],
                condition=Q(ended_on=None),
                name="owners_committee_one_serves",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="owners_committee_days_forward"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | (Q(ended_on__isnull=False) & ~Q(take_back_reason="")),
                name="owners_committee_back_with_reason",
            ),
        ]


class StandardDuty(models.Model):
    """A duty that contracts name, with how soon a company answers; dated, so that old records keep their measure."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=32)
    limit_amount = models.PositiveSmallIntegerField()
    limit_unit = models.CharField(max_length=16, choices=LimitUnits.choices)
    matter_codes = models.JSONField(default=list, help_text="Matters whose orders are about it")
    keywords = models.JSONField(default=list, help_text="Words in a brief that point to it")
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "standard duties"
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "name"], condition=Q(ended_on=None), name="standard_duty_once"
            ),
            models.CheckConstraint(condition=Q(limit_amount__gt=0), name="standard_duty_takes_time"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceContract(models.Model):
    """A contract between an estate and a company. It is never deleted: who left keeps its record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(PropertyCompany, on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField(max_length=12, choices=ContractKind.choices)
    document = models.CharField(max_length=64, blank=True, default="", help_text="Number of the document")
    from_on = models.DateField()
    until_on = models.DateField(help_text="The last day it was agreed for")
    fee_fen = models.PositiveIntegerField(null=True, blank=True, help_text="A month for a square metre")
    ended_on = models.DateField(null=True, blank=True, help_text="The first day on which it no longer held")
    end_reason = models.CharField(max_length=120, blank=True, default="")
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=128, help_text="Department and post")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="contract_days_forward"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on")), name="contract_end_forward"
            ),
            models.UniqueConstraint(
                fields=["sub_district", "estate", "company", "from_on"], name="contract_once"
            ),
        ]
        indexes = [models.Index(fields=["sub_district", "estate", "-from_on"], name="contract_by_estate")]


class ContractDuty(models.Model):
    """A duty that a contract names, with the limit it was agreed for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(ServiceContract, on_delete=models.PROTECT, related_name="duties")
    duty = models.ForeignKey(StandardDuty, on_delete=models.PROTECT, related_name="+")
    limit_amount = models.PositiveSmallIntegerField()
    limit_unit = models.CharField(max_length=16, choices=LimitUnits.choices)

    class Meta:
        verbose_name_plural = "contract duties"
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "contract", "duty"], name="contract_duty_once"),
            models.CheckConstraint(condition=Q(limit_amount__gt=0), name="contract_duty_takes_time"),
        ]


class OrderDuty(models.Model):
    """Which duty an order is about, as somebody confirmed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="property_duty")
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+")
    duty = models.ForeignKey(StandardDuty, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(
        ServiceContract, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=128, help_text="Department and post")

    class Meta:
        verbose_name_plural = "order duties"
        indexes = [
            models.Index(fields=["sub_district", "estate", "-confirmed_at"], name="order_duty_by_estate")
        ]


class CompanyCall(models.Model):
    """What a company was asked about an order, until when, and what it answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    order_duty = models.ForeignKey(OrderDuty, on_delete=models.PROTECT, related_name="calls")
    contract = models.ForeignKey(ServiceContract, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=CallState.choices, default=CallState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=128, help_text="Department and post")
    due_at = models.DateTimeField()
    code_digest = models.CharField(max_length=32, db_index=True, help_text="Of the code that opens it once")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When the company said it")
    answered_by = models.CharField(max_length=64, blank=True, default="", help_text="Its post, never a name")
    way = models.CharField(max_length=12, choices=AnswerWay.choices, blank=True, default="")
    word = models.CharField(max_length=12, choices=CompanyWord.choices, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    promised_on = models.DateField(null=True, blank=True)
    late_noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "order_duty"], condition=Q(state="asked"), name="company_asked_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="company_answer_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["sub_district", "contract", "-asked_at"], name="call_by_contract"),
            models.Index(fields=["due_at"], name="call_open_by_due", condition=Q(state="asked")),
            models.Index(
                fields=["sub_district", "promised_on"],
                name="call_by_promise",
                condition=Q(promised_on__isnull=False),
            ),
        ]


class OwnersVote(models.Model):
    """A vote of owners as totals, and what came of it. A list of units is counted and not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    topic = models.CharField(max_length=16, choices=Topics.choices)
    ended_on = models.DateField(help_text="The day on which the vote ended: its law holds")
    heads = models.PositiveIntegerField()
    area_dm2 = models.PositiveBigIntegerField()
    heads_by = models.JSONField(help_text="Owners by what they said")
    area_by = models.JSONField(help_text="Area in square decimetres by what was said for it")
    counted_from = models.CharField(
        max_length=64,
        blank=True,
        default="",
        help_text="SHA-256 of the list that was counted; empty for totals",
    )
    is_carried = models.BooleanField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=128, help_text="Department and post")
    voided_at = models.DateTimeField(null=True, blank=True, help_text="Since then it counts nowhere")
    voided_by = models.CharField(max_length=128, blank=True, default="", help_text="Department and post")
    void_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(heads__gt=0, area_dm2__gt=0), name="vote_has_owners"),
            models.UniqueConstraint(
                fields=["sub_district", "estate", "title", "ended_on"],
                condition=Q(voided_at=None),
                name="vote_recorded_once",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None) | ~Q(void_reason=""), name="void_vote_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["sub_district", "estate", "-ended_on"], name="vote_by_estate")]

    def __str__(self) -> str:
        return self.title
