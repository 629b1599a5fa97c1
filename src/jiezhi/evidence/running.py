"""Makes a document that somebody asked for; it may be killed at any line and is then made again."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from jiezhi.evidence import keeping
from jiezhi.evidence.actions import note_pack_failed, note_pack_made
from jiezhi.evidence.brief import brief_of
from jiezhi.evidence.drawing import set_document
from jiezhi.evidence.errors import TypesettingError
from jiezhi.evidence.models import EvidencePack
from jiezhi.kit.actor import system_job


def make_pack(pack: EvidencePack, *, at: datetime) -> None:
    """Gather, set and keep the evidence of an order. The file is there before its row says so."""
    actor = system_job("evidence.make_pack", sub_district_id=pack.sub_district_id, permissions=frozenset())
    with translation.override(settings.LANGUAGE_CODE):
        try:
            brief = brief_of(pack)
            document = set_document(brief, made=f"{timezone.localtime(at):%Y-%m-%d %H:%M}")
        except TypesettingError as problem:
            note_pack_failed(pack=pack, trouble=problem.message, actor=actor, at=at)
            return
    keeping.keep(pack.pk, document)
    digests = {"content_digest": brief.digest(), "file_digest": hashlib.sha256(document).hexdigest()}
    note_pack_made(pack=pack, **digests, actor=actor, at=at)
