from django.utils.translation import gettext_lazy as _

from jiezhi.evidence.permissions import DECIDE_EXCLUSION
from jiezhi.evidence.queries import waiting_exclusions
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry

register_entry(
    NavigationEntry(
        face="desk",
        key="exclusions",
        label=_("What does not count"),
        url_name="evidence:exclusions",
        permission=DECIDE_EXCLUSION.code,
        order=77,
        count=waiting_exclusions,
    )
)
