"""What an order is judged by: its evidence in one document, whether it counts, and what the superior heard."""

from django.db import models
from django.db.models import F, Q

from jiezhi.concerns.models import SuperiorOrder
from jiezhi.evidence.choices import ExclusionGround, ExclusionState, PackState
from jiezhi.kit.ids import new_id
from jiezhi.organisation.models import DutyEntry
from jiezhi.places.models import SubDistrict
from jiezhi.workorders.models import WorkOrder


class EvidencePack(models.Model):
    """The evidence of an order as it stood at one moment; the file is sealed and tidied away, the digests stay."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="evidence_packs")
    state = models.CharField(max_length=8, choices=PackState.choices, default=PackState.ASKED)
    with_words = models.BooleanField(help_text="Whether whoever asked may read the residents' words")
    parts = models.JSONField(
        blank=True,
        default=dict,
        db_default={},
        help_text="What else whoever asked could see of the order: ids of rows by the key of their part",
    )
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=128, help_text="Department and post")
    made_at = models.DateTimeField(null=True, blank=True)
    content_digest = models.CharField(max_length=64, blank=True, default="", help_text="Printed on each page")
    file_digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of the document")
    trouble = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["sub_district", "order", "-asked_at"], name="pack_of_order"),
            models.Index(fields=["sub_district", "state", "made_at"], name="pack_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                name="pack_ready_has_digests",
                condition=~Q(state=PackState.READY) | (~Q(content_digest="") & ~Q(file_digest="")),
            )
        ]


class Exclusion(models.Model):
    """A wish that an order not count in the office's own rates, and what another person said to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="exclusions")
    ground = models.CharField(max_length=16, choices=ExclusionGround.choices)
    basis = models.CharField(
        max_length=300, help_text="Law, article and number; or the entry of the duty list"
    )
    duty_entry = models.ForeignKey(
        DutyEntry, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    words = models.TextField(help_text="What makes it so in this order")
    state = models.CharField(max_length=12, choices=ExclusionState.choices, default=ExclusionState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=128, help_text="Department and post")
    asker_id = models.CharField(max_length=64)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=128, blank=True, default="")
    decider_id = models.CharField(max_length=64, blank=True, default="")
    answer = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["sub_district", "state", "asked_at"], name="exclusion_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "order"],
                condition=Q(state__in=[ExclusionState.ASKED, ExclusionState.GRANTED]),
                name="exclusion_once",
            ),
            models.CheckConstraint(
                name="exclusion_decided_by_another", condition=~Q(decider_id=F("asker_id"))
            ),
            models.CheckConstraint(
                name="exclusion_decided_says_when",
                condition=Q(state__in=[ExclusionState.ASKED, ExclusionState.WITHDRAWN])
                | Q(decided_at__isnull=False),
            ),
        ]


class SuperiorCallback(models.Model):
    """What the superior heard when it called the resident itself; the office's own callback stays beside it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    superior = models.ForeignKey(SuperiorOrder, on_delete=models.PROTECT, related_name="callbacks")
    called_on = models.DateField()
    was_reached = models.BooleanField()
    was_solved = models.BooleanField(null=True, blank=True)
    likes_service = models.BooleanField(null=True, blank=True)
    likes_outcome = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=128, help_text="Department and post")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "superior", "called_on"], name="superior_callback_once_a_day"
            )
        ]
