from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.navigation import NavigationEntry, register_counter, register_entry
from jiezhi.notices.permissions import READ_NOTICES
from jiezhi.notices.queries import unread_rows

# Without a count: the top bar of every page shows it.
register_entry(
    NavigationEntry(
        face="desk",
        key="notices",
        label=_("Notices"),
        url_name="notices:list",
        permission=READ_NOTICES.code,
        order=80,
        shortcut="n",
    )
)
register_counter(unread_rows, permission=READ_NOTICES.code)
