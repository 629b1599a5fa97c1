"""How a short message leaves: an adapter that the settings name. The outbox calls it, never a page."""

import json
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from jiezhi.core.masking import mask_phone
from jiezhi.kit.outbound import OutboundError, ask

OK = range(200, 300)


class Sender(Protocol):
    """Sends one message."""

    is_trial: bool
    """Nothing reaches a telephone; the pages say so."""

    def send(self, *, phone: str, text: str, key: UUID) -> None:
        """Send a text. The other side may use the key to tell a repetition from a second message."""


class FileSender:
    """Writes messages to files, for trying out: whoever runs the installation reads them there."""

    is_trial = True

    def send(self, *, phone: str, text: str, key: UUID) -> None:
        """Write the text; of the number only what a list may show."""
        folder = Path(settings.MESSAGE_FOLDER)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{key}.txt"
        path.touch(mode=0o600)
        path.write_text(f"{mask_phone(phone)}\n{text}\n", encoding="utf-8")


class HttpSender:
    """Posts messages as JSON to the gateway of a telephone company; its host must be listed as reachable."""

    is_trial = False

    def send(self, *, phone: str, text: str, key: UUID) -> None:
        """Hand the message over; whatever is not an acceptance is tried again by the outbox.

        Raises:
            OutboundError: The gateway was not reached or did not accept.
        """
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(key)}
        body = json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode()
        answer = ask("POST", settings.MESSAGE_GATEWAY, headers=headers, body=body)
        if answer.status not in OK:
            raise OutboundError(f"the message gateway answers {answer.status}")


def sender() -> Sender:
    """Give the adapter that the settings name."""
    made: Sender = import_string(settings.MESSAGE_SENDER)()
    return made


def is_offered() -> bool:
    """Whether residents may sign in by telephone here: an office at work needs a gateway for it."""
    return bool(settings.MESSAGE_SENDER)
