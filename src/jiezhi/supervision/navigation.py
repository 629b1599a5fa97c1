from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.links import register_link
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.permissions import SEE
from jiezhi.supervision.queries import emergency_rows


def _waiting(actor: Actor) -> QuerySet[EmergencyResponse]:
    return emergency_rows(actor)


register_entry(
    NavigationEntry(
        face="desk",
        key="emergencies",
        label=_("Emergencies"),
        url_name="supervision:emergencies",
        permission=SEE.code,
        order=29,
        count=_waiting,
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="supervision",
        label=_("Marks on orders"),
        url_name="supervision:marks",
        permission=SEE.code,
        order=34,
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="duty",
        label=_("Duty roster"),
        url_name="supervision:duty",
        permission=SEE.code,
        order=35,
    )
)
register_link("supervision.response", "supervision:emergency")
