from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "mediation.opened": _("Opened a mediation"),
        "mediation.party_added": _("Added a party to a mediation"),
        "mediation.moved": _("Took a mediation a step further"),
        "mediation.reminded": _("Reminded of a term of a mediation"),
        "mediation.mediator_entered": _("Entered a mediator"),
        "mediation.mediator_ended": _("Took a mediator off the list"),
    }
)
