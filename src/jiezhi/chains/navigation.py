from django.utils.translation import gettext_lazy as _

from jiezhi.chains.permissions import SEE
from jiezhi.chains.queries import CHAIN
from jiezhi.kit.links import register_link
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry

register_link(CHAIN, "chains:chain")
register_entry(
    NavigationEntry(
        face="desk",
        key="chains",
        label=_("Chained approvals"),
        url_name="chains:list",
        permission=SEE.code,
        order=33,
    )
)
