from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "concerns.concern_submitted": _("Made a request"),
        "concerns.matter_suggested": _("Suggested a matter"),
        "concerns.reporter_asked": _("Asked the reporter for more"),
        "concerns.words_added": _("Added to a request"),
        "concerns.concern_confirmed": _("Confirmed a request and dispatched it"),
        "concerns.concern_answered": _("Answered a request on the spot"),
        "concerns.callback_opened": _("Asked for a callback"),
        "concerns.callback_answered": _("Answered a callback"),
        "concerns.callback_excused": _("Recorded that the reporter could not be reached"),
        "concerns.reopening_asked": _("Asked to take a request up again"),
    }
)
