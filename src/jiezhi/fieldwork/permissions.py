from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

REPORT = permission("fieldwork:report", _("Report from patrol"))
VISIT = permission("fieldwork:visit", _("Write down visits, and read those of the own area"))
