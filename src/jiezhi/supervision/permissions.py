from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SEE = permission("supervision:see", _("See marks on orders and the duty roster"))
SUPERVISE = permission("supervision:supervise", _("Remind and put cards on orders"))
KEEP_ROSTER = permission("supervision:keep_roster", _("Keep the duty roster"))
ANSWER = permission("supervision:answer", _("Answer emergencies while on duty"))
