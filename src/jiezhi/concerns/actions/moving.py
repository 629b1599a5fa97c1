"""Reporters follow their order when it is put together with another, and come back when that is undone."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.concerns.choices import CALLBACK_ENDED
from jiezhi.concerns.models import Callback, Concern, ConcernMove
from jiezhi.concerns.permissions import RECEIVE
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import StaleError
from jiezhi.workorders.actions import merge_order, part_order
from jiezhi.workorders.errors import PartRefusedError
from jiezhi.workorders.models import WorkOrder

ORDER = "workorders.order"


@action
def move_reporters(
    *,
    absorbed_id: UUID,
    staying_id: UUID,
    note: str = "",
    seen_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[WorkOrder, WorkOrder]:
    """Merge an order into another with everybody who reported it: each keeps code and number and is called back.

    Requests are locked before orders, as by every other deed. One that joined in between is not left behind: then
    nothing happens, and the dispatcher looks again.

    Raises:
        StaleError: Somebody joined the order, or changed it, meanwhile.
        MergeRefusedError: The two cannot be put together.
    """
    require(actor, RECEIVE)
    concerns = _lock_concerns(actor, absorbed_id)
    absorbed, staying = merge_order(
        absorbed_id=absorbed_id,
        staying_id=staying_id,
        note=note,
        seen_version=seen_version,
        actor=actor,
        at=at,
    )
    if Concern.objects.filter(order_id=absorbed_id).count() != len(concerns):
        raise StaleError(_("Somebody joined %(number)s just now. Look again.") % {"number": absorbed.number})
    _hand_to(concerns, staying)
    ConcernMove.objects.bulk_create(
        ConcernMove(
            sub_district_id=concern.sub_district_id,
            concern=concern,
            from_order=absorbed,
            to_order=staying,
            at=at,
        )
        for concern in concerns
    )
    audit.record("concerns.reporters_moved", kind=ORDER, id=staying.pk, facts={"reporters": len(concerns)})
    return absorbed, staying


@action
def return_reporters(
    *, absorbed_id: UUID, note: str, actor: Actor, at: datetime
) -> tuple[WorkOrder, WorkOrder]:
    """Undo a merge: whoever reported the order that was absorbed has it back; who joined the other one stays there.

    Raises:
        PartRefusedError: One of them has answered for the order that stayed, or has gone on with it elsewhere.
    """
    require(actor, RECEIVE)
    moves = ConcernMove.objects.filter(
        sub_district_id=actor.tenant_id, from_order_id=absorbed_id, undone_at=None
    )
    ids = list(moves.order_by("concern_id").values_list("concern_id", flat=True))
    concerns = list(Concern.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    absorbed, staying = part_order(absorbed_id=absorbed_id, note=note, actor=actor, at=at)
    if any(concern.order_id != staying.pk for concern in concerns):
        raise PartRefusedError(
            _("A request of %(number)s has gone on with yet another order.") % {"number": absorbed.number}
        )
    number = absorbed.reopened_count + 1
    if Callback.objects.filter(concern__in=concerns, round=number, state__in=CALLBACK_ENDED).exists():
        raise PartRefusedError(
            _("A reporter of %(number)s has answered the callback already.") % {"number": absorbed.number}
        )
    _hand_to(concerns, absorbed)
    moves.update(undone_at=at)
    audit.record(
        "concerns.reporters_returned", kind=ORDER, id=absorbed.pk, facts={"reporters": len(concerns)}
    )
    return absorbed, staying


def _lock_concerns(actor: Actor, order_id: UUID) -> list[Concern]:
    rows = Concern.objects.filter(sub_district_id=actor.tenant_id, order_id=order_id)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _hand_to(concerns: list[Concern], order: WorkOrder) -> None:
    for concern in concerns:
        concern.order = order
        concern.version += 1
    Concern.objects.bulk_update(concerns, ["order", "version"])
