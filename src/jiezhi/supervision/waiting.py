"""What supervision brings to a worker's inbox: emergencies that call the worker's department."""

from datetime import datetime

from django.db.models import Case, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jiezhi.inbox.sources import InboxColumns, InboxSource, register_source
from jiezhi.kit.actor import Actor
from jiezhi.supervision.choices import DangerKinds
from jiezhi.supervision.models import EmergencyResponse
from jiezhi.supervision.permissions import ANSWER
from jiezhi.supervision.queries import emergencies_calling
from jiezhi.workorders.choices import UrgencyTier
from jiezhi.workorders.waiting import urgency_words


def _danger_words(danger: str) -> str:
    kinds = {kind.value: str(kind.label) for kind in DangerKinds}
    return kinds.get(danger) or urgency_words(danger)


def _calling(actor: Actor, _at: datetime) -> QuerySet[EmergencyResponse]:
    return emergencies_calling(actor)


register_source(
    InboxSource(
        key="emergencies",
        title=_("Emergencies that call you"),
        order=1,
        permission=ANSWER.code,
        rows=_calling,
        columns=InboxColumns(
            number=Coalesce("order__number", "number"),
            title=Coalesce("order__matter__name", Value("")),
            # What a resident says is read on its page, where that leaves a trace.
            text=Coalesce("order__brief", Value("", output_field=TextField())),
            place=Coalesce("order__community__name", "community__name", Value("")),
            since="began_at",
            due_at="next_due_at",
            danger=Case(
                When(danger="", then=Coalesce("order__urgency", Value(UrgencyTier.EMERGENCY.value))),
                default="danger",
            ),
            order_id="order_id",
        ),
        # The order or request may lie outside the area of whoever is called; the page of emergencies answers them.
        url_name="supervision:emergencies",
        takes_id=False,
        sort=("began_at", "pk"),
        danger_words=_danger_words,
    )
)
