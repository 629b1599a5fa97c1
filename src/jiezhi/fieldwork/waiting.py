"""What fieldwork brings to a worker's inbox: visits that are to be made again. Door and words stay sealed."""

from datetime import datetime

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiezhi.fieldwork.models import Visit
from jiezhi.fieldwork.permissions import VISIT
from jiezhi.fieldwork.queries import rows_due
from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor

DUE_VISIT = "due"
_PLACE = Coalesce("estate__name", "community__name", output_field=TextField())
_HOUSEHOLD = Coalesce(
    NullIf("concern__phone_index", Value("")),
    NullIf("follows__concern__phone_index", Value("")),
    Value(""),
    output_field=TextField(),
)
"""Of a wish that was told at the visit, or at the one before it. Of others nothing says whose door it is: that is
sealed, and nothing finds a person by it."""


def _due(actor: Actor, at: datetime) -> QuerySet[Visit]:
    return rows_due(actor, on=timezone.localdate(at))


register_source(
    InboxSource(
        key="visits-due",
        title=_("Visits to be made again"),
        order=42,
        permission=VISIT.code,
        rows=_due,
        columns=InboxColumns(
            number=_PLACE,
            text="noted_by",
            place=_PLACE,
            since="visited_at",
            due_on="next_on",
            household=_HOUSEHOLD,
        ),
        url_name="patrol:visit",
        sort=("next_on", "pk"),
        visit=DUE_VISIT,
        leads_out=True,
        holds_door=True,
    )
)
