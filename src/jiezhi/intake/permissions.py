from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

BRING_IN = permission("intake:bring_in", _("Bring in files"))
