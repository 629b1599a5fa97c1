"""What the program itself does with superiors' systems: fetch their orders, bring them our replies."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.burden.metering import note_made
from jiezhi.concerns.actions import (
    Refusal,
    Taken,
    note_delivered,
    note_fetch,
    refuse_order,
    take_superior_order,
)
from jiezhi.concerns.adapters import ADAPTERS, AdapterError
from jiezhi.concerns.adapters.contract import Reached, Reply, Told
from jiezhi.concerns.choices import Channel, SuperiorState
from jiezhi.concerns.models import RefusedOrder, SuperiorSource
from jiezhi.concerns.permissions import BRIDGE, SUBMIT
from jiezhi.concerns.processes import ADAPTER
from jiezhi.concerns.superior_file import COLUMNS, REASONS
from jiezhi.concerns.superior_queries import get_refusal, reply_of
from jiezhi.concerns.superior_rows import OrderRow
from jiezhi.core.spellings import SpellingError, parse_moment
from jiezhi.intake.columns import Column
from jiezhi.kit.actor import Actor, system_job
from jiezhi.kit.errors import DomainError, InvalidError

SEEN_AGAIN = timedelta(minutes=10)
"""How often it is noted that a system answers with nothing new."""
MOST_BATCHES = 20


def fetch_from(source: SuperiorSource, *, at: datetime) -> int:
    """Ask a system for what came, bring it in, and give how many orders were new or sent again.

    Each order is a deed of its own: one that is at fault does not hold the others up, and is kept for the dispatcher to
    decide. Killed in between, the same orders come again and make nothing twice.
    """
    adapter, actor = ADAPTERS[source.adapter], _job("concerns.fetch", source.sub_district_id)
    cursor, fresh = source.cursor, 0
    for _batch in range(MOST_BATCHES):
        try:
            batch = adapter.fetch(Reached(source.address, source.secret), cursor)
        except AdapterError as error:
            if source.trouble != str(error)[:300]:
                note_fetch(
                    source_id=source.pk, cursor=None, trouble=str(error), taken=fresh, actor=actor, at=at
                )
            return fresh
        new = sum(_is_to_do(told, source, actor, at=at) for told in batch.orders)
        note_made(ADAPTER, sub_district_id=source.sub_district_id, at=at, made=new, channel=Channel.SUPERIOR)
        fresh, cursor = fresh + new, batch.cursor
        if not batch.has_more:
            break
    is_quiet = cursor == source.cursor and not source.trouble
    if not is_quiet or source.asked_at is None or at - source.asked_at >= SEEN_AGAIN:
        note_fetch(source_id=source.pk, cursor=cursor, trouble="", taken=fresh, actor=actor, at=at)
    return fresh


def take_again(refused_id: UUID, *, actor: Actor, at: datetime) -> Taken:
    """Try anew to bring in an order that could not be taken; where it succeeds, the refusal rests.

    Raises:
        DomainError: It still cannot be taken, and why.
        MissingError: None such waits in the street.
    """
    refused = get_refusal(actor, refused_id)
    row = ADAPTERS[refused.adapter].read(refused.told)
    return _taken(row, refused.told, refused.source_id, actor, at=at)


def told_parts(refused: RefusedOrder) -> dict[str, str]:
    """Give what was told of an order that could not be taken, as it was written, by the names of the check form."""
    return _told_parts(refused.told)


def _told_parts(words: str) -> dict[str, str]:
    try:
        told = json.loads(words)
    except ValueError:
        return {}
    parts = {name: str(value) for name, value in told.items() if value} if isinstance(told, dict) else {}
    return {("their_due_at" if name == "due_at" else name): value for name, value in parts.items()}


def deliver_reply(superior_id: UUID, *, at: datetime) -> None:
    """Bring the reply of an order from above to the system that sent it.

    However often it is tried or sent again, one handing over goes by one key: there it is one reply.

    Raises:
        AdapterError: It did not take the reply; the worker tries again.
    """
    superior = reply_of(superior_id)
    order = superior.concern.order if superior else None
    if superior is None or order is None or order.resolved_at is None or superior.delivered_at is not None:
        return
    if superior.state != SuperiorState.REPLIED or superior.replied_at is None:
        return  # reopened meanwhile: the next reply is handed over by a person again
    source = superior.source
    if source.adapter in ADAPTERS:
        reply = Reply(
            number=superior.number,
            department=order.lead.name if order.lead else "",
            words=order.reply,
            resolved_at=order.resolved_at,
            was_satisfied=order.was_satisfied,
        )
        key = uuid5(superior.pk, superior.replied_at.astimezone(UTC).isoformat())
        ADAPTERS[source.adapter].hand_over(Reached(source.address, source.secret), reply, key)
        note_delivered(
            superior_id=superior_id,
            replied_at=superior.replied_at,
            actor=_job("concerns.deliver", superior.sub_district_id),
            at=at,
        )


def _is_to_do(told: Told, source: SuperiorSource, actor: Actor, *, at: datetime) -> bool:
    try:
        return _taken(told.row, told.words, source.pk, actor, at=at).is_to_do
    except DomainError as error:
        refusal = Refusal(source.pk, told.number, told.words, error.message)
        refuse_order(refusal=refusal, actor=actor, at=at)
        return False


def _fault_of(words: str) -> str:
    """Say which parts of an order that cannot be read are missing, or are times that are none."""
    told = _told_parts(words)
    names = [
        str(column.label)
        for column in COLUMNS
        if (column.is_required and not told.get(column.name)) or not _is_moment(column, told)
    ]
    if not names:
        return _("Number, words or time are missing, or are not written in the agreed form.")
    return _("Missing, or not written in the agreed form: %(names)s.") % {"names": " · ".join(names)}


def _is_moment(column: Column, told: dict[str, str]) -> bool:
    if not column.is_moment or not told.get(column.name):
        return True
    try:
        parse_moment(told[column.name], zone=timezone.get_current_timezone())
    except SpellingError:
        return False
    return True


def _taken(row: OrderRow | None, words: str, source_id: UUID, actor: Actor, *, at: datetime) -> Taken:
    if row is None:
        raise InvalidError(_fault_of(words))
    fault = row.fault(at=at)
    if fault is not None:
        raise InvalidError(str(REASONS[fault[1]]))
    return take_superior_order(draft=row.draft(source_id), actor=actor, at=max(at, row.issued_at))


def _job(name: str, sub_district_id: UUID) -> Actor:
    return system_job(
        name, sub_district_id=sub_district_id, permissions=frozenset({BRIDGE.code, SUBMIT.code})
    )
