from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "answers.version_proposed": _("Wrote a version of a standard answer"),
        "answers.version_approved": _("Approved a standard answer"),
        "answers.version_refused": _("Did not approve a standard answer"),
        "answers.answer_ended": _("Took a standard answer out of use"),
    }
)
