"""Have the evidence of an order put into one document, and note what became of it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.concerns.permissions import READ
from jiezhi.evidence.brief.parts import hidden_part, parts_for
from jiezhi.evidence.choices import PackState
from jiezhi.evidence.events import PackAsked
from jiezhi.evidence.models import EvidencePack
from jiezhi.evidence.permissions import MAKE
from jiezhi.evidence.queries import get_pack
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import RefusedError
from jiezhi.kit.outbox import emit
from jiezhi.workorders.models import WorkOrder
from jiezhi.workorders.permissions import VIEW
from jiezhi.workorders.queries import get_order

PACK, ORDER = "evidence.pack", "workorders.order"


@action
def ask_pack(*, order_id: UUID, actor: Actor, at: datetime) -> EvidencePack:
    """Ask for the evidence of an order; while one is being made that tells as much, that one is given.

    The residents' words and pictures go in only where whoever asks may read requests; the look is on record.

    Raises:
        MissingError: No such order in the actor's area.
    """
    require(actor, MAKE)
    order = get_order(actor, order_id)
    parts = parts_for(actor, order, at=at)
    waiting = EvidencePack.objects.select_for_update().filter(
        sub_district_id=order.sub_district_id, order=order, state=PackState.ASKED
    )
    with_words = actor.may(READ.code)
    # Compared here: a database may take two notations of the same JSON for different.
    found = next((pack for pack in waiting.filter(with_words=with_words) if pack.parts == parts), None)
    if found is None:
        found = EvidencePack.objects.create(
            sub_district_id=order.sub_district_id,
            order=order,
            with_words=with_words,
            parts=parts,
            asked_at=at,
            asked_by=actor.label,
        )
        emit(PackAsked(pack_id=found.pk))
    keys = ",".join(parts)
    audit.record(
        "evidence.pack_asked", kind=ORDER, id=order.pk, facts={"with_words": with_words, "parts": keys}
    )
    return found


@action
def note_pack_made(
    *, pack: EvidencePack, content_digest: str, file_digest: str, actor: Actor, at: datetime
) -> None:
    """Note that a document lies ready, with its digests; a second try after a kill changes nothing."""
    rows = EvidencePack.objects.filter(pk=pack.pk, state=PackState.ASKED)
    rows.update(
        state=PackState.READY, made_at=at, content_digest=content_digest, file_digest=file_digest, trouble=""
    )
    facts = {"content": content_digest, "file": file_digest}
    audit.record("evidence.pack_made", kind=PACK, id=pack.pk, facts=facts)


@action
def note_pack_failed(*, pack: EvidencePack, trouble: str, actor: Actor, at: datetime) -> None:
    """Note that a document cannot be made on this machine, and why."""
    rows = EvidencePack.objects.filter(pk=pack.pk, state=PackState.ASKED)
    rows.update(state=PackState.FAILED, trouble=trouble[:300])
    audit.record("evidence.pack_failed", kind=PACK, id=pack.pk)


@action
def note_pack_read(*, pack_id: UUID, actor: Actor, at: datetime) -> EvidencePack:
    """Note that somebody takes a document out, before it is given; one with residents' words only to who may read them.

    Raises:
        MissingError: There is no such document in the actor's area.
        RefusedError: It holds residents' words, and the actor may not read requests; or parts that they may not see.
    """
    require(actor, MAKE)
    pack = get_pack(actor, pack_id)
    _require_parts(pack, actor, at=at)
    if pack.with_words:
        require(actor, READ)
        audit.record_look(
            actor=actor,
            at=at,
            kind=ORDER,
            id=pack.order_id,
            columns=("words", "pictures"),
            purpose="evidence",
        )
    audit.record("evidence.pack_read", kind=PACK, id=pack.pk, facts={"file": pack.file_digest})
    return pack


def _require_parts(pack: EvidencePack, actor: Actor, *, at: datetime) -> None:
    if not pack.parts:
        return
    hidden = hidden_part(pack.parts, parts_for(actor, pack.order, at=at))
    if hidden is not None:
        require(actor, hidden.permission)
        raise RefusedError(
            _(
                "This document tells of what lies outside your area. Have it made again: yours leaves that out."
            )
        )


@action
def note_slip_taken(*, order_id: UUID, actor: Actor, at: datetime) -> WorkOrder:
    """Note that somebody takes one page of an order along, before it is given.

    Raises:
        MissingError: No such order in the actor's area.
    """
    require(actor, VIEW)
    order = get_order(actor, order_id)
    audit.record("evidence.slip_taken", kind=ORDER, id=order.pk)
    return order


@action
def tidy_pack(*, pack: EvidencePack, actor: Actor, at: datetime) -> None:
    """Note that the file of a document was taken away; its digests stay, to tell a copy from another."""
    EvidencePack.objects.filter(pk=pack.pk, state=PackState.READY).update(state=PackState.GONE)
    audit.record("evidence.pack_tidied", kind=PACK, id=pack.pk)
