from django.utils.translation import gettext_lazy as _

from jiezhi.kit.links import register_link
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.property.permissions import SEE
from jiezhi.property.queries import COMPANY, VOTE

register_link(COMPANY, "property:company")
register_link(VOTE, "property:vote")
register_entry(
    NavigationEntry(
        face="desk",
        key="property",
        label=_("Property governance"),
        url_name="property:list",
        permission=SEE.code,
        order=36,
    )
)
