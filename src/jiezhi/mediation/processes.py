"""Pieces of work on mediations whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

OPEN = process("mediation.open", _("Open a mediation"))
CARRY_OUT = process("mediation.carry_out", _("Carry out a mediation"))
KEEP_MEDIATOR = process("mediation.mediator", _("Enter a mediator"))
