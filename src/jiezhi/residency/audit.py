from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "residency.wrong_try": _("Tried a wrong code or wrong digits"),
        "residency.tries_forgotten": _("Forgot wrong tries of long ago"),
        "residency.phone_code_asked": _("Asked for a code by telephone"),
        "residency.phone_code_sent": _("Sent a code to a telephone"),
        "residency.phone_signed_in": _("Signed in by telephone"),
        "residency.phone_code_refused": _("Entered a code that was not taken"),
        "residency.phone_signed_out": _("Signed out (telephone)"),
        "residency.phone_codes_forgotten": _("Forgot codes of before"),
    }
)
