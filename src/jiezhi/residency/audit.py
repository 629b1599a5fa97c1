from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "residency.wrong_try": _("Tried a wrong code or wrong digits"),
        "residency.tries_forgotten": _("Forgot wrong tries of long ago"),
    }
)
