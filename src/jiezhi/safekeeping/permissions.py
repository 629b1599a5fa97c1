from django.utils.translation import gettext_lazy as _

from jiezhi.kit.access import permission

KEEP_SAFE = permission("safekeeping:keep_safe", _("Make backups and put them back"))
RELEASE_MESSAGES = permission(
    "safekeeping:release_messages", _("Let messages go out after a backup was put back")
)
