"""The worker brings files in, part by part, between its other work."""

from uuid import UUID

from django.utils import timezone

from jiezhi.intake.events import RunDue
from jiezhi.intake.queries import any_run
from jiezhi.intake.running import advance
from jiezhi.kit.outbox import subscribe_outside


@subscribe_outside(RunDue, leaves_house=False)
def advance_run(event: RunDue, _delivery_id: UUID) -> None:
    """Do the next thing a run needs. Outside a transaction: parsing takes seconds, and the deed opens its own."""
    run = any_run(event.run_id)
    if run is not None:
        advance(run, at=timezone.now())
