"""Reads of batches: whoever pressed sees what became of it, and so does who looks after the whole street."""

from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.batches.models import Batch
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError

SEALED = ("words",)


def get_batch(actor: Actor, batch_id: UUID) -> Batch:
    """Give a batch with its things, in two statements; what was written stays sealed.

    Raises:
        MissingError: The actor pressed no such thing.
    """
    rows = Batch.objects.filter(sub_district_id=actor.tenant_id, pk=batch_id)
    if not actor.scope.whole:
        rows = rows.filter(beginner_id=actor.id)
    batch = rows.defer(*SEALED).prefetch_related("lines").first()
    if batch is None:
        raise MissingError(_("There is no such batch of yours."))
    return batch
