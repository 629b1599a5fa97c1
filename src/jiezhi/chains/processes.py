"""Pieces of work on chained approvals whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

START_CHAIN = process("chains.start", _("Start a chain of approvals"))
ENTER_TEMPLATE = process("chains.template", _("Enter a template of chained approvals"))
