"""Pictures that were added after the answer to the first sending was lost: they belong to what was taken."""

from collections.abc import Collection
from uuid import UUID

from jiezhi.fieldwork.actions._once import Taken
from jiezhi.fieldwork.queries import pictures_under
from jiezhi.kit import audit
from jiezhi.kit.actor import Actor
from jiezhi.pictures.keeping import attach_missing
from jiezhi.workorders.queries import PICTURE_OWNER


def add_late_pictures(
    taken: Taken, *, keys: Collection[UUID], picture_ids: Collection[UUID], actor: Actor
) -> None:
    """Give the order of a repeated deed the pictures that it lacks, wherever its way has led it meanwhile.

    They are no part of the body that is compared: a telephone drops its pictures once the repeat is answered.

    Raises:
        PictureError: One of them has not arrived.
    """
    order_id = UUID(taken.id)
    added = attach_missing(
        [*picture_ids, *pictures_under(actor, keys)],
        sub_district_id=actor.tenant_id,
        owner_kind=PICTURE_OWNER,
        owner_id=order_id,
    )
    if added:
        audit.record("fieldwork.picture_added", kind=PICTURE_OWNER, id=order_id, facts={"count": added})
