"""Pictures that show a thing done, or not done."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.pictures.keeping import Upload, attach_pictures, store_picture
from jiezhi.workorders.actions._moves import lock_order, own_department, record
from jiezhi.workorders.choices import OrderState
from jiezhi.workorders.errors import WrongStepError
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import CHECK, HANDLE
from jiezhi.workorders.queries import PICTURE_OWNER


@action
def add_picture(*, order_id: UUID, picture_id: UUID, actor: Actor, at: datetime) -> WorkOrder:
    """Add a kept picture to an order: the department while it handles it, the grid worker while they check it.

    The order's version stays: a picture changes nothing that somebody else could be deciding upon.

    Args:
        order_id: Which order.
        picture_id: A picture of this street that has no owner yet.
        actor: Who took it.
        at: Now.

    Raises:
        WrongStepError: The order is neither being handled nor being checked.
        RefusedError: The order lies with another department, or the check is not the actor's.
        PictureError: The picture is gone or belongs to something already.
    """
    order = lock_order(actor, order_id)
    if order.state == OrderState.IN_HAND:
        require(actor, HANDLE)
        own_department(actor, order)
    elif order.state == OrderState.AWAITING_CHECK:
        require(actor, CHECK)
    else:
        raise WrongStepError(
            _("A picture can be added while the order is being handled or checked. It is now “%(state)s”.")
            % {"state": order.get_state_display()}
        )
    attach_pictures(
        [picture_id], sub_district_id=order.sub_district_id, owner_kind=PICTURE_OWNER, owner_id=order.pk
    )
    record("picture_added", order, state=order.state)
    return order


def keep_picture(upload: Upload | None, *, order_id: UUID, actor: Actor, at: datetime) -> None:
    """Keep an uploaded picture and add it to an order; nothing happens without one.

    Decoding takes tenths of a second, so it comes before the action and not inside its transaction.
    """
    if upload is not None:
        picture = store_picture(upload, sub_district_id=actor.tenant_id, at=at)
        add_picture(order_id=order_id, picture_id=picture.pk, actor=actor, at=at)
