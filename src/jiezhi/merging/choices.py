from django.db import models
from django.utils.translation import gettext_lazy as _


class PairState(models.TextChoices):
    """What became of two orders that are likely one."""

    PROPOSED = "proposed", _("To be decided")
    MERGED = "merged", _("Merged")
    APART = "apart", _("Two things")


class PairDecision(models.TextChoices):
    """What a dispatcher decides about a pair."""

    KEEP_ONE = "keep_one", _("Merge; the first stays")
    KEEP_OTHER = "keep_other", _("Merge; the second stays")
    APART = "apart", _("Two things")
