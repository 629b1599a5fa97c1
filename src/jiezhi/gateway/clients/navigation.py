from django.utils.translation import gettext_lazy as _

from jiezhi.gateway.clients.permissions import KEEP_PROGRAMS
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry

register_entry(
    NavigationEntry(
        face="desk",
        key="programs",
        label=_("Programs and tokens"),
        url_name="clients:programs",
        permission=KEEP_PROGRAMS.code,
        order=97,
    )
)
