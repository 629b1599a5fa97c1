from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SEE = permission("operations:see", _("See how the machine does"))
MEND = permission("operations:mend", _("Try undelivered messages again or drop them, settle faults"))
