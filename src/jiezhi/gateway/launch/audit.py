from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "launch.terms_kept": _("Set how a program may open the desk"),
        "launch.person_linked": _("Linked a person of another platform"),
        "launch.link_confirmed": _("Agreed that a platform opens the desk in one's own name"),
        "launch.link_ended": _("Ended the link to a person of another platform"),
        "launch.opened": _("Opened the desk from another platform"),
    }
)
