from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

MAKE = permission("evidence:make", _("Put the evidence of an order into one document"))
ASK_EXCLUSION = permission(
    "evidence:ask_exclusion", _("Ask that an order not count in the office's own rates")
)
DECIDE_EXCLUSION = permission(
    "evidence:decide_exclusion", _("Decide whether an order counts in the office's own rates")
)
RECORD = permission("evidence:record", _("Record what the superior heard at its own callback"))
