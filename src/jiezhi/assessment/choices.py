from django.db import models
from django.utils.translation import gettext_lazy as _

from jiezhi.core.scorecards import Indicator


class IndicatorName(models.TextChoices):
    """What a scorecard counts; the values are those of `core.scorecards.Indicator`."""

    SATISFIED = Indicator.SATISFIED.value, _("Satisfied with the outcome")
    SERVED = Indicator.SERVED.value, _("Satisfied with the service")
    SOLVED = Indicator.SOLVED.value, _("Solved")
    TAKEN_PART = Indicator.TAKEN_PART.value, _("Residents who took part")
    ON_TIME = Indicator.ON_TIME.value, _("On time")
    TOGETHER = Indicator.TOGETHER.value, _("Supports in time")
    ABOVE = Indicator.ABOVE.value, _("Orders from above answered in time")


class SubjectKind(models.TextChoices):
    """Of whom there is a scorecard: bodies and places, never a person."""

    OFFICE = "office", _("The office")
    DEPARTMENT = "department", _("Each department")
    COMMUNITY = "community", _("Each community")


class ObjectionState(models.TextChoices):
    """Where an objection to a line is."""

    ASKED = "asked", _("Waits for a decision")
    UPHELD = "upheld", _("Upheld: the line is left out of the score")
    REFUSED = "refused", _("The line counts")
    WITHDRAWN = "withdrawn", _("Taken back")


class Difference(models.TextChoices):
    """Why a line of the superior's file differs from what we hold."""

    SAME = "same", _("No difference")
    UNKNOWN = "unknown", _("In their file, not among our orders from above")
    NOT_COUNTED = "not_counted", _("Left out by them")
    RETURNED = "returned", _("Counted by them though it was returned")
    EXCLUDED = "excluded", _("Counted by them; does not count here, as was decided")
    UNASKED = "unasked", _("They have an answer, our own callback has none")
    ONLY_THEY_REACHED = "only_they_reached", _("They reached the reporter, we did not")
    ONLY_WE_REACHED = "only_we_reached", _("We reached the reporter, they did not")
    WORSE = "worse", _("They heard no, we heard yes")
    BETTER = "better", _("They heard yes, we heard no")


class BriefState(models.TextChoices):
    """Where the document of a brief is."""

    ASKED = "asked", _("In the making")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
