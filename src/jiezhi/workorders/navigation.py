from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.links import register_link
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.organisation.permissions import KEEP_LISTS
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import HANDLE, VIEW, WHISTLE
from jiezhi.workorders.queries import rows_in_own_hands
from jiezhi.workorders.supports import supports_waiting


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
        key="supports",
        label=_("Our part in others' orders"),
        url_name="workorders:supports",
        permission=HANDLE.code,
        order=31,
        count=supports_waiting,
    )
)
register_entry(
    NavigationEntry(
        face="desk",
        key="whistle",
        label=_("Call departments"),
        url_name="workorders:new_whistle",
        permission=WHISTLE.code,
        order=32,
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
register_link("workorders.support", "workorders:support")
