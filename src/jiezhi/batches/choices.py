from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchKind(models.TextChoices):
    """What was done with several things at one press."""

    DISPATCH = "dispatch", _("Dispatched together")
    ACCEPT = "accept", _("Accepted together")
    REPLY = "reply", _("Reported done together")
    MERGE = "merge", _("Merged together")
    JOINT_VISIT = "visit", _("A joint visit")


class LineState(models.TextChoices):
    """What became of one thing of a batch."""

    WAITING = "waiting", _("Not carried out")
    DONE = "done", _("Carried out")
    REFUSED = "refused", _("Not possible")
