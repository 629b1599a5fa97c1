from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

READ_NOTICES = permission("notices:read", _("Read one's own notices"))
SEE_SENDINGS = permission("notices:see_sendings", _("See what was sent to whom and whether it arrived"))
KEEP_WAYS = permission("notices:keep_ways", _("Set up short messages and group robots"))
