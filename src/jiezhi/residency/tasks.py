from datetime import datetime, timedelta

from jiezhi.kit.actor import system_job
from jiezhi.kit.worker import every
from jiezhi.residency.actions import forget_phone_codes, forget_wrong_tries


@every(timedelta(days=1))
def sweep_wrong_tries(at: datetime) -> None:
    """Forget what no limit and no resident asks for any more."""
    job = system_job("residency.sweep_tries", sub_district_id=None, permissions=frozenset())
    forget_wrong_tries(actor=job, at=at)
    forget_phone_codes(actor=job, at=at)
