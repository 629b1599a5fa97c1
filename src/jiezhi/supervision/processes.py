"""Pieces of work of supervision whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

MARK = process("supervision.mark", _("Remind of an order or put a card on it"))
CALL_OFF = process("supervision.call_off", _("Call an emergency off"))
ROSTER = process("supervision.roster", _("Enter a turn of duty"))
