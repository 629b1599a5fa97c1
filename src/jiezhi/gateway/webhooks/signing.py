"""How messages to programs are signed: docs/reference/api.md tells the other side how to check it."""

import hashlib
import hmac
import secrets

KEY_PREFIX = "whsec_"
KEY_BYTES = 32


def new_key() -> str:
    """Give a signing key of 256 bits; it is shown once."""
    return KEY_PREFIX + secrets.token_hex(KEY_BYTES)


def signature(key: str, *, letter_id: str, sent_s: int, body: bytes) -> str:
    """Give `v1=` and the HMAC-SHA256 over id, time and body, so that neither can be exchanged.

    Args:
        key: As it was shown.
        letter_id: The header `Jiezhi-Id`; the same for every try.
        sent_s: The header `Jiezhi-Timestamp`, seconds since 1970.
        body: The bytes that are sent.
    """
    signed = f"{letter_id}.{sent_s}.".encode() + body
    return "v1=" + hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()
