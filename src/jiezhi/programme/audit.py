from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "programme.phase_kept": _("Set a phase"),
        "programme.target_set": _("Set a target"),
        "programme.target_dropped": _("Took a target away"),
    }
)
