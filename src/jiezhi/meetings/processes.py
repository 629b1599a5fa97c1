"""Pieces of work on meetings whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

PROPOSE = process("meetings.propose", _("Propose a topic"))
RECORD_ATTENDANCE = process("meetings.record_attendance", _("Record who was present"))
WRITE_MINUTES = process("meetings.write_minutes", _("Write the minutes of a topic"))
ASSIGN = process("meetings.assign", _("Assign work of a meeting"))
