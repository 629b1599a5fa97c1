"""Disputes that are mediated. What tells of a person is sealed; nothing here finds, counts or marks a person."""

from django.db import models
from django.db.models import F, Q

from jiezhi.kit.ids import new_id
from jiezhi.kit.vault import SealedTextField
from jiezhi.mediation.choices import (
    AgreementForm,
    DisputeKind,
    MediationState,
    MediationVerb,
    OtherBody,
    PartyKind,
    Side,
    SittingOutcome,
)
from jiezhi.organisation.models import Department
from jiezhi.places.models import Community, SubDistrict
from jiezhi.workorders.models import WorkOrder


class Mediator(models.Model):
    """Somebody on a committee's public list of mediators."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=32, help_text="As the committee's public list has it")
    since_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "committee", "name"], condition=Q(ended_on=None), name="mediator_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Mediation(models.Model):
    """A dispute from its registration to what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=24)
    kind = models.CharField(max_length=12, choices=DisputeKind.choices)
    brief = models.TextField(help_text="What it is about, without names")
    state = models.CharField(max_length=12, choices=MediationState.choices, default=MediationState.REGISTERED)
    committee = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", help_text="Whose mediation committee it is"
    )
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    order = models.ForeignKey(
        WorkOrder, on_delete=models.PROTECT, related_name="+", null=True, blank=True, help_text="It came from"
    )
    mediators = models.ManyToManyField(Mediator, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=128, help_text="Department and post")
    begun_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True, help_text="The last day of its term")
    outcome_at = models.DateTimeField(null=True, blank=True, help_text="Agreed, referred or ended")
    followed_at = models.DateTimeField(null=True, blank=True, help_text="The agreement was followed up")
    reminded_on = models.DateField(null=True, blank=True, help_text="The last day it was reminded of")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "number"], name="mediation_number_once"),
            models.UniqueConstraint(
                fields=["sub_district", "order"],
                condition=Q(state__in=["registered", "under_way"], order__isnull=False),
                name="mediation_of_order_once",
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(begun_on__isnull=False, last_on__gte=F("begun_on")),
                name="mediation_term_forward",
            ),
        ]
        indexes = [
            models.Index(fields=["sub_district", "-opened_at", "-id"], name="mediation_newest"),
            models.Index(fields=["last_on"], name="mediation_by_term", condition=Q(state="under_way")),
        ]

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """A party, known by its side and number; its name is sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="parties")
    side = models.CharField(max_length=12, choices=Side.choices)
    kind = models.CharField(max_length=12, choices=PartyKind.choices)
    position = models.PositiveSmallIntegerField(help_text="Within its side, from 1")
    name = SealedTextField()
    phone = SealedTextField(blank=True, default="")
    address = SealedTextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "mediation", "side", "position"], name="party_position_once"
            )
        ]


class Sitting(models.Model):
    """A session: when, where, and what came of it; its notes are sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="sittings")
    held_at = models.DateTimeField()
    place = models.CharField(max_length=64)
    outcome = models.CharField(max_length=12, choices=SittingOutcome.choices)
    notes = SealedTextField(blank=True, default="")


class MediationAgreement(models.Model):
    """A people's-mediation agreement: its terms are sealed, its number and days are not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    mediation = models.OneToOneField(Mediation, on_delete=models.PROTECT, related_name="agreement")
    number = models.CharField(max_length=24)
    form = models.CharField(max_length=8, choices=AgreementForm.choices)
    terms = SealedTextField()
    effective_on = models.DateField(help_text="Signed by all, or agreed by word")
    perform_until = models.DateField(help_text="By when it is to be carried out")
    confirm_until = models.DateField(help_text="The last day on which both can ask the court")
    court = models.CharField(max_length=64, blank=True, default="")
    applied_on = models.DateField(null=True, blank=True)
    court_number = models.CharField(max_length=48, blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, help_text="Of the term for the court")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "number"], name="mediation_agreement_number_once"
            ),
            models.CheckConstraint(
                condition=Q(perform_until__gte=F("effective_on"), confirm_until__gte=F("effective_on")),
                name="mediation_agreement_days_forward",
            ),
        ]


class Referral(models.Model):
    """To which body a dispute was referred, and its receipt."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    mediation = models.OneToOneField(Mediation, on_delete=models.PROTECT, related_name="referral")
    body = models.CharField(max_length=12, choices=OtherBody.choices)
    body_name = models.CharField(max_length=64)
    referred_on = models.DateField()
    receipt = models.CharField(
        max_length=64, blank=True, default="", help_text="Number under which it was taken"
    )


class MediationEntry(models.Model):
    """One line of a mediation's history. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    verb = models.CharField(max_length=12, choices=MediationVerb.choices)
    from_state = models.CharField(max_length=12, choices=MediationState.choices)
    to_state = models.CharField(max_length=12, choices=MediationState.choices)
    who = models.CharField(max_length=128, help_text="Department and post")
    note = models.TextField(blank=True, default="")

    class Meta:
        verbose_name_plural = "mediation entries"
