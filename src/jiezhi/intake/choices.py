from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """How far a file has come."""

    WAITING = "waiting", _("Being looked at")
    CHECKED = "checked", _("Ready to be brought in")
    RUNNING = "running", _("Being brought in")
    DONE = "done", _("Brought in")
    REFUSED = "refused", _("Cannot be read")
    STOPPED = "stopped", _("Stopped")


OPEN_STATES = (RunState.WAITING, RunState.CHECKED, RunState.RUNNING)
"""While a run is in one of these, the same file makes no second one."""
