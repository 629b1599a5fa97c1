"""The systems that send orders down: entered, changed, and what the program itself notes of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from jiezhi.concerns.choices import AdapterKind, SuperiorState
from jiezhi.concerns.models import SuperiorOrder, SuperiorSource
from jiezhi.concerns.permissions import BRIDGE, KEEP_SOURCES
from jiezhi.concerns.superior_queries import get_source
from jiezhi.core.deadlines import LimitUnit
from jiezhi.kit import audit
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError

SOURCE = "concerns.source"


@dataclass(frozen=True)
class SourceDraft:
    """How a system is called, how long its orders may be returned, and how it is reached.

    Args:
        name: As the office calls it.
        return_amount: How long an order may be returned.
        return_unit: In which unit.
        adapter: How the program reaches it; empty where a person brings its orders in.
        address: Where.
        secret: By which we are known there; empty leaves what is kept.
    """

    name: str
    return_amount: int
    return_unit: LimitUnit
    adapter: str = ""
    address: str = ""
    secret: str = ""


@action
def enter_source(*, draft: SourceDraft, actor: Actor, at: datetime) -> SuperiorSource:
    """Enter a system that sends orders down.

    Raises:
        InvalidError: A system of this name is there, or the draft is incomplete.
    """
    require(actor, KEEP_SOURCES)
    source = SuperiorSource(sub_district_id=actor.tenant_id)
    _write(source, draft)
    audit.record("concerns.source_entered", kind=SOURCE, id=source.pk, facts={"name": source.name})
    return source


@action
def change_source(*, source_id: UUID, draft: SourceDraft, actor: Actor, at: datetime) -> SuperiorSource:
    """Change how a system is called or reached; where another address is entered, its orders begin anew there.

    Where the program begins to reach it, replies that a person handed over before count as delivered by that person.

    Raises:
        InvalidError: Another system has this name, or the draft is incomplete.
        MissingError: The street has no such source.
    """
    require(actor, KEEP_SOURCES)
    get_source(actor, source_id)
    source = SuperiorSource.objects.select_for_update().get(pk=source_id)
    if draft.address != source.address:
        source.cursor, source.trouble, source.asked_at = "", "", None
    if draft.adapter and not source.adapter:
        by_hand = SuperiorOrder.objects.filter(source=source, state=SuperiorState.REPLIED, delivered_at=None)
        by_hand.update(delivered_at=F("replied_at"))
    _write(source, draft)
    audit.record("concerns.source_changed", kind=SOURCE, id=source.pk, facts={"name": source.name})
    return source


@action
def note_fetch(
    *, source_id: UUID, cursor: str | None, trouble: str, taken: int, actor: Actor, at: datetime
) -> None:
    """Note that a system was asked.

    Args:
        source_id: Which one.
        cursor: Where the next question goes on; None when it did not answer.
        trouble: Why it did not, or what was refused.
        taken: How many orders came in.
        actor: The job that asked.
        at: Now.
    """
    require(actor, BRIDGE)
    source = SuperiorSource.objects.select_for_update().get(pk=source_id)
    source.trouble = trouble[:300]
    if cursor is not None:
        source.cursor, source.asked_at = cursor, at
    source.save(update_fields=["trouble", "cursor", "asked_at"])
    audit.record(
        "concerns.source_asked",
        kind=SOURCE,
        id=source.pk,
        facts={"taken": taken, "is_reached": cursor is not None},
    )


@action
def note_delivered(*, superior_id: UUID, replied_at: datetime | None, actor: Actor, at: datetime) -> None:
    """Note that the superior's system has taken a reply.

    Args:
        superior_id: Of which order from above.
        replied_at: When the reply was handed over; if the order was reopened meanwhile, the next one is still due.
        actor: The job that brought it.
        at: Now.
    """
    require(actor, BRIDGE)
    rows = SuperiorOrder.objects.filter(pk=superior_id, replied_at=replied_at, delivered_at__isnull=True)
    rows.update(delivered_at=at)
    audit.record("concerns.reply_delivered", kind="concerns.superior", id=superior_id)


def _write(source: SuperiorSource, draft: SourceDraft) -> None:
    name = draft.name.strip()
    twins = SuperiorSource.objects.filter(sub_district_id=source.sub_district_id, name=name)
    if not name or twins.exclude(pk=source.pk).exists():
        raise InvalidError(_("A system of this name is entered already. Choose another name."))
    if draft.return_amount < 1:
        raise InvalidError(_("Enter how long an order may be returned: at least one hour or day."))
    if draft.adapter and draft.adapter not in AdapterKind:
        raise InvalidError(_("Choose how the system is reached."))
    if draft.adapter and not draft.address.startswith(("https://", "http://")):
        raise InvalidError(_("Enter the address of the system, beginning with https:// or http://."))
    source.name, source.adapter, source.address = name, draft.adapter, draft.address.strip()
    source.return_amount, source.return_unit = draft.return_amount, draft.return_unit
    if draft.secret:
        source.secret = draft.secret
    source.save()
