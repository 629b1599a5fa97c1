"""Evidence of orders, and wishes that they not count."""

from datetime import datetime

from jiezhi.evidence import keeping
from jiezhi.evidence.actions import ask_exclusion
from jiezhi.evidence.choices import ExclusionGround, PackState
from jiezhi.evidence.models import EvidencePack, Exclusion
from jiezhi.workorders.models import WorkOrder
from tests.factories.offices import Office


def ready_pack(office: Office, order: WorkOrder, *, at: datetime) -> EvidencePack:
    """A document that lies ready, with no residents' words."""
    pack = EvidencePack.objects.create(
        sub_district=office.street,
        order=order,
        state=PackState.READY,
        with_words=False,
        asked_at=at,
        asked_by="路灯管理所",
        made_at=at,
        content_digest="c" * 64,
        file_digest="f" * 64,
    )
    keeping.keep(pack.pk, b"%PDF-1.7 made up")
    return pack


def asked_exclusion(office: Office, order: WorkOrder, *, at: datetime) -> Exclusion:
    """A wish of the officer that waits."""
    return ask_exclusion(
        order_id=order.pk,
        ground=ExclusionGround.OTHER_ROUTE,
        basis="行政诉讼法第十二条",
        duty_entry_id=None,
        words="当事人已起诉",
        actor=office.officer.actor,
        at=at,
    )
