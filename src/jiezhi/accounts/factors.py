"""The six digits of an authenticator (RFC 6238), the codes on paper, and the picture a telephone reads them from."""

import base64
import secrets
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote, urlencode

import qrcode
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiezhi.core.numbers import crockford, normalise_code
from jiezhi.kit.vault import blind_index

SECRET_BYTES = 20
"""160 bits, as RFC 4226 (R6) recommends."""
STEP_S = 30
DIGITS = 6
DRIFT_STEPS = 1
"""How far a telephone's clock may be off: RFC 6238 (5.2) allows for one step of delay."""
PAPER_CODES = 10
PAPER_BYTES = 7
"""56 bits each: twelve characters, far more than the limit of tries would let anybody guess."""


def new_secret() -> str:
    """Give a fresh secret in the base 32 that authenticators take."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """Give the half minute to which a code belongs, or None when it belongs to none that is near.

    Args:
        secret: In base 32.
        code: As typed; spaces do not count.
        at: Now.
    """
    digits = "".join(code.split())
    if not (len(digits) == DIGITS and digits.isascii() and digits.isdigit()):
        return None
    now = int(at.timestamp()) // STEP_S
    generator = _generator(secret)
    for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
        try:
            generator.verify(digits.encode("ascii"), step * STEP_S)
        except InvalidToken:
            continue
        return step
    return None


def code_at(secret: str, *, at: datetime) -> str:
    """Give the digits that a telephone shows; the demo and its tests play the telephone."""
    return _generator(secret).generate(int(at.timestamp())).decode("ascii")


def _generator(secret: str) -> TOTP:
    # SHA-1 is what authenticators know; RFC 6238 keeps it, since HMAC does not rest on collisions.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_S)  # noqa: S303 # nosec B303


def authenticator_address(secret: str, *, username: str, office: str) -> str:
    """Give the `otpauth:` address that authenticators read from a picture."""
    label = quote(f"{office}:{username}")
    return f"otpauth://totp/{label}?" + urlencode({"secret": secret, "issuer": office})


@lru_cache(maxsize=8)
def picture_of(address: str) -> SafeString:
    """Draw an address as a QR code: one path, four quiet modules around it (ISO/IEC 18004)."""
    code = qrcode.QRCode(border=4)
    code.add_data(address)
    rows = code.get_matrix()
    dots = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-labelledby="qr-title" shape-rendering="crispEdges">'
        '<rect width="100%" height="100%" fill="#fff"/><path d="{1}" fill="#000"/></svg>',
        len(rows),
        " ".join(dots),
    )


def grouped(text: str) -> str:
    """Write a secret or code in groups of four, for eyes and fingers."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def new_paper_codes() -> list[str]:
    """Give a set of codes for the drawer."""
    return [crockford(secrets.token_bytes(PAPER_BYTES)) for _ in range(PAPER_CODES)]


def paper_digest(code: str) -> str:
    """Give the digest under which a code on paper is stored, whatever its spacing and case."""
    return blind_index(normalise_code(code), column="accounts.RecoveryCode.digest")


SLIP_BYTES = 10
"""80 bits: a slip needs nothing besides its code and the name it is for."""


def slip_digest(code: str) -> str:
    """Give the digest under which the code of a slip is stored."""
    return blind_index(normalise_code(code), column="accounts.EntryCode.digest")


def subject_digest(issuer: str, subject: str) -> str:
    """Give the digest of who somebody is at another system: theirs may be a telephone number."""
    return blind_index(f"{issuer}\0{subject}", column="accounts.OutsideIdentity.subject_digest")
