"""Documents are made by the worker, since many pictures take longer than a page may."""

from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiezhi.evidence.events import PackAsked
from jiezhi.evidence.queries import find_pack_to_make
from jiezhi.evidence.running import make_pack
from jiezhi.kit.outbox import subscribe_outside


@subscribe_outside(PackAsked, leaves_house=False, label=_("Evidence of orders"))
def make_evidence(event: PackAsked, _key: UUID) -> None:
    """Make the document, unless an earlier try did."""
    pack = find_pack_to_make(event.pack_id)
    if pack is not None:
        make_pack(pack, at=datetime.now(UTC))
