from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "chains.template_entered": _("Entered a template of chained approvals"),
        "chains.template_retired": _("Retired a template of chained approvals"),
        "chains.chain_started": _("Started a chain of approvals"),
        "chains.step_opened": _("Opened a step of a chain"),
        "chains.step_done": _("A step of a chain was done"),
        "chains.step_taken_up_again": _("A step of a chain was taken up again"),
        "chains.chain_ended": _("A chain of approvals ended"),
    }
)
