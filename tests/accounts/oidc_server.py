"""A small provider of OpenID Connect with real keys, on this machine, that can be told to misbehave."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "jiezhi-of-qingshi", "a secret of the test"


@dataclass
class Provider:
    """What it knows and how it behaves.

    Args:
        subject: Who is signed in there.
        changes: Claims that differ from the right ones; None leaves a claim out.
        algorithm: How tokens are signed.
    """

    issuer: str = ""
    subject: str = "emp-0042"
    changes: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    signs_with: Any = None
    names_key: bool = True
    redirects: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.paths: list[str] = []

    def authorize(self, address: str) -> dict[str, str]:
        """Play the person: sign in there, and give what the browser comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = f"code-{len(self.asked)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def answer(self, path: str, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.paths.append(path)
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        if path == "/token":
            return self._token(sent)
        return 404, {}

    def _token(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(sent.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        is_right = (
            asked is not None
            and (sent["client_id"], sent["client_secret"]) == (CLIENT, SECRET)
            and sent["redirect_uri"] == asked["redirect_uri"]
            and proof.rstrip(b"=").decode() == asked["code_challenge"]
        )
        if asked is None or not is_right:
            return 400, {"error": "invalid_grant"}
        now = datetime.now(UTC)
        claims: dict[str, Any] = {
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT, "iat": now,
            "exp": now + timedelta(minutes=5), "nonce": asked["nonce"], "email": "somebody@example.com",
        }  # fmt: skip
        claims = {name: value for name, value in (claims | self.changes).items() if value is not None}
        key = self.signs_with or self.key
        headers = {"kid": "one"} if self.names_key else None
        return 200, {"id_token": jwt.encode(claims, key, algorithm=self.algorithm, headers=headers)}


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Run it on a free port of this machine."""
    provider = Provider()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._tell({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._tell({name: values[0] for name, values in parse_qs(body).items()})

        def _tell(self, sent: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            if provider.redirects and path == "/token":
                self.send_response(302)
                self.send_header("Location", f"{provider.issuer}/elsewhere")
                self.end_headers()
                return
            status, told = provider.answer(path, sent)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
