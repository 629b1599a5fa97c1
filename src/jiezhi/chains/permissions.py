from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

SEE = permission("chains:see", _("See chained approvals"))
START = permission("chains:start", _("Start chained approvals and keep their templates"))
