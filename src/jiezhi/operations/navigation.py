from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.operations.permissions import SEE

register_entry(
    NavigationEntry(
        face="desk",
        key="operations",
        label=_("May I go home?"),
        url_name="operations:home",
        permission=SEE.code,
        order=98,
        shortcut="h",
    )
)
