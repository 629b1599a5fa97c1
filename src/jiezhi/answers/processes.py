"""Pieces of work on standard answers whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

WRITE_ANSWER = process("answers.write", _("Write a standard answer"))
DECIDE_ANSWER = process("answers.decide", _("Decide on a standard answer"))
