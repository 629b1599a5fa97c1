from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "clients.program_registered": _("Registered a program"),
        "clients.program_changed": _("Changed what a program may do"),
        "clients.program_held": _("Shut a program out until a keeper lets it in again"),
        "clients.token_issued": _("Gave a program a token"),
        "clients.token_revoked": _("Revoked a token of a program"),
    }
)
