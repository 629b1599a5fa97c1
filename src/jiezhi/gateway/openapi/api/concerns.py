"""Requests: made once per key, followed by number and query code. What a resident told is never given out."""

from typing import Annotated
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header

from jiezhi.concerns.codes import digest_of
from jiezhi.concerns.queries import callbacks_of, held_concern
from jiezhi.concerns.standing import standing_of
from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.openapi.actions import ProgramSubmission, take_request
from jiezhi.gateway.openapi.door import ProgramRequest, operation
from jiezhi.gateway.openapi.schemas.concerns import ConcernIn, ReceiptOut, StandingOut
from jiezhi.kit.errors import InvalidError
from jiezhi.places.queries import Spot, spot_at, spot_of_community, spot_of_estate

TAG = "concerns"
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[!-~]+$")]
Code = Annotated[str, Header(alias="Query-Code", min_length=16, max_length=40, pattern=r"^[0-9A-Za-z -]+$")]


@operation(
    "post",
    "/concerns",
    scope=ProgramScope.CONCERNS_CREATE,
    gives=ReceiptOut,
    tag=TAG,
    status=201,
    refusals=frozenset({404}),
)
def create_concern(request: ProgramRequest, sent: ConcernIn, key: Key) -> ReceiptOut:
    """Make a request for a resident. The same key and body give the same receipt again."""
    actor = request.caller.actor
    submission = ProgramSubmission(
        key=key,
        body=sent.model_dump_json(),
        words=sent.words,
        spot=_place(actor.tenant_id, sent),
        place_note=sent.place_note,
        phone=sent.phone,
    )
    return ReceiptOut.of(take_request(sent=submission, actor=actor, at=timezone.now()))


@operation(
    "get",
    "/concerns/{number}",
    scope=ProgramScope.CONCERNS_FOLLOW,
    gives=StandingOut,
    tag=TAG,
    refusals=frozenset({404}),
)
def show_concern(request: ProgramRequest, number: str, code: Code) -> StandingOut:
    """Tell where a request stands, to whoever sends its query code in the header."""
    concern = held_concern(
        sub_district_id=request.caller.actor.tenant_id, code_digests=[digest_of(code)], number=number
    )
    return StandingOut.of(concern, standing_of(concern, callbacks_of(concern), at=timezone.now()))


def _place(street_id: UUID, sent: ConcernIn) -> Spot:
    if (sent.lon is None) != (sent.lat is None):
        raise InvalidError(_("A point needs both lon and lat. Send both, or neither."))
    if sent.estate_id is not None:
        return spot_of_estate(sub_district_id=street_id, estate_id=sent.estate_id)
    if sent.lon is not None and sent.lat is not None:
        return spot_at(sub_district_id=street_id, lon=sent.lon, lat=sent.lat)
    if sent.community_id is not None:
        return spot_of_community(sub_district_id=street_id, community_id=sent.community_id)
    return Spot()
