"""The responsibility list: what is in force, and the versions by which it changes."""

from django.db import models
from django.db.models import Q

from jiezhi.kit.ids import new_id
from jiezhi.organisation.choices import OPEN_VERSIONS, LimitUnits, OrderLevel, VersionState
from jiezhi.organisation.models.departments import Department
from jiezhi.organisation.models.matters import Matter
from jiezhi.places.models import Community, Estate, SubDistrict


class ListVersion(models.Model):
    """One version of the responsibility list, from its draft to the day on which the next one takes its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    effective_on = models.DateField(null=True, blank=True, help_text="The first day on which it holds")
    note = models.TextField(blank=True, default="", help_text="What it changes and why")
    gaps_note = models.TextField(blank=True, default="", help_text="Why gaps are left")
    return_reason = models.TextField(blank=True, default="", help_text="Why it was given back")
    drafted_by = models.CharField(max_length=128, help_text="Department and post")
    drafted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=128, blank=True, default="")
    submitter = models.CharField(max_length=64, blank=True, default="", help_text="Who may not approve it")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=128, blank=True, default="")
    approved_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, help_text="Counts the changes of its draft")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "number"], name="list_version_once"),
            models.UniqueConstraint(
                fields=["sub_district"], condition=Q(state__in=OPEN_VERSIONS), name="list_draft_one_open"
            ),
            models.CheckConstraint(
                name="list_version_in_force_has_day",
                condition=~Q(state="in_force") | Q(effective_on__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.state in OPEN_VERSIONS


class DraftLine(models.Model):
    """One line of a version as it was drafted; once approved, it stays as the text of that version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(ListVersion, on_delete=models.CASCADE, related_name="lines")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    level = models.CharField(max_length=16, choices=OrderLevel.choices, blank=True, default="")
    lead = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    limit_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    limit_unit = models.CharField(max_length=16, choices=LimitUnits.choices, blank=True, default="")
    basis = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["sub_district", "version"], name="draft_line_by_version")]


class DraftSupport(models.Model):
    """A department that helps the lead of a drafted line."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(DraftLine, on_delete=models.CASCADE, related_name="supports")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    limit_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    limit_unit = models.CharField(max_length=16, choices=LimitUnits.choices, blank=True, default="")
    task = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="What it does, in words"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "line", "department"], name="draft_support_once")
        ]


class ResponsibilityEntry(models.Model):
    """One line of the responsibility list: which department leads a matter, everywhere or at one place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="responsibilities")
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    estate = models.ForeignKey(Estate, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    level = models.CharField(max_length=16, choices=OrderLevel.choices, blank=True, default="")
    lead = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    limit_amount = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Instead of the matter's limit"
    )
    limit_unit = models.CharField(max_length=16, choices=LimitUnits.choices, blank=True, default="")
    basis = models.CharField(max_length=200, blank=True, default="", help_text="Document the line rests on")
    in_force_from = models.DateField()
    in_force_until = models.DateField(
        null=True, blank=True, help_text="The first day on which it no longer holds"
    )

    version = models.ForeignKey(
        ListVersion, on_delete=models.PROTECT, related_name="entries", null=True, blank=True
    )
    ended_by = models.ForeignKey(
        ListVersion, on_delete=models.PROTECT, related_name="ended_entries", null=True, blank=True
    )

    class Meta:
        verbose_name_plural = "responsibility entries"
        indexes = [models.Index(fields=["sub_district", "matter"], name="responsibility_by_matter")]


class ResponsibilitySupport(models.Model):
    """A department that helps the lead, with a limit of its own or that of the line."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(ResponsibilityEntry, on_delete=models.PROTECT, related_name="supports")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    limit_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    limit_unit = models.CharField(max_length=16, choices=LimitUnits.choices, blank=True, default="")
    task = models.CharField(
        max_length=200, blank=True, default="", db_default="", help_text="What it does, in words"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "entry", "department"], name="responsibility_support_once"
            )
        ]
