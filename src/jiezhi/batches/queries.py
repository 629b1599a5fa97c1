"""Reads of batches: whoever pressed sees what became of it, and so does who looks after the whole street."""

from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jiezhi.batches.choices import LineState
from jiezhi.batches.models import Batch, BatchLine
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import MissingError

SHOWN = 50
"""Batches that a list shows: older ones are found by what was done."""


def get_batch(actor: Actor, batch_id: UUID) -> Batch:
    """Give a batch with its things, in two statements.

    Raises:
        MissingError: The actor pressed no such thing.
    """
    rows = Batch.objects.filter(sub_district_id=actor.tenant_id, pk=batch_id)
    if not actor.scope.whole:
        rows = rows.filter(beginner_id=actor.id)
    batch = rows.prefetch_related("lines").first()
    if batch is None:
        raise MissingError(_("There is no such batch of yours."))
    return batch


def batch_of_press(actor: Actor, press: str) -> Batch | None:
    """Give the batch that a page was sent for before; None where it comes for the first time."""
    rows = Batch.objects.filter(sub_district_id=actor.tenant_id, beginner_id=actor.id, press=press)
    return rows.first()


def own_batches(actor: Actor) -> list[Batch]:
    """Give what the actor did at one press, the newest first, with how many lines ended in which way; one statement."""
    rows = Batch.objects.filter(sub_district_id=actor.tenant_id, beginner_id=actor.id)
    counts = {state: Count("lines", filter=Q(lines__state=state)) for state in LineState.values}
    return list(rows.annotate(**counts).order_by("-begun_at", "-id")[:SHOWN])


def done_lines(batch_id: UUID) -> list[BatchLine]:
    """Give the things of a batch that were carried out, in one statement; whoever asks may see what led to it."""
    return list(BatchLine.objects.filter(batch_id=batch_id, state=LineState.DONE).order_by("position"))


def refused_lines(batch: Batch) -> list[BatchLine]:
    """Give the things of a batch that were not possible, as they stood on the page, in one statement."""
    return list(batch.lines.filter(state=LineState.REFUSED).order_by("position"))
