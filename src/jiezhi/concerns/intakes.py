"""What of ours comes in files: messages of earlier years, and orders from above."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jiezhi.concerns import messages_file, superior_file
from jiezhi.concerns.actions import take_superior_order
from jiezhi.concerns.history import (
    CHUNK,
    PastMessage,
    import_messages,
    known_messages,
    unanswered_messages,
)
from jiezhi.concerns.permissions import BRIDGE, IMPORT, SUBMIT
from jiezhi.concerns.superior_queries import known_sendings, sources_of
from jiezhi.concerns.superior_rows import OrderRow
from jiezhi.intake.kinds import ChunkTaken, IntakeKind, register_kind
from jiezhi.kit.actor import Actor

ORDERS_A_PART = 50
"""Each order from above is a deed of its own, with a request, its place and its clocks."""


def _take_messages(
    *, drafts: Sequence[PastMessage], option: str, source: str, actor: Actor, at: datetime
) -> ChunkTaken:
    del option
    report = import_messages(messages=drafts, source=source, actor=actor, at=at)
    return ChunkTaken(report.imported, report.already, report.completed)


def _take_orders(
    *, drafts: Sequence[OrderRow], option: str, source: str, actor: Actor, at: datetime
) -> ChunkTaken:
    del source
    taken = [
        take_superior_order(
            draft=replace(row.draft(UUID(option)), is_from_file=True), actor=actor, at=max(at, row.issued_at)
        )
        for row in drafts
    ]
    new = sum(each.is_to_do for each in taken)
    return ChunkTaken(new, len(taken) - new)


def _known_messages(keys: set[str], _option: str, actor: Actor) -> set[str]:
    return known_messages(actor, keys)


def _completed_messages(drafts: Sequence[PastMessage], _option: str, actor: Actor) -> set[str]:
    return unanswered_messages(actor, drafts)


def _known_orders(keys: set[str], option: str, actor: Actor) -> set[str]:
    sendings = {
        (number, datetime.fromisoformat(at)) for number, _tab, at in (key.rpartition("\t") for key in keys)
    }
    return {f"{number}\t{at.isoformat()}" for number, at in known_sendings(actor, UUID(option), sendings)}


def _sources(actor: Actor) -> list[tuple[str, str]]:
    return [(str(source.pk), source.name) for source in sources_of(actor)]


ORDERS_FROM_ABOVE = register_kind(
    IntakeKind(
        name="concerns.superior",
        label=_("Orders from above"),
        permission=BRIDGE,
        columns=superior_file.COLUMNS,
        parse=superior_file.parse_order,
        key=OrderRow.sending_key,
        known=_known_orders,
        take=_take_orders,
        reasons=superior_file.REASONS,
        lends=(SUBMIT,),
        options=_sources,
        option_label=_("From which system"),
        chunk=ORDERS_A_PART,
    )
)
MESSAGES = register_kind(
    IntakeKind(
        name="concerns.messages",
        label=_("Messages of earlier years"),
        permission=IMPORT,
        columns=messages_file.COLUMNS,
        parse=messages_file.parse_message,
        key=PastMessage.origin_key,
        known=_known_messages,
        completes=_completed_messages,
        take=_take_messages,
        reasons=messages_file.REASONS,
        chunk=CHUNK,
    )
)
