from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.links import register_link
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import HANDLE, VIEW
from jiezhi.workorders.queries import rows_in_own_hands


def _own_orders(actor: Actor) -> QuerySet[WorkOrder] | None:
    return rows_in_own_hands(actor) if actor.may(HANDLE.code) else None


register_entry(
    NavigationEntry(
        face="desk",
        key="orders",
        label=_("Work orders"),
        url_name="workorders:list",
        permission=VIEW.code,
        order=30,
        count=_own_orders,
        shortcut="o",
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="agreements",
        label=_("Agreements"),
        url_name="workorders:agreements",
        permission=KEEP_LISTS.code,
        order=66,
    )
)
register_link("workorders.order", "workorders:order")
