"""Where the gateway for short messages reports back: what arrived, and who answered with a word to stop."""

import hmac
import json
from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jiezhi.core.gateway_shapes import find_in, is_stop, receipt_signature
from jiezhi.kit.access import public
from jiezhi.kit.actor import system_job
from jiezhi.kit.errors import MissingError
from jiezhi.notices.actions import note_receipt, note_stop
from jiezhi.notices.models import WayOut
from jiezhi.notices.queries import get_gateway

MOST_BYTES = 16 << 10
FRESH_S = 300
"""Seconds by which the time of a report may differ from ours; an old one that was caught cannot be played again."""
ARRIVED, FAILED = "delivered", "failed"


@csrf_exempt
@require_POST
@public
def receipt(request: HttpRequest, way_id: UUID) -> HttpResponse:
    """Take a report: `{"id", "state", "code"}` of a message, or `{"phone", "text"}` of an answer to one.

    An unknown gateway and a wrong signature look the same from outside.
    """
    body = request.read(MOST_BYTES + 1)
    try:
        way = get_gateway(way_id)
    except MissingError:
        return HttpResponse(status=404)
    if len(body) > MOST_BYTES or not _is_signed(request, way, body):
        return HttpResponse(status=404)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    return JsonResponse({"known": _note(way, told)})


def _is_signed(request: HttpRequest, way: WayOut, body: bytes) -> bool:
    sent_s = request.headers.get("Jiezhi-Timestamp", "")
    if not sent_s.isascii() or not sent_s.isdecimal() or len(sent_s) > 12:
        return False
    if abs(datetime.now(UTC).timestamp() - int(sent_s)) > FRESH_S:
        return False
    given = request.headers.get("Jiezhi-Signature", "").encode("utf-8", "replace")
    return hmac.compare_digest(given, receipt_signature(way.receipt_key, sent_s=sent_s, body=body).encode())


def _note(way: WayOut, told: object) -> bool:
    actor = system_job("notices.receipts", sub_district_id=way.sub_district_id, permissions=frozenset())
    at = datetime.now(UTC)
    if find_in(told, "phone"):
        if not is_stop(find_in(told, "text")):
            return False
        note_stop(way=way, phone=find_in(told, "phone"), actor=actor, at=at)
        return True
    state, gateway_id = find_in(told, "state"), find_in(told, "id")
    if state not in (ARRIVED, FAILED) or not gateway_id:
        return False
    return note_receipt(
        way=way,
        gateway_id=gateway_id,
        has_arrived=state == ARRIVED,
        code=find_in(told, "code"),
        actor=actor,
        at=at,
    )
