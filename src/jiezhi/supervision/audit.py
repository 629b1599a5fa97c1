from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "supervision.mark_put": _("Put a reminder or a card on a work order"),
        "supervision.emergency_called": _("Called who is on duty to an emergency"),
        "supervision.emergency_answered": _("Answered an emergency"),
        "supervision.emergency_called_off": _("Called an emergency off"),
        "supervision.alarms_moved": _("Let what calls to a merged work order go on with the one that stays"),
        "supervision.nobody_answered": _("Nobody on duty answered an emergency"),
        "supervision.shift_entered": _("Entered a turn of duty"),
        "supervision.shift_dropped": _("Dropped a turn of duty"),
        "supervision.month_copied": _("Copied the roster of a month"),
    }
)
