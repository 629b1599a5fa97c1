"""Reading a launch: a JWT that the platform signed for one person, one street and one minute.

Source: RFC 7519 (JWT), RFC 8037 (EdDSA), RFC 8176 (values of `amr`).

Any other algorithm is refused, so a key cannot be taken for another kind.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

LIFE_S = 60
SKEW_S = 5
"""By how much the platform's clock may be ahead."""
LONGEST = 4000
NEEDED = ["iss", "aud", "sub", "iat", "exp", "jti"]


class BadLaunchError(Exception):
    """Something about a launch is not as agreed. The reason is for tests and the audit, never for the reader."""


@dataclass(frozen=True)
class ReadLaunch:
    """A launch whose signature, street and time are right.

    Args:
        person: The id on the platform.
        launch_id: Used once.
        expires_s: Seconds since 1970.
        has_second_factor: Whether the platform says that it asked for one (`mfa` in `amr`).
    """

    person: str
    launch_id: str
    expires_s: int
    has_second_factor: bool = False


def issuer_of(token: str) -> UUID:
    """Give the program that a launch says it is from; nothing of it is believed before `read_launch`.

    Raises:
        BadLaunchError: It is no launch.
    """
    if len(token) > LONGEST:
        raise BadLaunchError("too long")
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
        return UUID(str(claims.get("iss", "")))
    except (jwt.PyJWTError, ValueError) as error:
        raise BadLaunchError("unreadable") from error


def read_launch(token: str, *, public_key: str, program_id: UUID, audience: str, at: datetime) -> ReadLaunch:
    """Check a launch and give what it says.

    Args:
        token: As it came.
        public_key: The program's, PEM.
        program_id: Whose it must be.
        audience: `jiezhi:` and the street's short name.
        at: Now; the clock of the library is not asked.

    Raises:
        BadLaunchError: Signature, street, program, time or life are not right.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            public_key,
            algorithms=["EdDSA"],
            audience=audience,
            issuer=str(program_id),
            options={"require": NEEDED, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise BadLaunchError(type(error).__name__) from error
    issued, expires, now = claims["iat"], claims["exp"], at.timestamp()
    if type(issued) is not int or type(expires) is not int or not isinstance(claims["aud"], str):
        raise BadLaunchError("claims of another type")
    if not 0 < expires - issued <= LIFE_S or not issued - SKEW_S <= now < expires:
        raise BadLaunchError("not now")
    person, launch_id = str(claims["sub"]), str(claims["jti"])
    if not person or not 16 <= len(launch_id) <= 100:
        raise BadLaunchError("no person or no id")
    methods = claims.get("amr")
    return ReadLaunch(person, launch_id, expires, isinstance(methods, list) and "mfa" in methods)


def is_public_key(pem: str) -> bool:
    """Whether a text is an Ed25519 public key in PEM."""
    try:
        return isinstance(load_pem_public_key(pem.encode()), Ed25519PublicKey)
    except (ValueError, UnsupportedAlgorithm):
        return False
