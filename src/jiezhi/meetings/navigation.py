from django.utils.translation import gettext_lazy as _

from jiezhi.kit.links import register_link
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.meetings.permissions import SEE
from jiezhi.meetings.queries import MEETING

register_link(MEETING, "meetings:meeting")
register_entry(
    NavigationEntry(
        face="desk",
        key="meetings",
        label=_("Joint meetings"),
        url_name="meetings:list",
        permission=SEE.code,
        order=60,
        shortcut="m",
    )
)
