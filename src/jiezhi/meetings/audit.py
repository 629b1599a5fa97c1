from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "meetings.series_set_up": _("Set up a series of joint meetings"),
        "meetings.series_ended": _("Ended a series of joint meetings"),
        "meetings.meetings_planned": _("Planned joint meetings"),
        "meetings.topic_proposed": _("Proposed a topic for a joint meeting"),
        "meetings.topic_moved": _("Changed the order of an agenda"),
        "meetings.agenda_closed": _("Closed the agenda of a joint meeting"),
        "meetings.attendance_recorded": _("Recorded which departments took part"),
        "meetings.minute_written": _("Wrote the minutes of a topic"),
        "meetings.work_assigned": _("Assigned work in a joint meeting"),
        "meetings.minutes_published": _("Published the minutes of a joint meeting"),
        "meetings.correction_appended": _("Appended a correction to minutes"),
        "meetings.work_done": _("Assigned work was reported done"),
        "meetings.work_taken_up_again": _("Assigned work was taken up again"),
        "meetings.work_not_accepted": _("Did not accept assigned work as done"),
    }
)
