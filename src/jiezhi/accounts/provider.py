"""Signing in by another system (OpenID Connect Core 1.0): code flow with state, nonce and PKCE (RFC 7636).

Every request goes through `kit.outbound`: listed hosts, pinned address, no redirects. What the other system says is
believed only when its signature, issuer, audience, time and nonce hold; that the answer came over TLS is not enough.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import jwt
from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from jiezhi.accounts.errors import ProviderError
from jiezhi.kit.outbound import OutboundError, ask

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures with a public key only: with HS256 the key would be our own secret, and `none` is no signature."""
LEEWAY_S = 60
WITHIN = timedelta(minutes=10)
PATIENCE_S, LEFT_ALONE_S = 4.0, 15.0
"""A page waits for the other system, and threads are few: one that does not answer is not asked again for a while."""
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


_left_alone_until: dict[str, float] = {}
"""By issuer, in this process: a hint and no more, so nothing is lost with it."""


@dataclass(frozen=True)
class Voucher:
    """What the other system vouched for.

    Args:
        subject: Its own number of the person.
        is_strong: Whether it asked for a second factor, in words that our settings trust.
    """

    subject: str
    is_strong: bool


@dataclass(frozen=True)
class Journey:
    """A browser on its way to the other system and back; kept sealed in its session."""

    state: str
    nonce: str
    verifier: str
    until: str
    wanted: str
    links_user: str

    @classmethod
    def begin(cls, *, wanted: str, links_user: str, at: datetime) -> "Journey":
        """Give a journey with fresh secrets."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, (at + WITHIN).isoformat(), wanted, links_user)


def is_offered() -> bool:
    """Whether this installation knows another system that vouches for staff."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT)


def address_to_go(journey: Journey, *, back: str) -> str:
    """Give where the browser is sent.

    Args:
        journey: What will be compared when it comes back.
        back: Our own address to come back to.
    """
    challenge = base64.urlsafe_b64encode(hashlib.sha256(journey.verifier.encode()).digest()).rstrip(b"=")
    wishes = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT,
        "redirect_uri": back,
        "scope": "openid",
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": challenge.decode("ascii"),
        "code_challenge_method": "S256",
    }
    endpoint = _endpoints()["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(wishes)}"


def voucher_from(journey: Journey, answer: Mapping[str, str], *, back: str, at: datetime) -> Voucher:
    """Give whom the other system vouches for, from the address that the browser came back to.

    Raises:
        ProviderError: Anything that does not fit: nobody is signed in by half.
    """
    is_ours = constant_time_compare(answer.get("state", ""), journey.state)
    is_from_there = answer.get("iss", settings.OIDC_ISSUER) == settings.OIDC_ISSUER  # RFC 9207
    if not is_ours or not is_from_there or datetime.fromisoformat(journey.until) <= at:
        raise _refused("state")
    if "code" not in answer:
        raise _refused("no code")
    endpoints = _endpoints()
    token = _post(
        endpoints["token_endpoint"],
        {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": back,
            "client_id": settings.OIDC_CLIENT,
            "client_secret": settings.OIDC_SECRET,
            "code_verifier": journey.verifier,
        },
    ).get("id_token")
    claims = _claims(str(token or ""), _get(endpoints["jwks_uri"]))
    if not constant_time_compare(str(claims["nonce"]), journey.nonce):
        raise _refused("nonce")
    amr = claims.get("amr")
    said = {claims.get("acr"), *(amr if isinstance(amr, list) else [])}
    return Voucher(subject=str(claims["sub"]), is_strong=bool(said & set(settings.OIDC_STRONG)))


def _claims(token: str, keys: dict[str, Any]) -> dict[str, Any]:
    """Give what a token says once all that can be checked is."""
    try:
        header = jwt.get_unverified_header(token)
        known = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")]
        named = [key for key in known if key.key_id == header.get("kid")] if "kid" in header else known
        if len(named) != 1:
            raise _refused("key")
        claims = jwt.decode(
            token,
            named[0],
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY_S,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
    except jwt.PyJWTError as error:
        raise _refused(type(error).__name__) from error
    # Core 3.1.3.7: with several audiences the token must say that it was made for us.
    if claims.get("azp", settings.OIDC_CLIENT) != settings.OIDC_CLIENT:
        raise _refused("azp")
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims:
        raise _refused("azp")
    return dict(claims)


def _endpoints() -> dict[str, str]:
    told = _get(settings.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if told.get("issuer") != settings.OIDC_ISSUER or not all(
        isinstance(told.get(name), str) for name in names
    ):
        raise _refused("discovery")
    return {name: told[name] for name in names}


def _get(url: str) -> dict[str, Any]:
    return _read("GET", url, None)


def _post(url: str, fields: Mapping[str, str]) -> dict[str, Any]:
    return _read("POST", url, urlencode(fields).encode("ascii"))


def _read(method: str, url: str, body: bytes | None) -> dict[str, Any]:
    if _left_alone_until.get(settings.OIDC_ISSUER, 0) > time.monotonic():
        raise _refused("left alone")
    headers = FORM if body else {"Accept": "application/json"}
    try:
        answer = ask(method, url, headers=headers, body=body, whole_s=PATIENCE_S)
        told = json.loads(answer.body) if answer.status == 200 else None
    except OutboundError as error:
        _left_alone_until[settings.OIDC_ISSUER] = time.monotonic() + LEFT_ALONE_S
        raise _refused(type(error).__name__) from error
    except ValueError as error:
        raise _refused(type(error).__name__) from error
    if not isinstance(told, dict):
        raise _refused(f"status {answer.status}")
    return told


def _refused(reason: str) -> ProviderError:
    return ProviderError(
        _(
            "The other system did not vouch for you in a way that can be trusted (%(reason)s), so nobody was signed "
            "in. Try once more; if it goes on, sign in with your password and tell whoever runs the installation."
        )
        % {"reason": reason},
        facts={"reason": reason},
    )
