from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "operations.delivery_tried_again": _("Had an undelivered message tried again"),
        "operations.delivery_dropped": _("Dropped an undelivered message"),
        "operations.fault_settled": _("Marked a fault as settled"),
    }
)
