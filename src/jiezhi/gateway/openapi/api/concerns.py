"""Requests: made once per key, followed by number and query code. What a resident told is never given out."""

from typing import Annotated
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header

from jiezhi.concerns.actions import Opening, open_with_code
from jiezhi.concerns.codes import digest_of
from jiezhi.concerns.permissions import FOLLOW
from jiezhi.concerns.queries import callbacks_of, held_concern
from jiezhi.concerns.standing import standing_of
from jiezhi.gateway.clients.choices import ProgramScope
from jiezhi.gateway.clients.errors import TooManyCallsError
from jiezhi.gateway.openapi.actions import ProgramSubmission, take_request
from jiezhi.gateway.openapi.door import ProgramRequest, operation
from jiezhi.gateway.openapi.errors import DigitsRefusedError
from jiezhi.gateway.openapi.schemas.concerns import (
    ConcernIn,
    KnownList,
    KnownOut,
    ReceiptOut,
    ReportedIn,
    StandingOut,
)
from jiezhi.kit.actor import Actor
from jiezhi.kit.errors import InvalidError
from jiezhi.kit.vault import blind_index
from jiezhi.merging.queries import known_matters
from jiezhi.places.queries import Spot, spot_at, spot_of_community, spot_of_estate

TAG = "concerns"
Digits = Annotated[str, Header(alias="Phone-Digits", pattern=r"^(\d{4})?$")]
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
    """Make a request for a resident, or join it to what is known. The same key and body give the same receipt."""
    actor = request.caller.actor
    submission = ProgramSubmission(
        key=key,
        # Left out where it is empty, so that a body that was sent before there was such a field is still the same.
        body=sent.model_dump_json(exclude={"joins"} if sent.joins is None else None),
        words=sent.words,
        spot=_place(actor.tenant_id, sent),
        place_note=sent.place_note,
        phone=sent.phone,
        joins=sent.joins,
    )
    return ReceiptOut.of(take_request(sent=submission, actor=actor, at=timezone.now()))


@operation(
    "post",
    "/concerns/known",
    scope=ProgramScope.CONCERNS_CREATE,
    gives=KnownList,
    tag=TAG,
    refusals=frozenset({404}),
)
def ask_known(request: ProgramRequest, sent: ReportedIn) -> KnownList:
    """Tell what others have reported that a resident's words are likely about, before the request is made."""
    street_id = request.caller.actor.tenant_id
    found = known_matters(
        sub_district_id=street_id, words=sent.words, spot=_place(street_id, sent), at=timezone.now()
    )
    return KnownList(items=[KnownOut.of(each) for each in found])


@operation(
    "get",
    "/concerns/{number}",
    scope=ProgramScope.CONCERNS_FOLLOW,
    gives=StandingOut,
    tag=TAG,
    refusals=frozenset({404}),
)
def show_concern(request: ProgramRequest, number: str, code: Code, digits: Digits = "") -> StandingOut:
    """Tell where a request stands, to whoever sends its query code, and the last digits where a number was left."""
    digest = _opened(request.caller.actor, code, digits)
    concern = held_concern(
        sub_district_id=request.caller.actor.tenant_id, code_digests=[digest], number=number
    )
    return StandingOut.of(concern, standing_of(concern, callbacks_of(concern), at=timezone.now()))


def _opened(actor: Actor, code: str, digits: str) -> str:
    """Give the digest of a code that opens something, as on the office's own page: tries are counted there and here."""
    digest, at = digest_of(code), timezone.now()
    # A program serves many residents, so tries are counted for the code and not for the program besides.
    address = blind_index(f"{actor.id} {digest}", column="openapi.try")
    opened = open_with_code(code=code, digits=digits, address=address, actor=actor.lent(FOLLOW.code), at=at)
    if opened.locked_until is not None:
        wait_s = max(1, int((opened.locked_until - at).total_seconds()))
        raise TooManyCallsError(
            _("Too many wrong tries were made with this query code. Wait %(wait)d seconds.")
            % {"wait": wait_s},
            facts={"wait_s": wait_s},
        )
    if opened.outcome in (Opening.NEEDS_DIGITS, Opening.WRONG_DIGITS):
        raise DigitsRefusedError(
            _("Send the last four digits of the telephone number that was left, in the header Phone-Digits.")
        )
    return digest


def _place(street_id: UUID, sent: ReportedIn) -> Spot:
    if (sent.lon is None) != (sent.lat is None):
        raise InvalidError(_("A point needs both lon and lat. Send both, or neither."))
    if sent.estate_id is not None:
        return spot_of_estate(sub_district_id=street_id, estate_id=sent.estate_id)
    if sent.lon is not None and sent.lat is not None:
        return spot_at(sub_district_id=street_id, lon=sent.lon, lat=sent.lat)
    if sent.community_id is not None:
        return spot_of_community(sub_district_id=street_id, community_id=sent.community_id)
    return Spot()
