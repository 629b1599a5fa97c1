from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "organisation.draft_begun": _("Began a draft of the responsibility list"),
        "organisation.line_kept": _("Wrote a line of the draft"),
        "organisation.line_dropped": _("Took a line out of the draft"),
        "organisation.lines_brought": _("Brought lines of the draft in from a file"),
        "organisation.draft_submitted": _("Submitted the draft"),
        "organisation.draft_returned": _("Gave the draft back"),
        "organisation.draft_approved": _("Approved the draft"),
        "organisation.approval_withdrawn": _("Withdrew the approval of a version"),
        "organisation.draft_withdrawn": _("Withdrew the draft"),
        "organisation.matter_kept": _("Wrote a matter"),
        "organisation.matter_retired": _("Took a matter out of use"),
        "organisation.cause_kept": _("Wrote a cause of complaint"),
        "organisation.cause_dropped": _("Took a cause of complaint out"),
        "organisation.duty_kept": _("Wrote an entry of the duty list"),
        "organisation.duty_ended": _("Ended an entry of the duty list"),
        "organisation.day_kept": _("Entered a day of the calendar"),
        "organisation.day_cleared": _("Took a day out of the calendar"),
        "organisation.hours_kept": _("Set the working hours"),
        "organisation.staff_invited": _("Invited somebody to the office"),
        "organisation.staff_closed": _("Closed the account of a colleague"),
        "organisation.staff_opened": _("Opened the account of a colleague again"),
        "organisation.staff_linked": _("Linked a colleague to the other system"),
        "organisation.post_given": _("Gave a post"),
        "organisation.post_ended": _("Ended a post"),
        "organisation.recovery_asked": _("Asked for a recovery"),
        "organisation.recovery_approved": _("Approved a recovery"),
        "organisation.recovery_refused": _("Refused a recovery"),
        "organisation.audit_read": _("Read the audit"),
        "organisation.year_filled": _("Filled a year of the calendar"),
    }
)
