from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.notices.permissions import READ_NOTICES
from jiezhi.notices.queries import unread_count

register_entry(
    NavigationEntry(
        face="desk",
        key="notices",
        label=_("Notices"),
        url_name="notices:list",
        permission=READ_NOTICES.code,
        order=80,
        count=unread_count,
        shortcut="n",
    )
)
