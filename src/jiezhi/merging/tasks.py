"""The timer of merging: once a night, orders that are likely one are put before the dispatcher."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from jiezhi.kit.actor import system_job
from jiezhi.kit.worker import every
from jiezhi.merging.actions import propose_pairs
from jiezhi.merging.queries import pairs_among
from jiezhi.places.queries import all_sub_districts

NIGHT = range(1, 5)


@every(timedelta(hours=1))
def find_duplicates(at: datetime) -> None:
    """Look in the small hours, street by street, outside any transaction; what is proposed already is left alone."""
    if timezone.localtime(at).hour not in NIGHT:
        return
    for street in all_sub_districts():
        find_duplicates_of(street.pk, at=at)


def find_duplicates_of(sub_district_id: UUID, *, at: datetime) -> None:
    """Propose the likely duplicates of one street."""
    found = pairs_among(sub_district_id, at=at)
    if found:
        job = system_job("merging.find_duplicates", sub_district_id=sub_district_id, permissions=frozenset())
        propose_pairs(found=found, actor=job, at=at)
