"""Codes that are sent to a telephone: six digits that follow from the row and the key, so that none is stored."""

import secrets
from datetime import timedelta
from uuid import UUID

from jiezhi.kit.vault import blind_index, derive_code

DIGITS = 6
"""Source: OWASP ASVS 5.0, 6.5.4: at least 20 bits; 6.6.3: with a limit on tries."""
LIVES = timedelta(minutes=10)
TRIES = 5
WRONG_WITHIN = timedelta(days=1)
MOST_WRONG_FOR_PHONE = 20
MOST_WRONG_FROM_ADDRESS = 50
"""Over all codes and browsers: a new code gives no new tries. Twenty of a million a day, for one number."""
MOST_MESSAGES = 3
MESSAGES_WITHIN = timedelta(hours=1)
MOST_FROM_ADDRESS = 10
ADDRESS_WITHIN = timedelta(minutes=15)


def phone_code(phone_code_id: UUID) -> str:
    """Give the six digits of a row; without the vault's key nobody computes them from a stolen database."""
    made = int.from_bytes(derive_code(str(phone_code_id), purpose="residency.phone_code", size=16))
    return f"{made % 10**DIGITS:0{DIGITS}}"


def phone_digest(phone: str) -> str:
    """Give the digest under which messages to a number are counted."""
    return blind_index(phone, column="residency.PhoneCode.phone")


def new_browser_token() -> str:
    """Give what only the browser that asked holds, in its sealed session."""
    return secrets.token_hex(16)


def browser_digest(token: str) -> str:
    """Give the digest under which a code is bound to its browser."""
    return blind_index(token, column="residency.PhoneCode.browser")
