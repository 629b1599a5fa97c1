from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "evidence.slip_taken": _("Took one page of an order along"),
        "evidence.pack_asked": _("Asked for the evidence of an order"),
        "evidence.pack_made": _("Made the evidence of an order"),
        "evidence.pack_failed": _("Could not make the evidence of an order"),
        "evidence.pack_read": _("Took the evidence of an order out"),
        "evidence.pack_tidied": _("Tidied the evidence of an order away"),
        "evidence.exclusion_asked": _("Asked that an order not count"),
        "evidence.exclusion_withdrawn": _("Took back that an order not count"),
        "evidence.exclusion_decided": _("Decided whether an order counts"),
        "evidence.superior_callback_recorded": _("Recorded a callback of the superior"),
    }
)
