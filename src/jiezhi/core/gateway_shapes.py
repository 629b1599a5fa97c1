"""How message gateways and group robots are spoken to: texts put into a shape, signatures, and what an answer means."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, quote_plus

PLACE = re.compile(r"\$\{([a-z][a-z0-9_.]*)\}")
WECOM_MOST_BYTES = 2048
"""Source: WeCom, "Group robot configuration", type text: `content` has at most 2048 bytes of UTF-8."""
DINGTALK_REST_S = 600
"""Source: DingTalk, "Custom robot": whoever sends more than 20 a minute is refused for ten minutes."""
ROBOT_MOST_A_MINUTE = 20
"""Source: both makers' pages on group robots: 20 messages a minute and robot."""


class Verdict(StrEnum):
    """What an answer of a gateway means for the message."""

    TAKEN = "taken"
    LATER = "later"
    LIMITED = "limited"
    REFUSED = "refused"


@dataclass(frozen=True)
class Reading:
    """An answer that was read.

    Args:
        verdict: What it means.
        code: The gateway's own code or the status; never its words, which may quote the message.
        gateway_id: How the gateway calls the message in its receipts; empty when it does not say.
    """

    verdict: Verdict
    code: str
    gateway_id: str = ""


@dataclass(frozen=True)
class AnswerShape:
    """How a gateway's answer is read, as its manual says.

    Args:
        code_path: Where the code stands in a JSON answer, such as `data.code`; empty: the status alone counts.
        taken: Codes that mean taken.
        later: Codes that mean "try again later": a full queue, a limit.
        id_path: Where the gateway's own id of the message stands.
    """

    code_path: str = ""
    taken: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    id_path: str = ""


def places_of(template: str) -> frozenset[str]:
    """Give the names that a template wants.

    Examples:
        >>> sorted(places_of('{"to":"${phone}","say":"${text}"}'))
        ['phone', 'text']
    """
    return frozenset(PLACE.findall(template))


def fill(template: str, values: Mapping[str, str], *, escape: Callable[[str], str]) -> str:
    r"""Put values into the places of a template, each written so that it stays one value.

    Args:
        template: Text with places such as `${phone}`.
        values: By name.
        escape: `in_json`, `in_form` or `in_header`.

    Raises:
        KeyError: The template wants something that is not there.

    Examples:
        >>> fill('{"say":"${text}"}', {"text": 'a "b"'}, escape=in_json)
        '{"say":"a \\"b\\""}'
    """
    return PLACE.sub(lambda hit: escape(values[hit[1]]), template)


def in_json(value: str) -> str:
    """Write a value for the inside of a JSON string."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def in_form(value: str) -> str:
    """Write a value for a form or the part of an address behind the question mark."""
    return quote(value, safe="")


def in_header(value: str) -> str:
    r"""Write a value for a header, which has one line of Latin characters; others are percent-encoded.

    Examples:
        >>> in_header("Bearer a b"), in_header("x\r\nEvil: 1")
        ('Bearer a b', 'x%0D%0AEvil: 1')
    """
    return quote(value, safe=" !\"#$&'()*+,/:;<=>?@[]^`{|}~%")


def find_in(content: object, path: str) -> str:
    """Give what stands at a path such as `data.list.0.id` in parsed JSON, as text; empty when nothing does.

    Examples:
        >>> find_in({"data": [{"id": 7}]}, "data.0.id"), find_in({"a": None}, "a"), find_in([], "a.b")
        ('7', '', '')
    """
    for step in path.split(".") if path else []:
        if isinstance(content, Mapping):
            content = content.get(step)
        elif isinstance(content, list) and step.isdecimal() and int(step) < len(content):
            content = content[int(step)]
        else:
            return ""
    if isinstance(content, bool):
        return str(content).lower()
    return str(content) if isinstance(content, str | int | float) else ""


def read_answer(shape: AnswerShape, *, status: int, body: bytes) -> Reading:
    """Say what a gateway's answer means.

    A status of 5xx, 408 or 429 is tried again; another one outside 2xx is a refusal, since the same message would be
    refused again. Within 2xx the code decides; an answer without the code that the manual promises is tried again.

    Examples:
        >>> shape = AnswerShape("code", frozenset({"0"}), frozenset({"105"}), "id")
        >>> read_answer(shape, status=200, body=b'{"code":0,"id":"m1"}')
        Reading(verdict=<Verdict.TAKEN: 'taken'>, code='0', gateway_id='m1')
        >>> told = (b'{"code":105}', b'{"code":9}', b'?')
        >>> [read_answer(shape, status=200, body=body).verdict.value for body in told]
        ['later', 'refused', 'later']
        >>> [read_answer(shape, status=status, body=b"").verdict.value for status in (503, 429, 403)]
        ['later', 'limited', 'refused']
    """
    of_status = _by_status(status)
    if of_status is not None:
        return of_status
    if not shape.code_path:
        return Reading(Verdict.TAKEN, f"HTTP {status}", _own_number(_parsed(body), shape))
    content = _parsed(body)
    code = find_in(content, shape.code_path)
    if not code:
        return Reading(Verdict.LATER, "no code")
    if code in shape.taken:
        return Reading(Verdict.TAKEN, code[:32], _own_number(content, shape))
    return Reading(Verdict.LATER if code in shape.later else Verdict.REFUSED, code[:32])


ROBOT_LIMITED = frozenset({"45009", "45033", "130101", "410100"})
"""Source: WeCom's global error codes (45009 frequency, 45033 concurrency); DingTalk's robot (130101, 410100)."""
ROBOT_LATER = frozenset({"-1"})
"""Source: both makers: -1 is a busy system, try again."""


def read_robot_answer(*, status: int, body: bytes) -> Reading:
    """Say what the answer of a WeCom or DingTalk robot means: `errcode` 0 is taken.

    Examples:
        >>> read_robot_answer(status=200, body=b'{"errcode":0,"errmsg":"ok"}').verdict.value
        'taken'
        >>> told = [b'{"errcode":%d}' % code for code in (130101, -1, 93000)]
        >>> [read_robot_answer(status=200, body=body).verdict.value for body in told]
        ['limited', 'later', 'refused']
    """
    of_status = _by_status(status)
    if of_status is not None:
        return of_status
    code = find_in(_parsed(body), "errcode")
    if code == "0":
        return Reading(Verdict.TAKEN, code)
    if not code or code in ROBOT_LATER:
        return Reading(Verdict.LATER, code or "no code")
    return Reading(Verdict.LIMITED if code in ROBOT_LIMITED else Verdict.REFUSED, code[:32])


def _own_number(content: object, shape: AnswerShape) -> str:
    return find_in(content, shape.id_path)[:64] if shape.id_path else ""


def _by_status(status: int) -> Reading | None:
    if 200 <= status < 300:
        return None
    if status == 429:
        return Reading(Verdict.LIMITED, f"HTTP {status}")
    return Reading(Verdict.LATER if status >= 500 or status == 408 else Verdict.REFUSED, f"HTTP {status}")


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def dingtalk_signature(secret: str, *, at_ms: int) -> str:
    """Give the signature of a DingTalk robot, ready for the address.

    HMAC-SHA256 with the secret as key over the time, a line feed and the secret, in Base64, percent-encoded.

    Args:
        secret: As the robot's page shows it; begins with `SEC`.
        at_ms: Milliseconds since 1970; DingTalk refuses what is more than an hour off.

    Source: DingTalk open platform, "Custom robot security settings", signing.
    """
    signed = hmac.new(secret.encode(), f"{at_ms}\n{secret}".encode(), hashlib.sha256).digest()
    return quote_plus(base64.b64encode(signed))


def dingtalk_address(address: str, secret: str, *, at_ms: int) -> str:
    """Give the address of a DingTalk robot with time and signature; without a secret it stays as it is."""
    if not secret:
        return address
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}timestamp={at_ms}&sign={dingtalk_signature(secret, at_ms=at_ms)}"


def robot_body(text: str) -> bytes:
    """Give the message of a robot as both makers take it, cut to what the stricter one allows.

    Examples:
        >>> robot_body("灯坏了").decode()
        '{"msgtype": "text", "text": {"content": "灯坏了"}}'
        >>> len(json.loads(robot_body("长" * 3000))["text"]["content"].encode()) <= WECOM_MOST_BYTES
        True
    """
    raw = text.encode()
    if len(raw) > WECOM_MOST_BYTES:
        text = raw[: WECOM_MOST_BYTES - 3].decode(errors="ignore") + "…"
    return json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()


def receipt_signature(key: str, *, sent_s: str, body: bytes) -> str:
    """Give the HMAC-SHA256 in hexadecimal that a gateway's receipt must carry: over its time, a full stop, its bytes.

    Args:
        key: The way's receipt key.
        sent_s: Seconds since 1970, as the header says them.
        body: As received.
    """
    return hmac.new(key.encode(), sent_s.encode() + b"." + body, hashlib.sha256).hexdigest()


STOP_WORDS = frozenset({"T", "TD", "N", "R", "退订", "拒收", "停", "STOP"})
"""What people send to end messages.

Source: Measures on the Administration of Short Message Services (MIIT order 31, 2015), Article 20: a way to refuse must
be offered with the message. The letters are those in common use.
"""


def is_stop(text: str) -> bool:
    """Whether an answer to a message ends them: a stop word alone, or with a full stop or blanks around it.

    Examples:
        >>> is_stop(" td。"), is_stop("ＴＤ"), is_stop("退订"), is_stop("灯还没修好")
        (True, True, True, False)
    """
    plain = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)
    return plain.strip(" 。.!\t\r\n").upper() in STOP_WORDS
