from django.utils.translation import gettext_lazy as _

from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.safekeeping.permissions import RELEASE_MESSAGES

register_entry(
    NavigationEntry(
        face="desk",
        key="held_messages",
        label=_("Messages held back"),
        url_name="safekeeping:held",
        permission=RELEASE_MESSAGES.code,
        order=96,
    )
)
