from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SEE = permission("meetings:see", _("See joint meetings and propose topics"))
KEEP = permission("meetings:keep", _("Keep joint meetings: series, agenda, minutes and assigned work"))
