from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "notices.told": _("Told members of staff"),
        "notices.read": _("Read notices"),
        "notices.way_set_up": _("Set up a gateway or a robot"),
        "notices.way_ended": _("Took a gateway or a robot out of use"),
        "notices.way_tried": _("Tried a gateway or a robot"),
        "notices.sent_again": _("Had a message sent again"),
        "notices.number_shown": _("Looked at the number of a message"),
        "notices.preference_set": _("Chose how to be told"),
        "notices.telling_asked": _("Asked to be told by short message"),
        "notices.telling_ended": _("Asked to be told no more by short message"),
        "notices.resident_told": _("Told a resident by short message"),
        "notices.resident_not_told": _("Did not tell a resident who did not ask for it"),
        "notices.receipt_noted": _("Noted what the network reports of a message"),
        "notices.stop_noted": _("Noted that somebody wants no more messages"),
    }
)
