from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "fieldwork.reported": _("Reported something from patrol"),
        "fieldwork.report_joined": _("Joined a report from patrol to an open order"),
        "fieldwork.visited": _("Wrote down a visit"),
        "fieldwork.visit_followed": _("Visited again as was planned"),
        "fieldwork.words_forgotten": _("Deleted door and words of an old visit"),
        "fieldwork.finding_sent": _("Sent what was found on site"),
        "fieldwork.picture_kept": _("Sent a picture from patrol"),
        "fieldwork.picture_added": _("Sent a picture after what it belongs to"),
        "fieldwork.repeated": _("Sent again what was taken already"),
    }
)
