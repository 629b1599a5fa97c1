"""Pieces of work on files whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

BRING_IN_FILE = process("intake.bring_in", _("Bring in a file"))
