from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiezhi.fieldwork.permissions import REPORT, VISIT
from jiezhi.fieldwork.queries import VISITED
from jiezhi.kit.links import register_link
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.workorders.permissions import CHECK
from jiezhi.workorders.queries import rows_to_check

register_link(VISITED, "patrol:visit")
register_entry(
    NavigationEntry(
        face="patrol",
        key="checks",
        label=pgettext_lazy("patrol", "Today"),
        url_name="patrol:today",
        permission=CHECK.code,
        order=10,
        count=rows_to_check,
    )
)
register_entry(
    NavigationEntry(
        face="patrol",
        key="round",
        label=_("Visits that are due"),
        url_name="patrol:round",
        permission=VISIT.code,
        order=10,
        unless=CHECK.code,
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
for _key, _label, _url, _needed, _order in (
    ("report", pgettext_lazy("patrol", "Report"), "patrol:report", REPORT, 20),
    ("visit", pgettext_lazy("patrol", "Visit"), "patrol:new_visit", VISIT, 30),
    ("queue", pgettext_lazy("patrol", "To send"), "patrol:queue", REPORT, 40),
):
    register_entry(
        NavigationEntry(
            face="patrol", key=_key, label=_label, url_name=_url, permission=_needed.code, order=_order
        )
    )
register_entry(
    NavigationEntry(
        face="desk",
        key="visits",
        label=_("Visits at the door"),
        url_name="patrol:new_visit",
        permission=VISIT.code,
        order=41,
    )
)
