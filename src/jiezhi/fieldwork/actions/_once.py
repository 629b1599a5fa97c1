"""What is sent twice counts once: the answer is stored with the deed and given again."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.fieldwork.choices import DeedKind
from jiezhi.fieldwork.errors import KeyUsedError
from jiezhi.fieldwork.models import TakenDeed
from jiezhi.fieldwork.queries import digest_of_key, taken_deed
from jiezhi.kit import audit
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.vault import blind_index


@dataclass(frozen=True)
class Taken:
    """What the telephone is answered.

    Args:
        kind: A `DeedKind`.
        id: Of the order, visit or picture.
        number: Of the order or request; empty where there is none.
    """

    kind: str
    id: str
    number: str = ""


def answer_given(kind: DeedKind, key: UUID, body: str, *, actor: Actor) -> Taken | None:
    """Give the answer that a key was given before; whoever sends it at the same moment waits here.

    Raises:
        KeyUsedError: Something else was taken under it.
    """
    hold(f"fieldwork.key:{digest_of_key(actor, key)}")
    known = taken_deed(actor, key)
    if known is None:
        return None
    taken = Taken(**known.answer)
    if taken.kind != kind or known.body_digest != _digest(body):
        raise KeyUsedError(
            _(
                "This record has arrived before, with other words in it (%(number)s). "
                "Look there what was taken, and write what is missing as a new one."
            )
            % {"number": taken.number or "-"},
            facts={"number": taken.number},
        )
    audit.record("fieldwork.repeated", kind=f"fieldwork.{kind}", id=UUID(taken.id))
    return taken


def keep_answer(taken: Taken, key: UUID, body: str, *, actor: Actor, at: datetime) -> Taken:
    """Store the answer in the deed's own transaction: either both are there or neither."""
    TakenDeed.objects.create(
        sub_district_id=actor.tenant_id,
        key_digest=digest_of_key(actor, key),
        body_digest=_digest(body),
        answer=asdict(taken),
        taken_at=at,
    )
    return taken


def change_answer(taken: Taken, key: UUID, *, actor: Actor) -> Taken:
    """Answer a key otherwise from now on: what it was answered before is no longer there."""
    TakenDeed.objects.filter(sub_district_id=actor.tenant_id, key_digest=digest_of_key(actor, key)).update(
        answer=asdict(taken)
    )
    return taken


def _digest(body: str) -> str:
    return blind_index(body, column="fieldwork.TakenDeed.body")
