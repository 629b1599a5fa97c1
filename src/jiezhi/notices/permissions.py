from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

READ_NOTICES = permission("notices:read", _("Read one's own notices"))
