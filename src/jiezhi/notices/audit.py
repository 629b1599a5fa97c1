from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "notices.told": _("Told members of staff"),
        "notices.read": _("Read notices"),
    }
)
