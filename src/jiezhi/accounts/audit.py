from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "accounts.signed_in": _("Signed in"),
        "accounts.sign_in_refused": _("Was refused at the sign-in"),
        "accounts.signed_out": _("Signed out"),
    }
)
