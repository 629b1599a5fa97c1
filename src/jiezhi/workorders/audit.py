from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "workorders.report_joined": _("Joined a report to a work order"),
        "workorders.order_opened": _("Opened a work order"),
        "workorders.order_dispatched": _("Dispatched a work order"),
        "workorders.order_accepted": _("Accepted a work order"),
        "workorders.order_agreed": _("Agreed to a request"),
        "workorders.order_reported_for": _("Reported for duty"),
        "workorders.order_taken_over": _("Took a matter over that was passed up"),
        "workorders.order_declined": _("Declined a request"),
        "workorders.agreement_added": _("Entered an agreement"),
        "workorders.agreement_ended": _("Ended an agreement"),
        "workorders.order_sent_back": _("Sent a work order back"),
        "workorders.order_reassigned": _("Handed a work order on"),
        "workorders.extension_asked": _("Asked for more time"),
        "workorders.extension_decided": _("Decided on more time"),
        "workorders.extension_lapsed": _("Dropped a wish for more time"),
        "workorders.picture_added": _("Added a picture to a work order"),
        "workorders.point_forgotten": _("Took the marked point off a work order"),
        "workorders.point_kept": _("Kept the point of a work order that is not closed"),
        "workorders.order_resolved": _("Reported a work order done"),
        "workorders.order_paused": _("Paused a work order until an outcome elsewhere"),
        "workorders.order_resumed": _("Let a paused work order go on"),
        "workorders.order_answered": _("Answered an enquiry on the spot"),
        "workorders.check_passed": _("Found a work order done on site"),
        "workorders.check_failed": _("Found a work order not done on site"),
        "workorders.order_closed": _("Closed a work order"),
        "workorders.order_reopened": _("Reopened a work order"),
        "workorders.order_marked": _("Put a mark on a work order"),
        "workorders.support_asked": _("Asked a department to support a work order"),
        "workorders.support_accepted": _("Took on a part in a work order"),
        "workorders.support_declined": _("Declined a part in a work order"),
        "workorders.support_done": _("Reported a part in a work order done"),
        "workorders.support_called_off": _("Called a support off"),
        "workorders.support_lapsed": _("Let a support lapse"),
        "workorders.whistle_rated": _("Said whether a called department came and helped"),
        "workorders.outcome_recorded": _("Recorded what the reporter said"),
    }
)
