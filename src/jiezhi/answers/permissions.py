from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

WRITE = permission("answers:write", _("Write standard answers of one's department"))
APPROVE = permission("answers:approve", _("Approve standard answers for their matters"))
