"""The worker's part: note the heads soon after rows were sealed, and walk the chains once a day."""

from datetime import datetime, timedelta

from jiezhi.kit.actor import system_job
from jiezhi.kit.worker import every
from jiezhi.witness.heads import note_heads
from jiezhi.witness.permissions import READ_AUDIT
from jiezhi.witness.running import check_chains

JOB = system_job("witness.check_audit", sub_district_id=None, permissions=frozenset({READ_AUDIT.code}))


@every(timedelta(minutes=1))
def note_new_heads(at: datetime) -> None:
    """Note where the chains end, if they have grown."""
    note_heads(at=at)


@every(timedelta(days=1))
def check_audit(at: datetime) -> None:
    """Walk the audit's chains from end to end."""
    check_chains(actor=JOB, at=at)
