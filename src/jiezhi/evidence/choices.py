from django.db import models
from django.utils.translation import gettext_lazy as _


class PackState(models.TextChoices):
    """Where an evidence pack is."""

    ASKED = "asked", _("In the making")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
    GONE = "gone", _("Tidied away")


class ExclusionGround(models.TextChoices):
    """Why an order is not to count in the office's own rates."""

    OTHER_ROUTE = (
        "other_route",
        _("Another legal route is open or taken (court, arbitration, petition, review)"),
    )
    OUTSIDE_DUTY = "outside_duty", _("Outside the duty list")
    UNLAWFUL = "unlawful", _("What is asked for is against the law")


class ExclusionState(models.TextChoices):
    """Where a wish to exclude an order is."""

    ASKED = "asked", _("Waits for a decision")
    GRANTED = "granted", _("Excluded")
    REFUSED = "refused", _("Counts as before")
    WITHDRAWN = "withdrawn", _("Taken back")
