from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "webhooks.subscribed": _("Let a program be told of events"),
        "webhooks.subscription_changed": _("Changed of what a program is told"),
        "webhooks.subscription_ended": _("Ended that a program is told of events"),
        "webhooks.key_changed": _("Gave a program a new signing key"),
        "webhooks.letter_written": _("Wrote a message to a program"),
        "webhooks.letter_tried_again": _("Had a message to a program tried again"),
    }
)
