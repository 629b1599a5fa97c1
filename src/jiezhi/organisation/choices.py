from django.db import models
from django.utils.translation import gettext_lazy as _


class DepartmentKind(models.TextChoices):
    """What a department is to the street office: it decides how work may be handed to it."""

    SECTION = "section", _("Section of the office")
    OUTPOST = "outpost", _("Outpost")
    BUREAU = "bureau", _("District bureau")
    UTILITY = "utility", _("Utility")
    COMMUNITY = "community", _("Community")


class LimitUnits(models.TextChoices):
    """The units of a limit, named as in `core.deadlines.LimitUnit`."""

    WORKING_HOURS = "working_hours", _("working hours")
    WORKING_DAYS = "working_days", _("working days")
    NATURAL_HOURS = "natural_hours", _("hours")
    NATURAL_DAYS = "natural_days", _("natural days")


class DayKind(models.TextChoices):
    """How a day differs from its weekday."""

    HOLIDAY = "holiday", _("Holiday")
    WORKDAY = "workday", _("Make-up workday")


class FlowName(models.TextChoices):
    """The flows that matters may follow; their steps are the tables of `workorders.workflow`."""

    ENQUIRY = "enquiry", _("Enquiry: an answer is enough")
    CONCERN = "concern", _("Request: handled, then called back")
    EVENT = "event", _("Urban-management event: all seven steps")
    TASK = "task", _("Assigned task: done when reported, taken up again if not accepted")
