from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NextStep(models.TextChoices):
    """What is to follow after a visit."""

    NOTHING = "nothing", _("Nothing more")
    AGAIN = "again", _("Visit again")
    COMMUNITY = "community", _("The community goes on with it")


class DeedKind(models.TextChoices):
    """What a telephone may send that must count once."""

    REPORT = "report", _("Report from patrol")
    VISIT = "visit", pgettext_lazy("patrol", "Visit")
    FINDING = "finding", _("On-site check")
    PICTURE = "picture", _("Picture")
    JOINT = "joint", _("Joint visit")
