"""Things done together, and filters kept for the next time."""

from datetime import datetime
from uuid import uuid4

from jiezhi.batches.actions import BatchDraft, BatchSubject, open_batch
from jiezhi.batches.choices import BatchKind
from jiezhi.batches.models import Batch
from jiezhi.workorders.actions import save_filter
from jiezhi.workorders.models import SavedFilter, WorkOrder
from tests.factories.offices import Office
from tests.factories.workorders import MONDAY


def opened_batch(office: Office, *orders: WorkOrder, at: datetime = MONDAY) -> Batch:
    """Something that the dispatcher is to do with some orders, not yet carried out."""
    subjects = tuple(BatchSubject("workorders.order", order.pk, order.number) for order in orders)
    draft = BatchDraft(BatchKind.DISPATCH, subjects, press=uuid4().hex)
    return open_batch(draft=draft, actor=office.dispatcher.actor, at=at)


def saved_filter_of(office: Office, *, at: datetime = MONDAY) -> SavedFilter:
    """A filter that the dispatcher shares with the front desk."""
    who = office.dispatcher.actor
    return save_filter(
        name=f"超期{office.lighting.name}"[:24], query="is_late=on&sort=due", is_shared=True, actor=who, at=at
    )
