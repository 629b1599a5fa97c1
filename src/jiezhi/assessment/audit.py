from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "assessment.weights_entered": _("Entered a version of the office's own weights"),
        "assessment.line_objected": _("Objected to a line of a scorecard"),
        "assessment.objection_withdrawn": _("Took back an objection to a line of a scorecard"),
        "assessment.objection_decided": _("Decided on an objection to a line of a scorecard"),
        "assessment.superior_brought": _("Brought in what the superior counted"),
        "assessment.superior_taken_back": _("Took back what the superior counted"),
        "assessment.sites_marked": _("Marked which communities are demonstration sites"),
        "assessment.month_frozen": _("Fixed the figures of a month"),
        "assessment.brief_made": _("Made the monthly brief"),
        "assessment.brief_failed": _("Could not make the monthly brief"),
        "assessment.brief_asked": _("Had the monthly brief made again"),
        "assessment.brief_read": _("Took the monthly brief out"),
    }
)
