"""The example that works: orders and replies as JSON over HTTP."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jiezhi.concerns.adapters.contract import AdapterError, Batch, Reached, Reply, Told
from jiezhi.concerns.superior_rows import OrderRow
from jiezhi.concerns.superior_words import phone_or_none
from jiezhi.core.deadlines import parse_limit
from jiezhi.core.spellings import SpellingError, parse_long_number, parse_moment, squeeze_text
from jiezhi.kit.outbound import Answer, OutboundError, ask

OK, CREATED, NO_CONTENT, CONFLICT = 200, 201, 204, 409
NEEDED = ("number", "words", "issued_at", "due_at", "place", "phone")
"""What an order is read from; whatever else a system tells of a person is not kept."""


class HttpJsonAdapter:
    """`GET /orders?after=CURSOR` and `POST /orders/NUMBER/reply` below the source's address."""

    def fetch(self, reached: Reached, cursor: str) -> Batch:
        """Give what came since `cursor`."""
        answer = self._ask("GET", reached, f"/orders?{urlencode({'after': cursor})}")
        if answer.status != OK:
            raise AdapterError(_("It answers with status %(status)d.") % {"status": answer.status})
        try:
            told = json.loads(answer.body)
            listed, after = list(told["orders"]), str(told["cursor"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise AdapterError(_("It does not answer in the agreed form.")) from error
        has_more = isinstance(told, dict) and told.get("more") is True
        return Batch(tuple(_told(each) for each in listed), after[:200], has_more)

    def read(self, words: str) -> OrderRow | None:
        """Read an order again."""
        try:
            return _order(json.loads(words))
        except (KeyError, TypeError, ValueError):
            return None

    def hand_over(self, reached: Reached, reply: Reply, key: UUID) -> None:
        """Bring a reply; an answer of 409 means that it is there already."""
        body = {
            "department": reply.department,
            "reply": reply.words,
            "resolved_at": timezone.localtime(reply.resolved_at).isoformat(timespec="seconds"),
            "satisfied": reply.was_satisfied,
        }
        path = f"/orders/{quote(reply.number, safe='')}/reply"
        answer = self._ask("POST", reached, path, body=body, key=key)
        if answer.status not in (OK, CREATED, NO_CONTENT, CONFLICT):
            raise AdapterError(_("It answers with status %(status)d.") % {"status": answer.status})

    def _ask(
        self,
        method: str,
        reached: Reached,
        path: str,
        *,
        body: dict[str, Any] | None = None,
        key: UUID | None = None,
    ) -> Answer:
        headers = {"Accept": "application/json", "Authorization": f"Bearer {reached.secret}"}
        if key is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": str(key)}
        content = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        try:
            return ask(method, reached.address.rstrip("/") + path, headers=headers, body=content)
        except OutboundError as error:
            raise AdapterError(_("It was not reached (%(why)s).") % {"why": error}) from error


def _told(each: object) -> Told:
    fields = each if isinstance(each, dict) else {}
    needed = {name: fields[name] for name in NEEDED if isinstance(fields.get(name), str | int | float)}
    words = json.dumps(needed)
    try:
        number = _number(needed.get("number"))
    except SpellingError:
        number = ""
    return Told(number, words, HttpJsonAdapter().read(words))


def _order(told: dict[str, Any]) -> OrderRow:
    due = told.get("due_at")
    limit = parse_limit(due) if isinstance(due, str) else None
    return OrderRow(
        number=_number(told["number"]),
        words=squeeze_text(str(told["words"])),
        issued_at=_moment(told["issued_at"]),
        their_due_at=_moment(due) if due and limit is None else None,
        place=squeeze_text(str(told.get("place") or "")),
        phone=phone_or_none(str(told.get("phone") or "")),
        their_limit=limit,
    )


def _number(written: object) -> str:
    """Read a number; one that came as a JSON float whose digits are lost names no order, or another one."""
    return parse_long_number(written) if written not in ("", None) else ""


def _moment(written: object) -> datetime:
    try:
        return parse_moment(written, zone=timezone.get_current_timezone())
    except SpellingError as error:
        raise ValueError(str(error)) from error
