"""Pieces of work on orders whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

ACCEPT = process("workorders.accept", _("Accept an order"))
AGREE = process("workorders.agree", _("Agree to what was asked"))
TAKE = process("workorders.take", _("Take over a matter that was passed up"))
DECLINE = process("workorders.decline", _("Decline what was asked"))
RECORD_ANSWER = process("workorders.record_answer", _("Record what a body said that does not sign in"))
RESOLVE = process("workorders.resolve", _("Report an order done"))
SEND_BACK = process("workorders.send_back", _("Send an order back"))
HAND_ON = process("workorders.hand_on", _("Hand an order on"))
DISPATCH = process("workorders.dispatch", _("Dispatch an order again"))
CHECK = process("workorders.check", _("Check on site"))
ASK_TIME = process("workorders.ask_time", _("Ask for more time"))
DECIDE_TIME = process("workorders.decide_time", _("Decide on more time"))
ASK_SUPPORT = process("workorders.ask_support", _("Ask a department to support"))
ANSWER_SUPPORT = process("workorders.answer_support", _("Answer as a supporting department"))
WHISTLE = process("workorders.whistle", _("Call departments to the community"))
