"""Pieces of work on property companies whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

ENTER_COMPANY = process("property.company", _("Enter a property company"))
ENTER_COMMITTEE = process("property.committee", _("Enter an owners' committee"))
ENTER_DUTY = process("property.duty", _("Enter a standard duty"))
ENTER_CONTRACT = process("property.contract", _("Enter a property contract"))
ASK_COMPANY = process("property.ask", _("Ask a property company"))
RECORD_ANSWER = process("property.record", _("Record a property company's answer"))
RECORD_VOTE = process("property.vote", _("Record a vote of owners"))
