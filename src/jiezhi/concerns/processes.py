"""Pieces of work on requests whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

ENTER = process("concerns.enter", _("Enter a request"))
CONFIRM = process("concerns.confirm", _("Confirm and dispatch"))
ASK = process("concerns.ask", _("Ask the reporter"))
ANSWER = process("concerns.answer", _("Answer on the spot"))
PASTE = process("concerns.paste", _("Paste an order from above"))
ADAPTER = process("concerns.adapter", _("Orders that come by themselves"))
SET_ASIDE = process("concerns.set_aside", _("Set an order from above aside"))
OBJECT = process("concerns.object", _("Object to an order from above"))
RECORD_OUTCOME = process("concerns.record_outcome", _("Record what came of an objection"))
TAKE_VERDICT = process("concerns.call_back", _("Take down a callback"))
OPEN_THEME = process("concerns.open_theme", _("Open one order for a hot issue"))
REFUSE_RIGHT = process("concerns.refuse_right", _("Refuse to correct or delete personal data"))
EXCUSE = process("concerns.excuse", _("Note that nobody was reached"))
