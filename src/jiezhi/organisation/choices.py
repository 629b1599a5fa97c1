from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


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


def amount_words(amount: int, unit: str) -> str:
    """Give an amount of a limit's unit in words, such as "2 working days"."""
    words = {
        LimitUnits.WORKING_HOURS: ngettext("%(n)d working hour", "%(n)d working hours", amount),
        LimitUnits.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", amount),
        LimitUnits.NATURAL_HOURS: ngettext("%(n)d hour", "%(n)d hours", amount),
        LimitUnits.NATURAL_DAYS: ngettext("%(n)d natural day", "%(n)d natural days", amount),
    }
    return words[LimitUnits(unit)] % {"n": amount}


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


class LimitedStep(models.TextChoices):
    """Steps that can have a limit of their own, named as the states of the flows."""

    DISPATCHED = "dispatched", _("To accept")
    AWAITING_CHECK = "awaiting_check", _("To check on site")
    AWAITING_CALLBACK = "awaiting_callback", _("To call back")
    SENT_BACK = "sent_back", _("To dispatch again")


class DutyKind(models.TextChoices):
    """What an entry of the duty list asks of the office."""

    BASIC = "basic", _("Basic: the office does it")
    COOPERATIVE = "cooperative", _("Cooperative: the office helps")
    TAKEN_BACK = "taken_back", _("Taken back: the office no longer does it")


class OrderLevel(models.TextChoices):
    """How pressing an order is, named as in `core.deadlines.Urgency`: a line may hold for one level alone."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")
    EMERGENCY = "emergency", _("Emergency")


class VersionState(models.TextChoices):
    """Where a version of the responsibility list stands."""

    DRAFT = "draft", _("Being drafted")
    SUBMITTED = "submitted", _("Waiting for approval")
    IN_FORCE = "in_force", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_VERSIONS = (VersionState.DRAFT, VersionState.SUBMITTED)
"""States in which something is still to be decided; a street has one such version at most."""

REPLAY_KIND = "organisation.replay"
"""What a version would have done to past orders: a page above shows it, by the version's id."""


class RecoveryState(models.TextChoices):
    """Where a recovery by two persons stands."""

    ASKED = "asked", _("Waits for a second keeper")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
