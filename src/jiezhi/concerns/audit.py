from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "concerns.concern_submitted": _("Made a request"),
        "concerns.matter_suggested": _("Suggested a matter"),
        "concerns.reporter_asked": _("Asked the reporter for more"),
        "concerns.privacy_asked": _("Asked to have personal data corrected or deleted"),
        "concerns.contact_corrected": _("Corrected the contact of a request"),
        "concerns.contact_erased": _("Deleted the contact of a request"),
        "concerns.privacy_refused": _("Refused to correct or delete personal data, with a ground"),
        "concerns.code_tried": _("Tried to open a request with its code"),
        "concerns.words_added": _("Added to a request"),
        "concerns.concern_confirmed": _("Confirmed a request and dispatched it"),
        "concerns.concern_answered": _("Answered a request on the spot"),
        "concerns.concern_joined": _("Joined a request to an order that is under way"),
        "concerns.messages_imported": _("Brought in a file of earlier messages"),
        "concerns.courses_imported": _("Brought in requests with everything that became of them"),
        "concerns.source_entered": _("Entered a system that sends orders down"),
        "concerns.source_changed": _("Changed a system that sends orders down"),
        "concerns.source_asked": _("Asked a superior's system for orders"),
        "concerns.reply_delivered": _("Brought a reply to a superior's system"),
        "concerns.order_refused": _("Kept an order from above that could not be taken"),
        "concerns.refusal_settled": _("Took an order from above that could not be taken before"),
        "concerns.refusal_set_aside": _("Set an order from above aside"),
        "concerns.superior_taken": _("Brought in an order from above"),
        "concerns.superior_sent_again": _("Took up an order that the superior sent again"),
        "concerns.objection_raised": _("Objected to an order from above"),
        "concerns.objection_answered": _("Recorded the answer to an objection"),
        "concerns.replies_handed_over": _("Handed over replies to orders from above"),
        "concerns.reply_sent_again": _("Had a reply to an order from above brought again"),
        "concerns.reply_awaited_again": _("An order from above is to be answered anew"),
        "concerns.callback_opened": _("Asked for a callback"),
        "concerns.callback_answered": _("Answered a callback"),
        "concerns.callback_excused": _("Recorded that the reporter could not be reached"),
        "concerns.reopening_asked": _("Asked to take a request up again"),
    }
)
