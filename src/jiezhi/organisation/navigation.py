from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.organisation.permissions import SEE_LISTS

register_entry(
    NavigationEntry(
        face="desk",
        key="lists",
        label=_("Lists"),
        url_name="organisation:versions",
        permission=SEE_LISTS.code,
        order=85,
        shortcut="l",
    )
)
