"""Pieces of work of merging whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

MERGE = process("merging.merge", _("Merge two orders"))
UNDO = process("merging.undo", _("Undo a merge"))
DECIDE = process("merging.decide", _("Decide on a likely duplicate"))
RULES = process("merging.rules", _("Change how duplicates are looked for"))
