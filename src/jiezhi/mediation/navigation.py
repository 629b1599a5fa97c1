from django.utils.translation import gettext_lazy as _

from jiezhi.kit.links import register_link
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.mediation.permissions import SEE
from jiezhi.mediation.queries import MEDIATION

register_link(MEDIATION, "mediation:mediation")
register_entry(
    NavigationEntry(
        face="desk",
        key="mediation",
        label=_("Mediation"),
        url_name="mediation:list",
        permission=SEE.code,
        order=38,
    )
)
