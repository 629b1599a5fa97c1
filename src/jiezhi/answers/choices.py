from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerState(models.TextChoices):
    """Where a version of a standard answer stands."""

    PROPOSED = "proposed", _("Waiting for approval")
    IN_USE = "in_use", _("In use")
    REPLACED = "replaced", _("Replaced")
    REFUSED = "refused", _("Not approved")
