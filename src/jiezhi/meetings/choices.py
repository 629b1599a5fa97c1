from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(models.TextChoices):
    """Where one meeting stands; that it was missed follows from its day and is not stored."""

    COLLECTING = "collecting", _("Agenda open for proposals")
    AGENDA_CLOSED = "agenda_closed", _("Agenda closed")
    HELD = "held", _("Held, minutes being written")
    PUBLISHED = "published", _("Minutes published")


class MeetingVerb(models.TextChoices):
    """What can be done with a meeting."""

    PROPOSE = "propose", _("Propose a topic")
    ARRANGE = "arrange", _("Change the order of the agenda")
    CLOSE_AGENDA = "close_agenda", _("Close the agenda")
    BEGIN_MINUTES = "begin_minutes", _("Record who was present")
    WRITE = "write", _("Write the minutes")
    ASSIGN = "assign", _("Assign work")
    PUBLISH = "publish", _("Publish the minutes")
    CORRECT = "correct", _("Append a correction")


class RuleKind(models.TextChoices):
    """How the day of a series is told."""

    NTH_WEEKDAY = "nth_weekday", _("A weekday of the month, such as the second Wednesday")
    MONTH_DAY = "month_day", _("The same day of every month")


class Nth(models.IntegerChoices):
    """Which of its weekday in the month; `core.meeting_days.LAST` for the last."""

    FIRST = 1, pgettext_lazy("weekday of the month", "First")
    SECOND = 2, pgettext_lazy("weekday of the month", "Second")
    THIRD = 3, pgettext_lazy("weekday of the month", "Third")
    FOURTH = 4, pgettext_lazy("weekday of the month", "Fourth")
    LAST = 5, pgettext_lazy("weekday of the month", "Last")


class Weekday(models.IntegerChoices):
    """Weekdays as `date.weekday` counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Presence(models.TextChoices):
    """Whether a department took part. It is noted of departments, never of persons."""

    PRESENT = "present", pgettext_lazy("department at a meeting", "Present")
    EXCUSED = "excused", pgettext_lazy("department at a meeting", "Excused")
    ABSENT = "absent", pgettext_lazy("department at a meeting", "Absent")
