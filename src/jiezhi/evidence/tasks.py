"""Documents do not lie about: after a week their files go, and only the digests stay."""

from datetime import datetime, timedelta

from jiezhi.evidence import keeping
from jiezhi.evidence.actions import tidy_pack
from jiezhi.evidence.queries import packs_made_before
from jiezhi.kit.actor import system_job
from jiezhi.kit.worker import every

KEPT = timedelta(days=7)


@every(timedelta(hours=1))
def tidy_evidence(at: datetime) -> None:
    """Take the files of old documents away."""
    for pack in packs_made_before(at - KEPT):
        keeping.remove(pack.pk)
        actor = system_job("evidence.tidy", sub_district_id=pack.sub_district_id, permissions=frozenset())
        tidy_pack(pack=pack, actor=actor, at=at)
