"""What bodies and places are measured by: weights with their time, objections, the superior's count, frozen months."""

from django.db import models
from django.db.models import F, Q

from jiezhi.assessment.choices import BriefState, IndicatorName, ObjectionState, SubjectKind
from jiezhi.concerns.models import SuperiorSource
from jiezhi.insight.periods import Period, period_key
from jiezhi.kit.ids import new_id
from jiezhi.places.models import Community, SubDistrict


class WeightVersion(models.Model):
    """One version of the office's own weights (权重版本). It is never changed; the next one begins later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="1 for the street's first")
    from_on = models.DateField(help_text="First day on which it holds: the first of a month")
    decided_by = models.CharField(max_length=128, help_text="Which body decided it, such as a meeting")
    basis = models.CharField(max_length=300, help_text="The document it rests on")
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=128, help_text="Department and post")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "number"], name="weights_number_once"),
            models.UniqueConstraint(fields=["sub_district", "from_on"], name="weights_from_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Weight(models.Model):
    """What one indicator weighs in a version; those of a version sum to 100."""

    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(WeightVersion, on_delete=models.PROTECT, related_name="weights")
    indicator = models.CharField(max_length=16, choices=IndicatorName.choices)
    hundredths = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "version", "indicator"], name="weight_once_a_version"
            ),
            models.CheckConstraint(condition=Q(hundredths__lte=100), name="weight_of_a_hundred"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.hundredths}"


class LineObjection(models.Model):
    """An objection to one line of a scorecard, and what another person said to it; the number itself stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    subject_id = models.UUIDField(help_text="Of a department, a community or the office; never of a person")
    indicator = models.CharField(max_length=16, choices=IndicatorName.choices)
    first_on = models.DateField(help_text="First day of the month or quarter")
    last_on = models.DateField(help_text="Its last day, also while it runs")
    part = models.PositiveIntegerField(help_text="What the line said when it was objected to")
    whole = models.PositiveIntegerField()
    words = models.TextField()
    state = models.CharField(max_length=12, choices=ObjectionState.choices, default=ObjectionState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=128, help_text="Department and post")
    asker_id = models.CharField(max_length=64)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=128, blank=True, default="")
    decider_id = models.CharField(max_length=64, blank=True, default="")
    answer = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["sub_district", "first_on", "last_on"], name="line_objection_by_period"),
            models.Index(fields=["sub_district", "state", "asked_at"], name="line_objection_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "subject_id", "indicator", "first_on", "last_on"],
                condition=Q(state__in=[ObjectionState.ASKED, ObjectionState.UPHELD]),
                name="line_objection_once",
            ),
            models.CheckConstraint(name="line_objection_by_another", condition=~Q(decider_id=F("asker_id"))),
            models.CheckConstraint(
                name="line_objection_says_when",
                condition=Q(state__in=[ObjectionState.ASKED, ObjectionState.WITHDRAWN])
                | Q(decided_at__isnull=False),
            ),
        ]

    @property
    def period_key(self) -> str:
        """How addresses call the month or quarter it is about."""
        return period_key(Period(self.first_on, self.last_on))


class SuperiorScore(models.Model):
    """What a superior counted of a month (上级考核), as its file tells it. It is never mixed with the office's own.

    A corrected file is a version beside the first. One that was brought in wrongly is taken back, and stays with its
    trace.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(SuperiorSource, on_delete=models.PROTECT, related_name="+")
    month_on = models.DateField(help_text="First day of the month it is about")
    version = models.PositiveSmallIntegerField(default=1, help_text="1 for the first file of the month")
    file_name = models.CharField(max_length=200)
    brought_at = models.DateTimeField()
    brought_by = models.CharField(max_length=128, help_text="Department and post")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.CharField(max_length=128, blank=True, default="", help_text="Department and post")
    taken_back_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "source", "month_on", "version"], name="superior_score_version_once"
            ),
            models.CheckConstraint(
                name="superior_score_back_says_why",
                condition=Q(taken_back_at__isnull=True) | ~Q(taken_back_why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month_on:%Y-%m}"


class SuperiorLine(models.Model):
    """One order in the superior's file and what is said of it; empty where the file says nothing.

    Which order from above it is, is looked up by source and number when it is read: either may come first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    score = models.ForeignKey(SuperiorScore, on_delete=models.PROTECT, related_name="lines")
    number = models.CharField(max_length=64, help_text="The superior's own")
    was_answered = models.BooleanField(null=True, blank=True, help_text="Whether the resident was contacted")
    was_solved = models.BooleanField(null=True, blank=True)
    was_satisfied = models.BooleanField(null=True, blank=True)
    is_left_out = models.BooleanField(default=False, help_text="Whether the superior itself leaves it out")
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "score", "number"], name="superior_line_once_a_score"
            )
        ]

    def __str__(self) -> str:
        return self.number


class MonthlyBrief(models.Model):
    """The figures of a month as they stood when they were fixed, and the document that is made of them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    month_on = models.DateField(help_text="First day of the month")
    figures = models.JSONField(help_text="Frozen: names of bodies, places and matters, and counts")
    frozen_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=BriefState.choices, default=BriefState.ASKED)
    document = models.BinaryField(null=True, blank=True)
    file_digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of the document")
    trouble = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "month_on"], name="brief_once_a_month"),
            models.CheckConstraint(
                name="brief_ready_has_document",
                condition=~Q(state=BriefState.READY) | Q(document__isnull=False) & ~Q(file_digest=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month_on:%Y-%m}"


class DemonstrationSite(models.Model):
    """A community that is shown to others (示范社区); what it gets is compared with what the others get."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    community = models.OneToOneField(Community, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    marked_by = models.CharField(max_length=128, help_text="Department and post")

    def __str__(self) -> str:
        return str(self.community_id)
