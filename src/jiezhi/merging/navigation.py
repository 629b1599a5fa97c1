from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiezhi.kit.actor import Actor
from jiezhi.kit.ui.navigation import NavigationEntry, register_entry
from jiezhi.merging.models import DuplicatePair
from jiezhi.merging.queries import pair_rows
from jiezhi.workorders.permissions import DISPATCH


def _waiting(actor: Actor) -> QuerySet[DuplicatePair]:
    return pair_rows(actor)


register_entry(
    NavigationEntry(
        face="desk",
        key="duplicates",
        label=_("Likely duplicates"),
        url_name="merging:pairs",
        permission=DISPATCH.code,
        order=27,
        count=_waiting,
    )
)
