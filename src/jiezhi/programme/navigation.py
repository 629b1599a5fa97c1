from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.programme.permissions import KEEP_GOALS

register_entry(
    NavigationEntry(
        face="desk",
        key="programme",
        label=_("Phases and targets"),
        url_name="programme:plan",
        permission=KEEP_GOALS.code,
        order=72,
        shortcut="g",
    )
)
