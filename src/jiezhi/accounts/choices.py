from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryPurpose(models.TextChoices):
    """What a code that is handed over on paper lets its holder do."""

    INVITATION = "invitation", _("Invitation")
    RECOVERY = "recovery", _("Recovery")


class Factor(StrEnum):
    """By what, besides the password, a person was known when the session began."""

    NONE = ""
    CODE = "code"
    RECOVERY_CODE = "recovery_code"
    PROVIDER = "provider"


class Entry(StrEnum):
    """What comes of a try to sign in."""

    IN = "in"
    CODE_ASKED = "code_asked"
    REFUSED = "refused"
