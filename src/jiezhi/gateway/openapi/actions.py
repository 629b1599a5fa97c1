"""Making a request for a resident, once per key, however often the call arrives."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jiezhi.concerns.actions import Receipt, Submission, submit_concern
from jiezhi.concerns.choices import Channel
from jiezhi.concerns.permissions import SUBMIT
from jiezhi.gateway.openapi.errors import KeyReusedError
from jiezhi.gateway.openapi.models import GivenKey
from jiezhi.kit.access import require
from jiezhi.kit.action import action
from jiezhi.kit.actor import Actor
from jiezhi.kit.db import hold
from jiezhi.kit.vault import blind_index, derive_code
from jiezhi.merging.actions import report_known
from jiezhi.places.queries import Spot


@dataclass(frozen=True)
class ProgramSubmission:
    """A request as a program sends it.

    Args:
        key: The program's own key for it.
        body: Everything that was sent, to tell another request under the same key.
        words: The resident's.
        spot: Where it is.
        place_note: Building, entrance, or how to find the spot.
        phone: Empty, or where the resident wants to be telephoned.
        joins: An order that the resident was offered and says is the same thing.
    """

    key: str
    body: str
    words: str
    spot: Spot
    place_note: str = ""
    phone: str = ""
    joins: UUID | None = None


@action
def take_request(*, sent: ProgramSubmission, actor: Actor, at: datetime) -> Receipt:
    """Take a request that a program brings. The same key gives the same receipt, query code included.

    Raises:
        KeyReusedError: The key came before with another body.
        InvalidError: Nothing was said.
        WrongStepError: What it was to join was reported done at this moment.
    """
    require(actor, SUBMIT)
    key_digest = blind_index(sent.key, column="openapi.GivenKey.key")
    body_digest = blind_index(sent.body, column="openapi.GivenKey.body")
    hold(f"openapi.key:{actor.id}:{key_digest}")
    keys = GivenKey.objects.filter(
        sub_district_id=actor.tenant_id, program_id=actor.id, key_digest=key_digest
    )
    known = keys.first()
    if known is not None and known.body_digest != body_digest:
        raise _key_reused()
    if known is None:
        GivenKey.objects.create(
            sub_district_id=actor.tenant_id,
            program_id=actor.id,
            key_digest=key_digest,
            body_digest=body_digest,
            given_at=at,
        )
    submission = Submission(
        key=UUID(bytes=derive_code(f"{actor.id} {sent.key}", purpose="openapi.submission", size=16)),
        words=sent.words,
        spot=sent.spot,
        place_note=sent.place_note,
        phone=sent.phone,
        channel=Channel.PROGRAM,
    )
    if sent.joins is None:
        receipt = submit_concern(submission=submission, actor=actor, at=at)
    else:
        receipt = report_known(submission=submission, order_id=sent.joins, actor=actor, at=at)
    if (
        receipt.concern.words != sent.words.strip()
    ):  # the key was forgotten, the request made under it was not
        raise _key_reused()
    return receipt


def _key_reused() -> KeyReusedError:
    return KeyReusedError(
        _(
            "This Idempotency-Key came before with another body. Send the same body again to get the same "
            "answer, or take a new key for another request."
        )
    )
