from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "batches.batch_opened": _("Several things taken up at one press"),
        "batches.sent_again": _("The same press sent again"),
        "batches.line_done": _("One of them done"),
        "batches.line_refused": _("One of them not possible"),
    }
)
