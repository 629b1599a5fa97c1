"""Bringing one message to its recipient, and what its state is afterwards.

A try is noted before the other side is spoken to. Where a kill falls between, a gateway that is told the key of the
message is asked again under the same key; a robot knows no keys, so its message is not repeated by itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from jiezhi.core.gateway_shapes import (
    DINGTALK_REST_S,
    ROBOT_MOST_A_MINUTE,
    AnswerShape,
    Reading,
    Verdict,
    dingtalk_address,
    fill,
    in_form,
    in_json,
    read_answer,
    read_robot_answer,
    robot_body,
)
from jiezhi.kit.outbound import OutboundError, ask
from jiezhi.kit.outbox import LaterError
from jiezhi.notices.choices import BodyKind, Reason, SendingState, WayKind
from jiezhi.notices.kinds import outside_text
from jiezhi.notices.models import Sending, StoppedNumber, WayOut
from jiezhi.notices.preferences import USUAL_QUIET, Wishes, when_allowed, wishes_of
from jiezhi.notices.shapes import headers_of, values_for

WHOLE_S = 10
"""Seconds that one try may take, whatever the other side does."""
BUSY = timedelta(seconds=WHOLE_S + 5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 360))
"""Before the second try, the third and so on: a day of trying in all, then the message is given up."""
MOST_TRIES = len(PAUSES) + 1
MINUTE = timedelta(minutes=1)

REASONS = {
    "40058": Reason.SHAPE,
    "40008": Reason.SHAPE,
    "400106": Reason.SHAPE,
    "93000": Reason.ADDRESS,
    "300001": Reason.ADDRESS,
    "400101": Reason.ADDRESS,
    "400102": Reason.ADDRESS,
    "310000": Reason.SIGNATURE,
    "HTTP 401": Reason.SIGNATURE,
    "HTTP 403": Reason.SIGNATURE,
    "HTTP 404": Reason.ADDRESS,
    "HTTP 400": Reason.SHAPE,
}
"""Why a message is refused, by the other side's code.

Source: WeCom's global error codes; DingTalk's page on custom robots.
"""


@dataclass(frozen=True)
class Try:
    """A message that may leave now, and all that is needed for it."""

    sending: Sending
    way: WayOut
    phone: str
    text: str


def bring(sending: Sending, *, at: datetime) -> None:
    """Try to bring a message, and note what came of it. One message a way is under way at a time.

    Raises:
        LaterError: Not now: it is quiet, the robot has had its twenty, or this try failed and another follows.
    """
    is_free = Q(busy_until=None) | Q(busy_until__lte=at)
    if not WayOut.objects.filter(is_free, pk=sending.way_id).update(busy_until=at + BUSY):
        raise LaterError(at + timedelta(seconds=2))
    try:
        chosen = _begin(sending.pk, at=at)
        if chosen is not None:
            _note(chosen, _talk(chosen, at=at), at=at)
    finally:  # a kill leaves it to time
        WayOut.objects.filter(pk=sending.way_id).update(busy_until=None)


def _begin(sending_id: UUID, *, at: datetime) -> Try | None:
    """Take the message up; whoever has the way's turn is alone with it, so a limit holds for all threads together."""
    related = ("way", "sub_district", "reader", "wish")
    sending = Sending.objects.select_related(*related).get(pk=sending_id)
    if sending.state != SendingState.WAITING:
        return None
    if sending.is_under_way and not sending.way.knows_repeats:
        _settle(sending, SendingState.UNCERTAIN, Reason.CUT, at=at)
        return None
    wishes = _wishes_of_reader(sending)
    phone, refused = _recipient(sending, sending.way, wishes)
    if refused is not None:
        _settle(sending, SendingState.STOPPED, refused, at=at)
        return None
    until, reason = _not_before(sending, sending.way, wishes, at=at)
    if until > at:
        if sending.reason != reason:
            Sending.objects.filter(pk=sending.pk).update(reason=reason)
        raise LaterError(until)
    sending.is_under_way, sending.tried_at, sending.tries = True, at, sending.tries + 1
    sending.save(update_fields=["is_under_way", "tried_at", "tries"])
    return Try(sending, sending.way, phone, _text(sending, sending.way))


def _wishes_of_reader(sending: Sending) -> Wishes | None:
    """Give what the reader wishes today; None where the message goes to a group or a resident."""
    if sending.reader is None:
        return None
    return wishes_of(sending.sub_district_id, [sending.reader])[sending.reader.pk]


def _recipient(sending: Sending, way: WayOut, wishes: Wishes | None) -> tuple[str, Reason | None]:
    """Give the number of today, or why there is nobody to send to any more."""
    if way.ended_at is not None:
        return "", Reason.NO_WAY
    if way.is_robot:
        return "", None
    if sending.wish is not None:
        wish = sending.wish
        is_stopped = StoppedNumber.objects.filter(
            sub_district_id=sending.sub_district_id, phone_index=wish.phone_index
        ).exists()
        is_over = is_stopped or wish.ended_at is not None or not wish.phone
        return wish.phone, Reason.ENDED if is_over else None
    if wishes is None or not wishes.user.is_active or not wishes.phone:
        return "", Reason.NO_NUMBER
    return wishes.phone, None


def _not_before(
    sending: Sending, way: WayOut, wishes: Wishes | None, *, at: datetime
) -> tuple[datetime, Reason]:
    """Give when the message may leave at the earliest, and what it waits for."""
    if sending.send_after > at:
        return sending.send_after, Reason(sending.reason)
    if not sending.is_urgent:
        quiet = wishes.quiet if wishes is not None else USUAL_QUIET
        allowed = when_allowed(sending.sub_district_id, quiet, at=at)
        if allowed > at:
            return allowed, Reason.QUIET
    if way.is_resting(at=at):
        return way.resting_until or at, Reason.LIMIT
    if way.is_robot:
        lately = Sending.objects.filter(
            sub_district_id=way.sub_district_id, way=way, tried_at__gt=at - MINUTE
        ).order_by("-tried_at")
        times = list(lately.values_list("tried_at", flat=True)[:ROBOT_MOST_A_MINUTE])
        if len(times) >= ROBOT_MOST_A_MINUTE and times[-1] is not None:
            return times[-1] + MINUTE, Reason.LIMIT
    return at, Reason.NONE


def _text(sending: Sending, way: WayOut) -> str:
    """Give what is told, and once by whom: a signature that the gateway puts in front may name the office already."""
    lines = sending.lines.order_by("id").values_list("kind", "facts")
    street, signature = sending.sub_district.name, "" if way.is_robot else way.signature_text
    is_named = bool(signature) and (signature in street or street in signature)
    return outside_text("" if is_named else street, list(lines))


def _talk(chosen: Try, *, at: datetime) -> Reading:
    try:
        if chosen.way.is_robot:
            return _ask_robot(chosen, at=at)
        return _ask_gateway(chosen)
    except OutboundError:
        return Reading(Verdict.LATER, "unreached")


def _ask_robot(chosen: Try, *, at: datetime) -> Reading:
    way = chosen.way
    address = way.address
    if way.kind == WayKind.DINGTALK:
        address = dingtalk_address(address, way.secret, at_ms=int(at.timestamp() * 1000))
    headers = {"Content-Type": "application/json; charset=utf-8"}
    answer = ask("POST", address, headers=headers, body=robot_body(chosen.text), whole_s=WHOLE_S)
    return read_robot_answer(status=answer.status, body=answer.body)


def _ask_gateway(chosen: Try) -> Reading:
    way = chosen.way
    values = values_for(way, phone=chosen.phone, text=chosen.text, key=str(chosen.sending.pk))
    try:
        address = fill(way.address, values, escape=in_form)
        headers = {"Content-Type": f"{way.body_kind}; charset=utf-8", **headers_of(way, values)}
        escape = in_json if way.body_kind == BodyKind.JSON else in_form
        body = fill(way.body, values, escape=escape).encode() if way.body else None
    except KeyError:  # a secret was taken away since the way was set up
        return Reading(Verdict.REFUSED, "HTTP 400")
    answer = ask(way.method, address, headers=headers, body=body, whole_s=WHOLE_S)
    shape = AnswerShape(way.code_path, frozenset(way.taken_codes), frozenset(way.later_codes), way.id_path)
    return read_answer(shape, status=answer.status, body=answer.body)


def _note(chosen: Try, reading: Reading, *, at: datetime) -> None:
    """Write down what came of a try; the conditional update leaves alone what a receipt has settled meanwhile."""
    now = max(datetime.now(UTC), at)
    sending = chosen.sending
    sending.code, sending.is_under_way = reading.code, False
    WayOut.objects.filter(pk=chosen.way.pk).update(last_code=reading.code)
    if reading.verdict is Verdict.TAKEN:
        sending.sent_at, sending.gateway_id = now, reading.gateway_id
        WayOut.objects.filter(pk=chosen.way.pk).update(last_sent_at=now)
        _settle(sending, SendingState.SENT, Reason.NONE, at=now)
        return
    if reading.verdict is Verdict.REFUSED:
        _settle(sending, SendingState.REFUSED, REASONS.get(reading.code, Reason.OTHER), at=now)
        return
    if sending.tries >= MOST_TRIES:
        _settle(sending, SendingState.GIVEN_UP, Reason.TOO_OFTEN, at=now)
        return
    until, reason = _next_try(chosen, reading, now=now)
    Sending.objects.filter(pk=sending.pk, state=SendingState.WAITING).update(
        code=reading.code, is_under_way=False, reason=reason
    )
    raise LaterError(until)


def _next_try(chosen: Try, reading: Reading, *, now: datetime) -> tuple[datetime, Reason]:
    pause = PAUSES[chosen.sending.tries - 1]
    if reading.verdict is not Verdict.LIMITED:
        return now + pause, Reason.AWAY if reading.code == "unreached" else Reason.BUSY
    is_dingtalk = chosen.way.kind == WayKind.DINGTALK
    rest = timedelta(seconds=DINGTALK_REST_S) if is_dingtalk else MINUTE
    WayOut.objects.filter(pk=chosen.way.pk).update(resting_until=now + rest)
    return now + rest, Reason.LIMIT


def _settle(sending: Sending, state: SendingState, reason: Reason, *, at: datetime) -> None:
    Sending.objects.filter(pk=sending.pk, state=SendingState.WAITING).update(
        state=state,
        reason=reason,
        code=sending.code,
        gateway_id=sending.gateway_id,
        sent_at=sending.sent_at,
        is_under_way=False,
        settled_at=at,
    )
