from django.utils.translation import gettext_lazy as _

from jiezhi.kit.audit import label_verbs

label_verbs(
    {
        "property.company_entered": _("Entered a property company"),
        "property.committee_entered": _("Entered an owners' committee"),
        "property.committee_ended": _("Ended the term of an owners' committee"),
        "property.committee_taken_back": _("Took back an owners' committee whose term had not begun"),
        "property.duty_entered": _("Entered a standard duty of property companies"),
        "property.duty_ended": _("Took a standard duty out of use"),
        "property.contract_entered": _("Entered a property contract"),
        "property.contract_ended": _("Ended a property contract"),
        "property.contracts_imported": _("Brought property contracts in from a file"),
        "property.duty_confirmed": _("Said which duty an order is about"),
        "property.company_asked": _("Asked a property company about an order"),
        "property.company_answered": _("A property company answered"),
        "property.call_withdrawn": _("Took back what a property company was asked"),
        "property.call_late": _("A property company did not answer in time"),
        "property.vote_recorded": _("Recorded a vote of owners"),
        "property.vote_voided": _("Made a recorded vote of owners void"),
    }
)
