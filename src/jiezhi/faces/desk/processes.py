"""Pieces of work that join apps, whose forms the burden meter counts."""

from django.utils.translation import gettext_lazy as _

from jiezhi.burden.metering import process

JOINT_VISIT = process("desk.visit", _("Write down a joint visit"))
BULK = process("desk.bulk", _("Do something with several orders"))
