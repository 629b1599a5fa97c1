from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.organisation.permissions import SEE_LISTS, SEE_STAFF
from jiezhi.witness.permissions import READ_AUDIT

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
register_entry(
    NavigationEntry(
        face="desk",
        key="staff",
        label=_("Staff and permissions"),
        url_name="organisation:staff",
        permission=SEE_STAFF.code,
        order=92,
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="audit",
        label=_("Audit"),
        url_name="organisation:audit",
        permission=READ_AUDIT.code,
        order=94,
    )
)
