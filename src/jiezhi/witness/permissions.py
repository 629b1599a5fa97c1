from django.utils.translation import gettext_lazy as _

from jiezhi.core.separation import READS_AUDIT
from jiezhi.kit.access import permission

READ_AUDIT = permission(READS_AUDIT, _("Read the audit"))
"""Given with the posts of the office, and asked here as well as where the audit is shown."""
