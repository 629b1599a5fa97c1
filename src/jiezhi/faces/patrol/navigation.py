from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.workorders.permissions import CHECK
from jiezhi.workorders.queries import rows_to_check

register_entry(
    NavigationEntry(
        face="patrol",
        key="checks",
        label=_("Checks"),
        url_name="patrol:today",
        permission=CHECK.code,
        order=10,
        count=rows_to_check,
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="checks",
        label=_("On-site checks"),
        url_name="patrol:today",
        permission=CHECK.code,
        order=40,
        count=rows_to_check,
        shortcut="s",
    )
)
