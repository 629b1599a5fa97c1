from django.utils.translation import gettext_lazy as _

from jiezhi.insight.permissions import SEE_WALL
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry

register_entry(
    NavigationEntry(
        face="desk",
        key="wall",
        label=_("Cockpit"),
        url_name="wall:wall",
        permission=SEE_WALL.code,
        order=70,
        shortcut="w",
    )
)
