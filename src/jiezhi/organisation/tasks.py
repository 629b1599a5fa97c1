"""Repeatable work: the chain of the audit is walked once a day."""

from datetime import datetime, timedelta

from jiezhi.kit.actor import system_job
from jiezhi.kit.worker import every
from jiezhi.organisation.actions import keep_check
from jiezhi.organisation.queries import walk_chain


@every(timedelta(days=1))
def check_chain(at: datetime) -> None:
    """Walk the chain outside any transaction, and keep what was found."""
    walk = walk_chain()
    job = system_job("organisation.check_chain", sub_district_id=None, permissions=frozenset())
    keep_check(
        until_number=walk.until_number, head=walk.head, fault_number=walk.fault_number, actor=job, at=at
    )
