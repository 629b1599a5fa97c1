"""Joint meetings (联席会议): the series that makes them regular, each meeting, its agenda, minutes and work."""

from django.db import models
from django.db.models import Q

from jiezhi.core.meeting_days import DayRule, MonthDay, NthWeekday
from jiezhi.kit.ids import new_id
from jiezhi.meetings.choices import MeetingState, Nth, Presence, RuleKind, Weekday
from jiezhi.organisation.models import Department
from jiezhi.places.models import SubDistrict
from jiezhi.workorders.models import WorkOrder


class MeetingSeries(models.Model):
    """A meeting that returns every month: on which day, who leads it, who belongs to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=64)
    rule_kind = models.CharField(max_length=12, choices=RuleKind.choices)
    nth = models.PositiveSmallIntegerField(choices=Nth.choices, null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, null=True, blank=True)
    month_day = models.PositiveSmallIntegerField(null=True, blank=True)
    begins = models.TimeField(help_text="On the office's clock")
    place = models.CharField(max_length=128)
    lead = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField(help_text="The first meeting is the first one on or after this day")
    ended_on = models.DateField(null=True, blank=True, help_text="No meeting is planned from this day on")

    class Meta:
        verbose_name_plural = "meeting series"
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "title"], condition=Q(ended_on=None), name="series_title_once"
            ),
            models.CheckConstraint(
                name="series_rule_fits",
                condition=Q(rule_kind="nth_weekday", nth__range=(1, 5), weekday__range=(0, 6), month_day=None)
                | Q(rule_kind="month_day", nth=None, weekday=None, month_day__range=(1, 31)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rule(self) -> DayRule:
        """The rule as `core.meeting_days` counts with it."""
        if self.month_day is not None:
            return MonthDay(self.month_day)
        return NthWeekday(self.nth or 0, self.weekday or 0)


class SeriesMember(models.Model):
    """A department that belongs to a series besides its lead."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, related_name="members")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "series", "department"], name="series_member_once"
            )
        ]


class JointMeeting(models.Model):
    """The meeting of one month. Its row exists before anybody calls it, so that a missed month is seen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(MeetingSeries, on_delete=models.PROTECT, related_name="meetings")
    month_on = models.DateField(help_text="The first day of its month")
    planned_on = models.DateField(help_text="What the rule says")
    meets_on = models.DateField(help_text="The same, or the next workday")
    begins = models.TimeField()
    place = models.CharField(max_length=128)
    state = models.CharField(max_length=16, choices=MeetingState.choices, default=MeetingState.COLLECTING)
    agenda_closed_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True, help_text="When its minutes were begun")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=128, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sub_district", "series", "month_on"], name="meeting_once_a_month"
            ),
            models.CheckConstraint(
                name="meeting_published_has_time",
                condition=~Q(state="published") | Q(published_at__isnull=False, held_at__isnull=False),
            ),
        ]

    @property
    def is_held(self) -> bool:
        """Whether something shows that it took place."""
        return self.held_at is not None

    @property
    def is_moved(self) -> bool:
        """Whether the office is closed on the planned day."""
        return self.meets_on != self.planned_on


class AgendaTopic(models.Model):
    """A topic of the agenda (会议议题), and what was said and decided about it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="topics")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    words = models.TextField(blank=True, default="")
    order = models.ForeignKey(
        WorkOrder,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The work order that the topic is about",
    )
    proposed_by = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    said = models.TextField(blank=True, default="")
    decided = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["meeting", "position"], name="topic_in_agenda")]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a department took part; the name of a person is nowhere asked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="attendances")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=8, choices=Presence.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sub_district", "meeting", "department"], name="attendance_once")
        ]


class Assignment(models.Model):
    """Work that a meeting assigned (交办事项): a work order like any other, and the topic it came from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(AgendaTopic, on_delete=models.PROTECT, related_name="assignments")
    order = models.OneToOneField(WorkOrder, on_delete=models.PROTECT, related_name="+")
    by_on = models.DateField(help_text="As the meeting set it; the order's own limit follows from it")
    done_at = models.DateTimeField(null=True, blank=True, help_text="When the news of the order's end came")
    not_accepted_note = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["sub_district", "topic"], name="assignment_by_topic")]


class MinutesNote(models.Model):
    """A correction, appended to published minutes. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sub_district = models.ForeignKey(SubDistrict, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    author = models.CharField(max_length=128, help_text="Department and post")
    words = models.TextField()
