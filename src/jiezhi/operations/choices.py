from django.db import models
from django.utils.translation import gettext_lazy as _


class DropReason(models.TextChoices):
    """Why a message that could not be delivered is not tried again."""

    DONE_BY_HAND = "done_by_hand", _("What it would have done was done by hand")
    OVERTAKEN = "overtaken", _("Later events made it pointless")
    OUR_MISTAKE = "our_mistake", _("It should never have been sent")


class FaultSource(models.TextChoices):
    """Which program a fault arose in."""

    WEB = "web", _("Web server")
    WORKER = "worker", _("Worker")
    COMMAND = "command", _("Command line")
