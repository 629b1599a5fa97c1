"""Pieces of work on patrol whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

REPORTED = process("fieldwork.report", _("Report from patrol"))
VISITED = process("fieldwork.visit", _("Write down a visit"))
