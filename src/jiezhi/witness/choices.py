from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Finding(TextChoices):
    """What a walk over the audit's chains ended with."""

    WHOLE = "whole", _("Whole")
    BROKEN = "broken", _("a row was changed or taken out")
    REMADE = "remade", _("a row is another one than was noted outside the database")
    CUT = "cut", _("the newest rows, which were noted before, are gone")
    HEADS = "heads", _("the file of heads outside the database was changed")
