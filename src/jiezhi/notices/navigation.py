from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.notices.permissions import READ_NOTICES

# Without a count: the top bar of every page shows it, and counting twice costs a statement.
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
